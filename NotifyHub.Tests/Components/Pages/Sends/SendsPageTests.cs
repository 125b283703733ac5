using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Components.Pages.Sends;

public sealed class SendsPageTests : PageTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void An_empty_project_is_taught_the_first_send_with_this_server_s_address()
    {
        var page = Open();

        Assert.Contains($"curl {Navigation.BaseUri.TrimEnd('/')}/v1/push/send", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_says_what_how_to_whom_and_whether_it_was_confirmed()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => (d.CampaignId, d.Attempts, d.AckedAt) = ("launch", 3, Clock.GetUtcNow()));

        var row = Open().Find("tbody tr");

        Assert.Equal($"/sends/{RowId.Format(RowId.Delivery, send.Id)}", row.QuerySelector("a.title")!.GetAttribute("href"));
        Assert.Equal("/sends?campaign=launch", row.QuerySelector("a.chip")!.GetAttribute("href"));
        Assert.Equal("2", row.QuerySelector(".retries")!.TextContent);
        Assert.NotNull(row.QuerySelector(".acked"));
        foreach (var text in new[] { "Sent", "Your order shipped", "Track it", "ada", "iPhone 17", "APNs", "Accepted" })
        {
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_filter_goes_into_the_address_and_the_address_into_the_list()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device);
        await Rows.SendAsync(device, d => (d.Status, d.Reason) = (DeliveryStatus.Failed, DeliveryReason.TokenDead));
        var page = Open();
        Assert.Equal(2, page.FindAll("tbody tr").Count);

        page.Find(".filter-select select").Change("Failed");

        Assert.EndsWith("/sends?status=failed", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Navigation.NavigateTo("/sends");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public async Task The_search_looks_for_the_text()
    {
        await Rows.SendAsync(await Rows.DeviceAsync());
        var page = Open();

        page.Find("input[type=search]").Change(" nothing like it ");

        page.WaitForAssertion(() => Assert.Contains("No send matches", page.Markup, StringComparison.Ordinal));
        Assert.EndsWith("?q=nothing%20like%20it", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_sends_are_announced_and_shown_when_asked_for()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device);
        var page = Open();
        await Rows.SendAsync(device);
        Commit();

        page.WaitForAssertion(() => Assert.Contains("1 new send", page.Find(".news").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("tbody tr"));
        page.Find(".news").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll(".news"));
    }

    [Fact]
    public async Task A_row_changes_in_place_when_its_send_moves_on()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = DeliveryStatus.Queued);
        var page = Open();
        await Rows.ChangeAsync<DeliveryTask>(send.Id, d => d.Status = DeliveryStatus.Sent);
        Commit();

        page.WaitForAssertion(() => Assert.Equal("Sent", page.Find("tbody .badge").TextContent.Trim()));
    }

    [Fact]
    public async Task Titles_are_text_whatever_they_hold()
    {
        await Rows.SendAsync(await Rows.DeviceAsync(), about: n => n.Title = "<script>alert(1)</script>");

        Assert.Empty(Open().FindAll("script"));
    }

    private IRenderedComponent<SendsPage> Open()
    {
        Navigation.NavigateTo("/sends");
        return Render<SendsPage>();
    }
}

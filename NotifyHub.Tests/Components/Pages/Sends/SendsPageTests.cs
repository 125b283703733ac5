using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Sends;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;
using Radzen;

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
    public async Task What_is_queued_behind_a_vendor_that_rests_says_so()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device, d => d.Status = DeliveryStatus.Queued);
        Assert.Contains("Goes out next", Open().Find("tbody tr").TextContent, StringComparison.Ordinal);
        await Rows.AddAsync(new ProviderState { ProjectId = SendRows.Project, Provider = device.Provider, QuarantinedUntil = Clock.GetUtcNow().AddMinutes(1), UpdatedAt = Clock.GetUtcNow() });
        Assert.Contains("The provider rests after failures", Open().Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Titles_are_text_whatever_they_hold()
    {
        await Rows.SendAsync(await Rows.DeviceAsync(), about: n => n.Title = "<script>alert(1)</script>");

        Assert.Empty(Open().FindAll("script"));
    }

    [Fact]
    public async Task Chosen_sends_are_cancelled_together_after_a_word_with_their_number()
    {
        var device = await Rows.DeviceAsync();
        var waiting = await Rows.SendAsync(device, d => d.Status = DeliveryStatus.Queued);
        await Rows.SendAsync(device);
        var page = Open();
        Assert.Empty(page.FindAll("[aria-label='Chosen sends']"));

        page.Find("input[aria-label='Choose all on this page']").Change(true);
        Assert.Contains("2 sends chosen", Bar(page).TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Retry 0…").HasAttribute("disabled"));
        await Button(page, "Cancel 1…").ClickAsync(new());
        Assert.Contains("This can't be undone", Bar(page).TextContent, StringComparison.Ordinal);
        await Button(page, "Cancel 1 send").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-label='Chosen sends']")));
        Assert.Equal("1 send cancelled.", Assert.Single(Services.GetRequiredService<NotificationService>().Messages).Summary);
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(DeliveryStatus.Cancelled, (await db.Deliveries.FindAsync(waiting.Id))!.Status);
    }

    [Fact]
    public async Task All_that_match_are_retried_slice_by_slice_once_their_number_is_typed()
    {
        var device = await Rows.DeviceAsync();
        for (var i = 0; i < 230; i++)
        {
            await Rows.SendAsync(device, d => (d.Status, d.Reason) = (DeliveryStatus.Failed, DeliveryReason.RetriesExhausted));
        }
        var page = Open("/sends?status=failed");
        page.Find("input[aria-label='Choose all on this page']").Change(true);
        await Button(page, "Choose all that match").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("230 sends chosen", Bar(page).TextContent, StringComparison.Ordinal));
        await Button(page, "Retry 230…").ClickAsync(new());
        Assert.True(Button(page, "Retry 230 sends").HasAttribute("disabled"));
        page.Find("#typed").Input("230");
        await Button(page, "Retry 230 sends").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("230 sends go out again now.", Assert.Single(Services.GetRequiredService<NotificationService>().Messages).Summary));
    }

    [Fact]
    public async Task Who_may_only_look_can_choose_nothing_and_a_role_that_was_lost_does_nothing()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = DeliveryStatus.Queued);
        var page = Open();
        page.Find("tbody input").Change(true);
        await Button(page, "Cancel 1…").ClickAsync(new());
        Member.Role = ProjectRole.Viewer;
        await Button(page, "Cancel 1 send").ClickAsync(new());
        Assert.Equal("Not allowed", Assert.Single(Services.GetRequiredService<NotificationService>().Messages).Summary);
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(DeliveryStatus.Queued, (await db.Deliveries.FindAsync(send.Id))!.Status);
        Assert.Empty(Open().FindAll("tbody input"));
    }

    private static AngleSharp.Dom.IElement Bar(IRenderedComponent<SendsPage> page) => page.Find("[aria-label='Chosen sends']");

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SendsPage> page, string words) => Bar(page).QuerySelectorAll("button").Single(button => button.TextContent.Trim() == words);

    private IRenderedComponent<SendsPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<SendsPage>();
    }

    private IRenderedComponent<SendsPage> Open()
    {
        Navigation.NavigateTo("/sends");
        return Render<SendsPage>();
    }
}

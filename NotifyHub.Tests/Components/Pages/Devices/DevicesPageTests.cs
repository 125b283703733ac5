using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Devices;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Devices;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Devices;

public sealed class DevicesPageTests : PageTest
{
    [Fact]
    public void An_empty_project_is_taught_how_a_device_registers() =>
        Assert.Contains("/v1/push/tokens", OpenList().Find("pre").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task A_row_tells_the_device_and_never_its_token()
    {
        await Rows.DeviceAsync(change: d => d.Environment = "sandbox");

        var row = OpenList().Find("tbody tr");

        foreach (var text in new[] { "iPhone 17", "iOS", "ada", "APNs", "Active", "sandbox", "…a1b2c3" })
        {
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_filter_goes_into_the_address_and_narrows_the_list()
    {
        await Rows.DeviceAsync();
        await Rows.DeviceAsync(ProviderKind.Fcm);
        var page = OpenList();

        page.FindAll(".filter-select select")[1].Change("fcm");

        Assert.EndsWith("/devices?provider=fcm", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public async Task A_device_that_registers_shows_by_itself()
    {
        var page = OpenList();
        await Rows.DeviceAsync();
        Commit();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public async Task A_device_s_page_says_why_it_is_retired_and_what_was_sent()
    {
        var device = await Rows.DeviceAsync(change: d => (d.Status, d.RetiredReason, d.RetiredAt) = (DeviceStatus.Retired, "BadDeviceToken", d.CreatedAt));
        await Rows.SendAsync(device);

        var page = Open(device.Id);

        Assert.Contains("The vendor says that the token is gone (BadDeviceToken)", page.Find(".callout").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public async Task Another_project_s_device_is_not_shown()
    {
        var foreign = await Rows.DeviceAsync(project: SendRows.OtherProject);

        Assert.Contains("There is no such device", Open(foreign.Id).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_filter_survives_the_address()
    {
        var address = new DevicesAddress
        {
            Filter = new DeviceFilter { Provider = ProviderKind.Apns, Status = DeviceStatus.Retired, Platform = "ios", UserId = "a b", Text = "x&y" },
            Cursor = new ListCursor(After: 9),
        };

        Assert.Equal(address, DevicesAddress.Parse(new Uri("http://h" + address.Href()).Query));
    }

    private IRenderedComponent<DevicePage> Open(long id) => Render<DevicePage>(page => page.Add(p => p.Id, RowId.Format(RowId.Device, id)));

    private IRenderedComponent<DevicesPage> OpenList()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/devices");
        return Render<DevicesPage>();
    }
}

using NotifyHub.Data.Rows;
using NotifyHub.Insights.Devices;

namespace NotifyHub.Tests.Insights.Devices;

public sealed class DeviceQueriesTests : InsightsTest
{
    private DeviceQueries Queries => new(Store.Engine, Store.Contexts);

    public static TheoryData<DeviceFilter> FiltersThatOneDevicePasses =>
    [
        new DeviceFilter { Provider = ProviderKind.Fcm },
        new DeviceFilter { Status = DeviceStatus.Retired },
        new DeviceFilter { Platform = "android" },
        new DeviceFilter { UserId = "bob" },
        new DeviceFilter { Text = "pixel" },
        new DeviceFilter { Text = "ffee99" },
        new DeviceFilter { Text = "bob" },
        new DeviceFilter { Text = "inst-4" },
        new DeviceFilter { UserId = "bob", Provider = ProviderKind.Fcm, Status = DeviceStatus.Retired, Platform = "android", Text = "Pixel 10" },
    ];

    [Theory]
    [MemberData(nameof(FiltersThatOneDevicePasses))]
    public async Task A_filter_finds_what_it_says_and_nothing_else(DeviceFilter filter)
    {
        await Rows.DeviceAsync();
        var wanted = await MarkedAsync(SendRows.Project);
        await MarkedAsync(SendRows.OtherProject);

        Assert.Equal([wanted.Id], await IdsAsync(filter));
    }

    [Fact]
    public async Task A_device_id_finds_its_device_in_its_project_only()
    {
        var own = await Rows.DeviceAsync();
        var foreign = await MarkedAsync(SendRows.OtherProject);

        Assert.Equal([own.Id], await IdsAsync(new DeviceFilter { Text = RowId.Format(RowId.Device, own.Id) }));
        Assert.Empty(await IdsAsync(new DeviceFilter { Text = RowId.Format(RowId.Device, foreign.Id) }));
        Assert.NotNull(await Queries.FindAsync(SendRows.Project, own.Id));
        Assert.Null(await Queries.FindAsync(SendRows.Project, foreign.Id));
    }

    private Task<Device> MarkedAsync(long project) => Rows.DeviceAsync(ProviderKind.Fcm, project, d =>
    {
        (d.Status, d.Platform, d.UserId, d.Model, d.TokenTail, d.InstallationId) = (DeviceStatus.Retired, "android", "bob", "Pixel 10", "ffee99", "inst-4");
    });

    private async Task<long[]> IdsAsync(DeviceFilter filter) => [.. (await Queries.PageAsync(SendRows.Project, filter, default, 50)).Items.Select(row => row.Id)];
}

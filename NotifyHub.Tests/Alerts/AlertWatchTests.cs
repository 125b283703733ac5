using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Alerts;

public sealed class AlertWatchTests : InsightsTest
{
    private long _free = long.MaxValue;

    [Fact]
    public async Task Overdue_sends_are_an_alert_that_ends_only_well_below_its_threshold()
    {
        await Rows.AddAsync(new Project { Id = SendRows.Project, Name = "Acme", CreatedAt = Clock.GetUtcNow() });
        var send = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = DeliveryStatus.Queued);
        await RunAsync();
        Assert.Empty(await OpenAsync());

        Clock.Advance(TimeSpan.FromSeconds(300));
        await RunAsync();
        var alert = Assert.Single(await OpenAsync());
        Assert.Equal((AlertKind.BacklogAge, "apns"), (alert.Kind, alert.Subject));
        Assert.Contains("5 min overdue", alert.Detail, StringComparison.Ordinal);

        await Rows.ChangeAsync<DeliveryTask>(send.Id, d => d.DueAt = Clock.GetUtcNow().AddSeconds(-200));
        await RunAsync();
        Assert.Single(await OpenAsync());

        await Rows.ChangeAsync<DeliveryTask>(send.Id, d => d.DueAt = Clock.GetUtcNow().AddSeconds(-100));
        await RunAsync();
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task A_project_has_a_threshold_of_its_own_and_scheduled_or_held_sends_are_not_overdue()
    {
        await Rows.AddAsync(new Project { Id = SendRows.Project, Name = "Acme", CreatedAt = Clock.GetUtcNow() }, new AlertSettings { ProjectId = SendRows.Project, BacklogSeconds = 30 });
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device, d => (d.Status, d.DueAt) = (DeliveryStatus.Scheduled, Clock.GetUtcNow().AddHours(1)));
        await Rows.SendAsync(device, d => d.Status = DeliveryStatus.Held);
        Clock.Advance(TimeSpan.FromMinutes(10));
        await RunAsync();
        Assert.Empty(await OpenAsync());

        await Rows.SendAsync(device, d => (d.Status, d.DueAt) = (DeliveryStatus.Retrying, Clock.GetUtcNow().AddSeconds(-31)));
        await RunAsync();
        Assert.Single(await OpenAsync());
    }

    [Fact]
    public async Task A_failing_job_and_a_full_disk_concern_the_installation()
    {
        await Rows.AddAsync(new JobState { Job = "device_stale", LastFailed = true, LastResult = "IOException: broken" });
        _free = 10;
        await RunAsync();
        Assert.Equal([(AlertKind.JobFailed, "device_stale"), (AlertKind.StoreTrouble, "disk")], (await OpenAsync(0)).Select(a => (a.Kind, a.Subject)).Order());

        _free = long.MaxValue;
        await using (var db = Store.Contexts.Open(ProjectScope.EveryProject))
        {
            (await db.JobStates.SingleAsync()).LastFailed = false;
            await db.SaveChangesAsync();
        }
        await RunAsync();
        Assert.Empty(await OpenAsync(0));
    }

    [Fact]
    public async Task A_node_that_stops_beating_is_lost_unless_it_was_stopped_or_came_back()
    {
        var beat = Clock.GetUtcNow();
        await Rows.AddAsync(
            new HubNode { Id = 1, Name = "a:1", Role = "all", StartedAt = beat, HeartbeatAt = beat },
            new HubNode { Id = 2, Name = "b:1", Role = "all", StartedAt = beat, HeartbeatAt = beat, StoppedAt = beat },
            new HubNode { Id = 3, Name = "c:1", Role = "all", StartedAt = beat, HeartbeatAt = beat });
        Clock.Advance(AlertWatch.NodeSilence + TimeSpan.FromSeconds(1));
        await Rows.AddAsync(new HubNode { Id = 4, Name = "c:2", Role = "all", StartedAt = Clock.GetUtcNow(), HeartbeatAt = Clock.GetUtcNow() });
        await RunAsync();
        Assert.Equal("a:1", Assert.Single(await OpenAsync(0)).Subject);

        await Rows.ChangeAsync<HubNode>(1, n => n.HeartbeatAt = Clock.GetUtcNow());
        await RunAsync();
        Assert.Empty(await OpenAsync(0));
    }

    [Fact, Trait("Engine", "sqlite")]
    public async Task The_age_of_the_backlog_is_looked_up_not_counted()
    {
        var plan = await PlanAsync(new NotifyHub.Insights.SqlText(BacklogAges.Sql, [("@now", 1L)]));
        Assert.Contains("USING COVERING INDEX ix_deliveries_due", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN d", plan, StringComparison.Ordinal);
    }

    private Task<string?> RunAsync()
    {
        var options = Options.Create(new AlertingOptions());
        var store = new StoreWatch(Options.Create(new DatabaseOptions { DataDirectory = Store.Folder }), options) { FreeBytes = _ => _free };
        return new AlertWatch(Store.Engine, new BacklogAges(Store.Engine, Clock), store, Store.Contexts, Store.Gate, new AlertBook(Store.Ids, Clock), options, Clock) { LooksAtNodes = true }.RunAsync(CancellationToken.None);
    }

    private async Task<List<Alert>> OpenAsync(long project = SendRows.Project)
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(project));
        return await db.Alerts.AsNoTracking().Where(a => a.ResolvedAt == null).ToListAsync();
    }
}

using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Tests.Insights.Sends;

public sealed class SendDetailQueryTests : InsightsTest
{
    private SendDetailQuery Query => new(Store.Contexts);

    [Fact]
    public async Task A_send_is_read_with_all_that_happened_to_it()
    {
        var device = await Rows.DeviceAsync();
        var older = await Rows.SendAsync(device, d => d.AckedAt = d.CreatedAt);
        var send = await Rows.SendAsync(device);
        var newer = await Rows.SendAsync(device);
        await Rows.AttemptAsync(send, nameof(OutcomeKind.Accepted), 2);
        await Rows.AttemptAsync(send, nameof(OutcomeKind.Retry), 1);
        await Rows.AddAsync(
            new Interaction { Id = Rows.NextId(), ProjectId = SendRows.Project, DeliveryId = send.Id, Kind = InteractionKind.Opened, At = Clock.GetUtcNow() },
            new AuditEntry { Id = Rows.NextId(), ProjectId = SendRows.Project, Actor = "dana", Action = "delivery.retried", Subject = RowId.Format(RowId.Delivery, send.Id), At = Clock.GetUtcNow(), PreviousHash = [], Hash = [] },
            new AuditEntry { Id = Rows.NextId(), ProjectId = SendRows.Project, Actor = "dana", Action = "delivery.retried", Subject = RowId.Format(RowId.Delivery, older.Id), At = Clock.GetUtcNow(), PreviousHash = [], Hash = [] });

        var detail = await Query.FindAsync(SendRows.Project, send.Id);

        Assert.NotNull(detail);
        Assert.Equal(device.Id, detail.Device?.Id);
        Assert.Equal([1, 2], detail.Attempts.Select(a => a.Number));
        Assert.Equal([InteractionKind.Opened], detail.Interactions.Select(i => i.Kind));
        Assert.Equal("delivery.retried", Assert.Single(detail.Deeds).Action);
        Assert.Equal((newer.Id, older.Id), (detail.NewerId, detail.OlderId));
        Assert.True(detail.DeviceEverAcked);
    }

    [Fact]
    public async Task A_vendors_rest_comes_with_the_send_that_it_holds_up()
    {
        var device = await Rows.DeviceAsync();
        var send = await Rows.SendAsync(device);
        var until = Clock.GetUtcNow().AddMinutes(10);
        await Rows.AddAsync(
            new ProviderState { ProjectId = SendRows.Project, Provider = send.Provider, QuarantinedUntil = until, VendorAsked = true },
            new ProviderState { ProjectId = SendRows.OtherProject, Provider = send.Provider, QuarantinedUntil = until.AddHours(1) });

        var standing = (await Query.FindAsync(SendRows.Project, send.Id))!.Standing;

        Assert.Equal((until, true), (standing!.QuarantinedUntil, standing.VendorAsked));
    }

    [Fact]
    public async Task Another_project_s_send_is_not_there()
    {
        var send = await Rows.SendAsync(await Rows.DeviceAsync(project: SendRows.OtherProject));
        var own = await Rows.SendAsync(await Rows.DeviceAsync());

        Assert.Null(await Query.FindAsync(SendRows.Project, send.Id));
        Assert.Null((await Query.FindAsync(SendRows.Project, own.Id))!.OlderId);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class DeliveryControlTests
{
    private static DeliveryControl Control(DeliveryRig rig) => rig.Services.GetRequiredService<DeliveryControl>();

    [Fact]
    public async Task A_dead_letter_that_is_retried_is_sent_once_more_and_keeps_its_history()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.ContentBad) { Status = 400, Code = "BadPriority" });
        var id = await rig.SendAsync(await rig.DeviceAsync());
        await rig.UntilAsync(id, DeliveryStatus.Failed);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });

        // Two at once: one does it, the other finds it done.
        var answers = await Task.WhenAll(Control(rig).RetryNowAsync(DeliveryRig.ProjectId, id, "ann@example.com"), Control(rig).RetryNowAsync(DeliveryRig.ProjectId, id, "bob@example.com"));

        Assert.Equal([ControlAnswer.Done, ControlAnswer.NotNow], answers.Order());
        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Equal(1, sent.Attempts);
        Assert.Equal([(1, "ContentBad"), (2, "Accepted")], (await rig.AttemptsAsync(id)).Select(a => (a.Number, a.Outcome)));
        var audit = await rig.ReadAsync(db => db.Audit.AsNoTracking().SingleAsync(a => a.Action == "delivery.retried"));
        Assert.Equal(RowId.Format(RowId.Delivery, id), audit.Subject);
    }

    [Fact]
    public async Task A_retrying_delivery_goes_at_once_and_keeps_its_count_of_tries()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Retry) { Status = 503 });
        var id = await rig.SendAsync(await rig.DeviceAsync());
        await rig.UntilAsync(id, DeliveryStatus.Retrying);
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        Assert.Equal(ControlAnswer.Done, await Control(rig).RetryNowAsync(DeliveryRig.ProjectId, id, "ann@example.com"));
        Assert.Equal(2, (await rig.UntilAsync(id, DeliveryStatus.Sent)).Attempts);
    }

    [Fact]
    public async Task A_waiting_delivery_can_be_cancelled_and_is_never_sent()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        var id = (await rig.StoreAsync([device], sendAt: time.GetUtcNow().AddHours(1)))[0];
        Assert.Equal(ControlAnswer.Done, await Control(rig).CancelAsync(DeliveryRig.ProjectId, id, "ann@example.com"));
        time.Advance(TimeSpan.FromHours(2));
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        var cancelled = await rig.DeliveryAsync(id);
        Assert.Equal((DeliveryStatus.Cancelled, DeliveryReason.Cancelled), (cancelled.Status, cancelled.Reason));
        Assert.Single(rig.Apns.Calls);
        Assert.Equal(ControlAnswer.NotNow, await Control(rig).CancelAsync(DeliveryRig.ProjectId, id, "ann@example.com"));
    }

    [Fact]
    public async Task Another_projects_delivery_does_not_exist()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var id = (await rig.StoreAsync([await rig.DeviceAsync()]))[0];
        Assert.Equal(ControlAnswer.NotFound, await Control(rig).CancelAsync(2, id, "eve@example.com"));
        Assert.Equal(ControlAnswer.NotFound, await Control(rig).RetryNowAsync(2, id, "eve@example.com"));
        Assert.Equal(DeliveryStatus.Queued, (await rig.DeliveryAsync(id)).Status);
    }

    [Fact]
    public async Task A_deed_over_many_does_what_may_be_done_leaves_the_rest_alone_and_is_one_entry_of_the_audit()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var device = await rig.DeviceAsync();
        var stranger = (await rig.StoreAsync([await rig.DeviceAsync(projectId: 2)], d => d.Status = DeliveryStatus.Failed))[0];
        var (failed, held, sent, poison, late) = (await With(d => d.Status = DeliveryStatus.Failed), await With(d => d.Status = DeliveryStatus.Held), await With(d => d.Status = DeliveryStatus.Sent),
            await With(d => (d.Status, d.Reason) = (DeliveryStatus.Failed, DeliveryReason.Poison)), await With(d => (d.Status, d.ExpiresAt) = (DeliveryStatus.Failed, rig.Time.GetUtcNow().AddSeconds(-1))));
        var aside = await With(d => (d.Status, d.DiscardedAt) = (DeliveryStatus.Failed, rig.Time.GetUtcNow()));
        long[] all = [failed, held, sent, poison, late, stranger, aside];

        Assert.Equal(2, await Control(rig).RetryManyAsync(DeliveryRig.ProjectId, all, "ann@example.com"));
        Assert.Equal(
            [DeliveryStatus.Queued, DeliveryStatus.Queued, DeliveryStatus.Sent, DeliveryStatus.Failed, DeliveryStatus.Failed, DeliveryStatus.Failed, DeliveryStatus.Failed],
            await Task.WhenAll(all.Select(async id => (await rig.DeliveryAsync(id)).Status)));
        Assert.Equal((1, 0), ((await rig.DeliveryAsync(failed)).Replays, (await rig.DeliveryAsync(held)).Replays));
        Assert.Equal(2, await Control(rig).CancelManyAsync(DeliveryRig.ProjectId, all, "ann@example.com"));
        Assert.Equal(0, await Control(rig).CancelManyAsync(DeliveryRig.ProjectId, all, "ann@example.com"));
        var audit = await rig.ReadAsync(db => db.Audit.AsNoTracking().OrderBy(a => a.Id).Where(a => a.Action.StartsWith("deliveries.")).Select(a => a.Action).ToListAsync());
        Assert.Equal(["deliveries.retried", "deliveries.cancelled"], audit);

        async Task<long> With(Action<DeliveryTask> change) => (await rig.StoreAsync([device], change))[0];
    }

    [Fact]
    public async Task What_is_past_its_time_is_not_retried()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        var id = (await rig.StoreAsync([await rig.DeviceAsync()], d => (d.Status, d.ExpiresAt) = (DeliveryStatus.Failed, rig.Time.GetUtcNow().AddSeconds(-1))))[0];
        Assert.Equal(ControlAnswer.Expired, await Control(rig).RetryNowAsync(DeliveryRig.ProjectId, id, "ann@example.com"));
    }
}

using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>Somebody sets the clock, or the hub is down for a while: what is scheduled goes once and never early, and nothing in flight is torn away.</summary>
public class ClockTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2);

    public static TheoryData<TimeSpan> Jumps => new() { TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromDays(1), TimeSpan.FromDays(-1) };

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task After_a_jump_a_scheduled_send_goes_once_and_not_before_its_time(TimeSpan jump)
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        var due = time.GetUtcNow() + Ahead;
        var id = (await rig.StoreAsync([device], sendAt: due))[0];

        time.Jump(jump);
        time.Advance(due - time.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        // Another send shows that the worker looked at the queue at this time and left the scheduled one alone.
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        Assert.Equal(DeliveryStatus.Scheduled, (await rig.DeliveryAsync(id)).Status);

        time.Advance(TimeSpan.FromSeconds(1));
        rig.Wake();
        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.True(sent.SentAt >= due);
        Assert.Equal(2, rig.Apns.Calls.Count);
    }

    [Fact]
    public async Task A_clock_set_past_the_due_time_is_noticed_within_a_second()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var id = (await rig.StoreAsync([await rig.DeviceAsync()], sendAt: time.GetUtcNow().AddMinutes(50)))[0];
        rig.Wake();

        time.Jump(TimeSpan.FromHours(1));
        var sent = rig.UntilAsync(id, DeliveryStatus.Sent);
        while (!sent.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        Assert.Single(await rig.AttemptsAsync((await sent).Id));
    }

    [Fact]
    public async Task What_fell_due_while_the_hub_was_down_goes_once()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-down-" + Guid.NewGuid().ToString("n"));
        var time = new ManualTime();
        List<long> ids;
        await using (var before = await DeliveryRig.OpenAsync(time, folder))
        {
            await before.CredentialAsync(ProviderKind.Apns);
            var device = await before.DeviceAsync();
            ids = [];
            for (var minute = 1; minute <= 5; minute++)
            {
                ids.AddRange(await before.StoreAsync([device], sendAt: time.GetUtcNow().AddMinutes(minute)));
            }
        }
        time.Advance(TimeSpan.FromMinutes(10));
        await using (var after = await DeliveryRig.OpenAsync(time, folder))
        {
            foreach (var id in ids)
            {
                var sent = await after.UntilAsync(id, DeliveryStatus.Sent);
                Assert.Equal(1, sent.Attempts);
            }
            Assert.Equal(5, after.Apns.Calls.Count);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task A_jump_takes_no_lease_from_a_call_that_is_under_way(TimeSpan jump)
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var answer = new TaskCompletionSource();
        rig.Apns.Answer = async (call, _) =>
        {
            await answer.Task;
            return new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 };
        };
        var id = await rig.SendAsync(await rig.DeviceAsync());
        await rig.Apns.Called.WaitAsync();

        time.Jump(jump);
        Assert.Equal(0, await rig.Services.GetRequiredService<DeliveryRecovery>().SweepAsync(CancellationToken.None));
        answer.SetResult();
        await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Single(rig.Apns.Calls);
    }

    [Fact]
    public async Task A_row_of_ours_that_is_in_no_hand_comes_back_after_minutes_by_the_clock_that_nobody_sets()
    {
        var time = new ManualTime();
        // Not started yet: the worker looks for such rows too, and whichever looks first finds them.
        await using var rig = await DeliveryRig.OpenAsync(time, start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        var boot = rig.Services.GetRequiredService<BootId>().Value;
        var id = (await rig.StoreAsync([await rig.DeviceAsync()], d => (d.Status, d.LeaseOwner, d.LeaseUntil) = (DeliveryStatus.Sending, boot, time.GetUtcNow().AddMinutes(1))))[0];
        var recovery = rig.Services.GetRequiredService<DeliveryRecovery>();

        time.Jump(TimeSpan.FromDays(1));
        Assert.Equal(0, await recovery.SweepAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await recovery.SweepAsync(CancellationToken.None));
        await rig.StartAsync();
        Assert.True((await rig.UntilAsync(id, DeliveryStatus.Sent)).MaybeDuplicate);
    }
}

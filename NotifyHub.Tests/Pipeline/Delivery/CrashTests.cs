using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class CrashTests
{
    private const long DeadBoot = 77;

    private static void HeldByDeadBoot(DeliveryTask delivery, int crashes, DateTimeOffset until) =>
        (delivery.Status, delivery.LeaseOwner, delivery.LeaseUntil, delivery.Crashes) = (DeliveryStatus.Sending, DeadBoot, until, crashes);

    // The slots as a killed process leaves them.
    private static void LeaveBehind(DeliveryRig rig, params long[] inFlight) =>
        File.WriteAllBytes(Path.Combine(rig.Folder, "inflight.map"), inFlight.Prepend(DeadBoot).SelectMany(BitConverter.GetBytes).ToArray());

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task What_a_dead_boot_held_is_sent_at_once_and_only_what_was_in_flight_is_suspected()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        var ids = await rig.StoreAsync([await rig.DeviceAsync(), await rig.DeviceAsync()], d => HeldByDeadBoot(d, 0, rig.Time.GetUtcNow().AddMinutes(1)));
        LeaveBehind(rig, 0, ids[0]);

        await rig.StartAsync();

        var suspect = await rig.UntilAsync(ids[0], DeliveryStatus.Sent);
        var innocent = await rig.UntilAsync(ids[1], DeliveryStatus.Sent);
        Assert.Equal((1, true), (suspect.Crashes, suspect.MaybeDuplicate));
        Assert.Equal((0, false), (innocent.Crashes, innocent.MaybeDuplicate));
    }

    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task A_message_that_was_in_flight_at_three_crashes_is_poison_and_the_others_go_on()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        // A call near a crash is counted in before it is made: the third stands at three already.
        var ids = (await rig.StoreAsync([await rig.DeviceAsync()], d => HeldByDeadBoot(d, 3, rig.Time.GetUtcNow().AddMinutes(1))))
            .Concat(await rig.StoreAsync([await rig.DeviceAsync()], d => HeldByDeadBoot(d, 2, rig.Time.GetUtcNow().AddMinutes(1)))).ToList();
        LeaveBehind(rig, ids[0]);

        await rig.StartAsync();

        var poison = await rig.UntilAsync(ids[0], DeliveryStatus.Failed);
        Assert.Equal((DeliveryReason.Poison, 3), (poison.Reason, poison.Crashes));
        Assert.Equal(2, (await rig.UntilAsync(ids[1], DeliveryStatus.Sent)).Crashes);
        Assert.Single(rig.Apns.Calls);
    }

    [Fact]
    public async Task A_message_whose_answer_had_been_read_did_not_cause_the_crash()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        var id = (await rig.StoreAsync([await rig.DeviceAsync()], d => HeldByDeadBoot(d, 3, rig.Time.GetUtcNow().AddMinutes(1))))[0];
        LeaveBehind(rig, -id);

        await rig.StartAsync();

        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Equal((2, true), (sent.Crashes, sent.MaybeDuplicate));
    }

    [Fact]
    public void The_ledger_tells_the_next_run_what_was_in_flight()
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-ledger-").FullName;
        using (var first = new InFlightLedger(folder, 4, boot: 1))
        {
            Assert.Empty(first.LeftBehind.Calling);
            first.Begin(11);
            var settled = first.Begin(12);
            first.Begin(13);
            first.Answered(first.Begin(14));
            first.End(settled);
            Assert.Throws<StartRefusedException>(() => new InFlightLedger(folder, 4, boot: 9));
            Assert.Equal([true, false, true], new[] { 11L, 12, 14 }.Select(first.Holds));
        }
        using (var second = new InFlightLedger(folder, 2, boot: 2))
        {
            Assert.Equal(1, second.LeftBehind.Boot);
            Assert.Equal([11L, 13L], second.LeftBehind.Calling.Order());
            Assert.Equal([14L], second.LeftBehind.Answered);
        }
        using (var third = new InFlightLedger(folder, 2, boot: 3))
        {
            Assert.Empty(third.LeftBehind.Calling);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_call_near_a_crash_is_counted_before_it_is_made_and_counted_out_when_nothing_crashed()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var during = -1;
        long id = 0;
        rig.Apns.Answer = async (_, _) =>
        {
            during = (await rig.DeliveryAsync(id)).Crashes;
            return new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 };
        };
        id = (await rig.StoreAsync([await rig.DeviceAsync()], d => d.Crashes = 1))[0];
        rig.Wake();
        Assert.Equal((1, 2), ((await rig.UntilAsync(id, DeliveryStatus.Sent)).Crashes, during));
    }

    [Fact]
    public async Task Of_a_node_that_never_came_back_all_rows_are_suspects_once_and_only_a_third_call_is_poison()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        var ids = new List<long>();
        foreach (var crashes in new[] { 0, 1, 2, 3 })
        {
            ids.AddRange(await rig.StoreAsync([await rig.DeviceAsync()], d => HeldByDeadBoot(d, crashes, rig.Time.GetUtcNow().AddSeconds(-1))));
        }
        await rig.Services.GetRequiredService<DeliveryRecovery>().SweepAsync(default);
        var rows = new List<DeliveryTask>();
        foreach (var id in ids)
        {
            rows.Add(await rig.DeliveryAsync(id));
        }
        Assert.Equal([1, 1, 2, 3], rows.Select(row => row.Crashes));
        Assert.All(rows, row => Assert.True(row.MaybeDuplicate));
        Assert.Equal([DeliveryStatus.Queued, DeliveryStatus.Queued, DeliveryStatus.Queued, DeliveryStatus.Failed], rows.Select(row => row.Status));
        Assert.Equal(DeliveryReason.Poison, rows[3].Reason);
    }

    [Theory]
    [InlineData("update deliveries set lease_owner = 77")]
    [InlineData("update deliveries set lease_until = lease_until + 1")]
    public async Task A_result_under_a_lost_lease_writes_nothing(string loss)
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        rig.Apns.Answer = async (call, _) =>
        {
            if (rig.Apns.Calls.Count == 1)
            {
                await rig.Gate.WriteAsync(session => session.Prepare(loss).ExecuteAsync());
            }
            return new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 };
        };
        var lost = await rig.SendAsync(device);
        await rig.Apns.Called.WaitAsync();
        // Results are written in order: when a later one is there, the first one was tried.
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        var delivery = await rig.DeliveryAsync(lost);
        Assert.Equal((DeliveryStatus.Sending, 0), (delivery.Status, delivery.Attempts));
        Assert.Empty(await rig.AttemptsAsync(lost));
    }

    [Fact]
    public async Task The_sweep_returns_leases_that_ran_out_and_leaves_living_ones()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time, start: false);
        await rig.CredentialAsync(ProviderKind.Apns);
        var leases = rig.Services.GetRequiredService<HubClock>();
        var dead = await rig.StoreAsync([await rig.DeviceAsync()], d => HeldByDeadBoot(d, 0, leases.Now.AddSeconds(-1)));
        var alive = await rig.StoreAsync([await rig.DeviceAsync()], d => HeldByDeadBoot(d, 0, leases.Now.AddMinutes(1)));
        var job = rig.Services.GetRequiredService<NotificationDeliverJob>();

        Assert.Equal("returned 1 expired leases, released 0 held, expired 0 held", await job.RunAsync(default));

        Assert.Equal(DeliveryStatus.Queued, (await rig.DeliveryAsync(dead[0])).Status);
        Assert.Equal(DeliveryStatus.Sending, (await rig.DeliveryAsync(alive[0])).Status);
        Assert.Null(await job.RunAsync(default));
    }

    [Fact]
    public async Task A_stop_finishes_what_is_in_flight_and_gives_back_the_rest()
    {
        await using var rig = await DeliveryRig.OpenAsync(inFlight: ProviderNames.Supported.Count);
        await rig.CredentialAsync(ProviderKind.Apns);
        var answer = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (_, _) => answer.Task;
        var device = await rig.DeviceAsync();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await rig.StoreAsync([device]);
        }
        rig.Wake();
        await rig.Apns.Called.WaitAsync();

        var stopping = rig.StopAsync();
        answer.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await stopping;

        var left = await rig.ReadAsync(db => db.Deliveries.GroupBy(d => d.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
        Assert.Equal(rig.Apns.Calls.Count, left[DeliveryStatus.Sent]);
        Assert.Equal(5 - left[DeliveryStatus.Sent], left.GetValueOrDefault(DeliveryStatus.Queued));
        Assert.Equal(left[DeliveryStatus.Sent], await rig.AttemptCountAsync());
    }
}

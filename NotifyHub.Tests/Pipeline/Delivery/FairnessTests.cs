using NotifyHub.Pipeline.Channels;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>One tenant's backlog or trouble stays his own. Counted in calls, not in seconds.</summary>
public class FairnessTests
{
    private const long Big = 1;
    private const long Small = 2;

    private static bool IsOf(ProviderCall call, long project) => call.Credential.CacheKey.StartsWith($"{project}:", StringComparison.Ordinal);

    private static async Task<DeliveryRig> TwoTenantsAsync(int inFlight, Action<IServiceCollection>? services = null)
    {
        var rig = await DeliveryRig.OpenAsync(start: false, inFlight: inFlight, services: services);
        await rig.CredentialAsync(ProviderKind.Apns, Big);
        await rig.CredentialAsync(ProviderKind.Apns, Small);
        return rig;
    }

    [Theory]
    [InlineData(DeliveryLane.Bulk)]
    [InlineData(DeliveryLane.Normal)]
    public async Task Fifty_thousand_rows_of_one_project_that_hang_delay_no_alert_of_another(DeliveryLane lane)
    {
        await using var rig = await TwoTenantsAsync(inFlight: 16 * ProviderNames.Supported.Count);
        var hangs = new TaskCompletionSource<ProviderOutcome>();
        rig.Apns.Answer = (call, _) => IsOf(call, Big) ? hangs.Task : Task.FromResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.BacklogAsync(Big, side: 224, lane);
        var device = await rig.DeviceAsync(projectId: Small);
        await rig.StartAsync();
        await rig.Apns.Called.WaitAsync();

        foreach (var _ in Enumerable.Range(0, 20))
        {
            // Each goes out while every call of the other project stands at the vendor.
            await rig.UntilAsync(await rig.SendAsync(device, d => d.Lane = lane), DeliveryStatus.Sent);
        }

        Assert.Equal(20, await rig.CountAsync(DeliveryStatus.Sent));
        Assert.All(rig.Apns.Calls.Where(call => !IsOf(call, Small)), call => Assert.True(IsOf(call, Big)));
        hangs.SetResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
    }

    [Fact]
    public async Task Beside_a_backlog_that_flows_a_projects_rows_go_out_turn_by_turn()
    {
        await using var rig = await TwoTenantsAsync(inFlight: 8 * ProviderNames.Supported.Count);
        await rig.BacklogAsync(Big, side: 40, DeliveryLane.Normal);
        await rig.BacklogAsync(Small, side: 4, DeliveryLane.Normal);
        await rig.StartAsync();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 1616);

        var calls = rig.Apns.Calls.ToList();
        // 16 rows in turn with the other's: done within the first calls, never behind the 1,600.
        Assert.InRange(calls.FindLastIndex(call => IsOf(call, Small)), 15, 200);
    }

    [Fact]
    public async Task Many_projects_each_get_their_turn()
    {
        await using var rig = await DeliveryRig.OpenAsync(start: false);
        const int projects = DueReads.ProjectsMax + 40;
        await rig.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) =>
        {
            // Without a credential they end as suppressed: each was claimed all the same.
            for (var project = 1; project <= projects; project++)
            {
                var now = rig.Time.GetUtcNow();
                var device = new Device { Id = rig.Ids.Next(), ProjectId = project, Provider = ProviderKind.Fcm, SealedToken = [1], TokenHash = BitConverter.GetBytes(project), TokenTail = "t", Status = DeviceStatus.Active, RegisteredAt = now, LastSeenAt = now, CreatedAt = now, UpdatedAt = now };
                var notification = new Notification { Id = rig.Ids.Next(), ProjectId = project, Payload = "{}", Target = "\"x\"", Recipients = 1, CreatedAt = now };
                db.AddRange(device, notification, new DeliveryTask { Id = rig.Ids.Next(), ProjectId = project, NotificationId = notification.Id, DeviceId = device.Id, Provider = ProviderKind.Fcm, Status = DeliveryStatus.Queued, Lane = DeliveryLane.Normal, DueAt = now, CreatedAt = now, UpdatedAt = now });
            }
            return Task.FromResult(0);
        });
        await rig.StartAsync();
        await rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Suppressed) == projects);
    }

    [Fact]
    public async Task What_the_filter_excludes_stays_in_the_queue_and_stands_before_nobody()
    {
        var time = new ManualTime();
        var door = new Door { Until = time.GetUtcNow().AddSeconds(60) };
        await using var rig = await DeliveryRig.OpenAsync(time, start: false, services: services => services.AddSingleton<IClaimFilter>(door));
        await rig.CredentialAsync(ProviderKind.Apns, Big);
        await rig.CredentialAsync(ProviderKind.Apns, Small);
        await rig.BacklogAsync(Big, side: 10, DeliveryLane.Critical);
        var other = await rig.StoreAsync([await rig.DeviceAsync(projectId: Small)], d => d.Lane = DeliveryLane.Bulk);
        await rig.StartAsync();
        await rig.UntilAsync(other[0], DeliveryStatus.Sent);
        Assert.Equal(100, await rig.CountAsync(DeliveryStatus.Queued));

        // No signal but the clock: the worker looks again when the exclusion ends.
        var released = rig.UntilAsync(async () => await rig.CountAsync(DeliveryStatus.Sent) == 101);
        while (!released.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }
        await released;
        Assert.True(time.GetUtcNow() >= door.Until);
    }

    [Fact]
    public async Task What_is_not_admitted_goes_back_without_a_try_and_permits_are_given_back()
    {
        var gate = new Turnstile();
        await using var rig = await DeliveryRig.OpenAsync(services: services =>
        {
            services.AddSingleton<IAdmission>(gate);
            services.AddSingleton<IOutcomeObserver>(gate);
        });
        await rig.CredentialAsync(ProviderKind.Apns);
        var id = await rig.SendAsync(await rig.DeviceAsync());
        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Equal((1, 2, 0, 1), (sent.Attempts, gate.Asked, gate.Inside, gate.Seen));
    }

    [Fact]
    public async Task A_device_that_is_over_its_limit_waits_and_another_does_not()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var (slow, other) = (await rig.DeviceAsync(), await rig.DeviceAsync());
        var until = time.GetUtcNow().AddSeconds(30);
        await rig.Gate.WriteAsync(session => session.Prepare("update devices set slow_until = @until where id = @id").Bind(until, slow.Id).ExecuteAsync());
        var waits = await rig.SendAsync(slow);
        await rig.UntilAsync(await rig.SendAsync(other), DeliveryStatus.Sent);
        var delayed = await rig.UntilAsync(waits, DeliveryStatus.Delayed);
        Assert.Equal((DeliveryReason.DeviceSlow, until, 0), (delayed.Reason, delayed.DueAt, delayed.Attempts));
        time.Advance(TimeSpan.FromSeconds(30));
        rig.Wake();
        await rig.UntilAsync(waits, DeliveryStatus.Sent);
    }

    /// <summary>Keeps one project out until a time.</summary>
    private sealed class Door : IClaimFilter
    {
        public required DateTimeOffset Until { get; init; }

        public ClaimAllowance Allow(ProviderKind provider, long projectId, DateTimeOffset now) =>
            projectId == Big && now < Until ? new ClaimAllowance(0, Until) : ClaimAllowance.Any;
    }

    /// <summary>Turns the first one away, then counts who is inside.</summary>
    private sealed class Turnstile : IAdmission, IOutcomeObserver
    {
        public int Asked;
        public int Inside;
        public int Seen;

        public ValueTask<Admission> AskAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel)
        {
            if (Interlocked.Increment(ref Asked) == 1)
            {
                return new(new Admission(now.AddMilliseconds(50), DeliveryReason.ProviderTrouble, null));
            }
            Interlocked.Increment(ref Inside);
            return new(new Admission(null, DeliveryReason.None, new Permit(this)));
        }

        public void Answered(ClaimedDelivery delivery, NotifyHub.Pipeline.Channels.ChannelAnswer answer, DateTimeOffset at) => Interlocked.Increment(ref Seen);

        private sealed class Permit(Turnstile gate) : IDisposable
        {
            public void Dispose() => Interlocked.Decrement(ref gate.Inside);
        }
    }
}

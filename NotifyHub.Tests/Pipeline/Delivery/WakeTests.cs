using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Data.Sqlite;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

public class WakeTests
{
    [Fact]
    public async Task A_scheduled_send_waits_for_its_time_and_then_goes_without_being_asked()
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        var device = await rig.DeviceAsync();
        var due = time.GetUtcNow().AddMinutes(10);
        var id = (await rig.StoreAsync([device], sendAt: due))[0];

        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        // Another send shows that the worker looked at the queue at this time and left the scheduled one alone.
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        Assert.Equal(DeliveryStatus.Scheduled, (await rig.DeliveryAsync(id)).Status);

        var sent = rig.UntilAsync(id, DeliveryStatus.Sent);
        while (!sent.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        Assert.True((await sent).SentAt >= due);
    }

    [Fact]
    public async Task A_scheduled_send_is_on_time_by_the_real_clock()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        await rig.CredentialAsync(ProviderKind.Apns);
        var due = DateTimeOffset.FromUnixTimeMilliseconds(rig.Time.GetUtcNow().AddMilliseconds(700).ToUnixTimeMilliseconds());
        var id = (await rig.StoreAsync([await rig.DeviceAsync()], sendAt: due))[0];
        rig.Wake();
        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.InRange(sent.SentAt!.Value - due, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    // Where nodes share a database each looks once a second, in case another's word did not reach it.
    [Fact]
    [Trait("Engine", "sqlite")]
    public async Task While_nothing_is_due_the_database_is_left_alone()
    {
        var time = new ManualTime();
        Counters? counters = null;
        await using var rig = await DeliveryRig.OpenAsync(time, services: services =>
        {
            services.AddSingleton<HubEngine>(provider => new CountingEngine(provider.GetRequiredService<HubStore>().Engine, counters = new Counters()));
        });
        await rig.CredentialAsync(ProviderKind.Apns);
        await rig.StoreAsync([await rig.DeviceAsync()], sendAt: time.GetUtcNow().AddHours(1));
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync()), DeliveryStatus.Sent);
        await counters!.QuietAsync();
        var before = counters.Value;

        for (var second = 0; second < 25; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }
        await counters.QuietAsync();

        Assert.Equal(before, counters.Value);
    }

    private sealed class Counters
    {
        private int _value;
        public int Value => Volatile.Read(ref _value);
        public void Count() => Interlocked.Increment(ref _value);

        /// <summary>Returns once no statement began for a while.</summary>
        public async Task QuietAsync()
        {
            // Quiet gives no signal: it is counts alike with real time between them, on a busy machine more than two.
            for (var (last, alike) = (-1, 0); alike < 5; alike = last == Value ? alike + 1 : 0)
            {
                last = Value;
                await Task.Delay(200);
            }
        }
    }

    /// <summary>Counts readers and claims.</summary>
    private sealed class CountingEngine(HubEngine inner, Counters counters) : HubEngine
    {
        public override string Describe() => inner.Describe();
        public override string NowSql => inner.NowSql;
        public override bool OwnedByOneProcess => inner.OwnedByOneProcess;
        public override string Like => inner.Like;
        public override JsonSql Json => inner.Json;
        public override string Aside(string column) => inner.Aside(column);
        public override string By(string index) => inner.By(index);
        public override DbContextOptions<HubDb> ContextOptions(DbConnection? connection) => inner.ContextOptions(connection);
        internal override DbConnection NewReader() => inner.NewReader();
        public override Task MigrateAsync(CancellationToken cancel) => inner.MigrateAsync(cancel);

        public override string ClaimSql
        {
            get
            {
                counters.Count();
                return inner.ClaimSql;
            }
        }

        public override ValueTask<DbConnection> OpenReadAsync(CancellationToken cancel = default)
        {
            counters.Count();
            return inner.OpenReadAsync(cancel);
        }
    }
}

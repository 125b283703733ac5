using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Devices;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>What each answer of a vendor does to the rows.</summary>
public class OutcomeEffectTests
{
    private static async Task<(DeliveryRig Rig, Device Device, ManualTime Time)> OpenAsync()
    {
        var time = new ManualTime();
        var rig = await DeliveryRig.OpenAsync(time);
        await rig.CredentialAsync(ProviderKind.Apns);
        return (rig, await rig.DeviceAsync(), time);
    }

    private static Task<Device> DeviceOf(DeliveryRig rig, long id) => rig.ReadAsync(db => db.Devices.AsNoTracking().SingleAsync(d => d.Id == id));

    [Fact]
    public async Task A_dead_token_retires_its_device_with_the_vendors_word_and_ends_the_delivery()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.TokenDead) { Status = 410, Code = "Unregistered" });

        var delivery = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Failed);

        Assert.Equal((DeliveryReason.TokenDead, "Unregistered"), (delivery.Reason, delivery.Error));
        var retired = await DeviceOf(rig, device.Id);
        Assert.Equal((DeviceStatus.Retired, "Unregistered"), (retired.Status, retired.RetiredReason));
    }

    [Fact]
    public async Task A_retired_device_gets_nothing_more()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.TokenDead) { Status = 410, Code = "Unregistered" });
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Failed);

        var next = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Suppressed);

        Assert.Equal(DeliveryReason.DeviceRetired, next.Reason);
        Assert.Single(rig.Apns.Calls);
    }

    [Fact]
    public async Task A_token_that_was_registered_anew_during_the_call_is_not_retired_and_the_message_goes_to_the_new_one()
    {
        var (rig, device, time) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Answer = async (_, _) =>
        {
            if (rig.Apns.Calls.Count > 1)
            {
                return new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 };
            }
            time.Advance(TimeSpan.FromSeconds(1));
            await rig.Gate.WriteAsync(ProjectScope.Of(device.ProjectId), async (db, _) => (await db.Devices.SingleAsync(d => d.Id == device.Id)).RegisteredAt = time.GetUtcNow());
            return new ProviderOutcome(OutcomeKind.TokenDead) { Status = 410, Code = "Unregistered" };
        };
        var id = await rig.SendAsync(device);
        await rig.UntilAsync(id, d => d.Attempts == 1);
        rig.Wake();
        await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Equal(DeviceStatus.Active, (await DeviceOf(rig, device.Id)).Status);
        Assert.Equal(["TokenDead", "Accepted"], (await rig.AttemptsAsync(id)).Select(a => a.Outcome));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task However_registrations_and_reports_of_death_cross_no_new_token_is_retired_for_an_old_one(int? deadForSeconds)
    {
        var time = new ManualTime();
        await using var rig = await DeliveryRig.OpenAsync(time, services: services => services.AddEgress(new ConfigurationBuilder().Build()));
        await rig.CredentialAsync(ProviderKind.Apns);
        var old = new List<Device>();
        for (var i = 0; i < 12; i++)
        {
            old.Add(await rig.DeviceAsync());
        }
        var tokens = old.ToDictionary(device => $"token-{device.Id}", device => device.Id);
        var dead = new ProviderOutcome(OutcomeKind.TokenDead) { Status = 410, Code = "Unregistered", TokenDeadSince = deadForSeconds is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null };
        var reports = new TaskCompletionSource();
        rig.Apns.Answer = async (call, cancel) =>
        {
            if (!tokens.ContainsKey(call.Target.Token))
            {
                return new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 };
            }
            await reports.Task.WaitAsync(cancel);
            return dead;
        };
        var ids = await rig.StoreAsync(old);
        rig.Wake();
        foreach (var _ in old)
        {
            Assert.True(await rig.Apns.Called.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        // The app registers a new token while the vendor's word about the old one is on its way: half before, half beside.
        time.Advance(TimeSpan.FromSeconds(1));
        var registry = rig.Services.GetRequiredService<DeviceRegistry>();
        async Task RegisterAsync(Device device) => Assert.Equal(device.Id, (await registry.RegisterAsync(DeliveryRig.ProjectId, new DeviceRegistration
        {
            Provider = "apns", Token = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), Replaces = RowId.Format(RowId.Device, device.Id),
        })).Id);
        await Task.WhenAll(old.Take(6).Select(RegisterAsync));
        reports.SetResult();
        await Task.WhenAll(old.Skip(6).Select(RegisterAsync));

        await rig.UntilAsync(async () =>
        {
            rig.Wake();
            return await rig.ReadAsync(db => db.Deliveries.CountAsync(d => ids.Contains(d.Id) && (d.Status == DeliveryStatus.Sent || d.Status == DeliveryStatus.Failed))) == 12;
        });
        Assert.Equal(12, await rig.ReadAsync(db => db.Devices.CountAsync(d => d.Status == DeviceStatus.Active && d.RegisteredAt == time.GetUtcNow())));
        foreach (var id in ids.Take(6))
        {
            Assert.Equal(DeliveryStatus.Sent, (await rig.DeliveryAsync(id)).Status);
        }
    }

    [Fact]
    public async Task Bad_content_ends_the_delivery_and_keeps_the_token()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.ContentBad) { Status = 413, Code = "PayloadTooLarge" });
        var delivery = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Failed);
        Assert.Equal(DeliveryReason.ContentBad, delivery.Reason);
        Assert.Equal(DeviceStatus.Active, (await DeviceOf(rig, device.Id)).Status);
    }

    [Fact]
    public async Task A_refused_credential_is_paused_and_its_deliveries_wait_without_using_a_try()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.CredentialBad) { Status = 403, Code = "InvalidProviderToken" });
        var first = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Held);
        Assert.Equal((DeliveryReason.CredentialPaused, 0), (first.Reason, first.Attempts));
        Assert.Equal("InvalidProviderToken", await rig.ReadAsync(db => db.Credentials.Select(c => c.PauseReason).SingleAsync()));

        var second = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Held);
        Assert.Equal(DeliveryReason.CredentialPaused, second.Reason);
        Assert.Single(rig.Apns.Calls);
        var alert = await rig.ReadAsync(db => db.Alerts.AsNoTracking().SingleAsync());
        Assert.Equal((AlertKind.CredentialTrouble, "apns", null), (alert.Kind, alert.Subject, alert.ResolvedAt));
        Assert.Contains("InvalidProviderToken", alert.Detail);
    }

    [Fact]
    public async Task A_push_service_that_refuses_a_working_vapid_key_delays_its_own_subscription_only()
    {
        var (rig, _, _) = await OpenAsync();
        await using var _1 = rig;
        await rig.CredentialAsync(ProviderKind.WebPush);
        var browsers = rig.Vendors[ProviderKind.WebPush];
        browsers.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 201 });
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.WebPush)), DeliveryStatus.Sent);

        browsers.Always(new ProviderOutcome(OutcomeKind.CredentialBad) { Status = 403, Code = "http_403" });
        var refused = await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.WebPush)), DeliveryStatus.Retrying);
        Assert.Equal("http_403", refused.Error);
        Assert.Null(await rig.ReadAsync(db => db.Credentials.Where(c => c.Provider == ProviderKind.WebPush).Select(c => c.PausedAt).SingleAsync()));
    }

    [Fact]
    public async Task A_vapid_key_that_never_worked_is_paused_when_it_is_refused()
    {
        var (rig, _, _) = await OpenAsync();
        await using var _1 = rig;
        await rig.CredentialAsync(ProviderKind.WebPush);
        rig.Vendors[ProviderKind.WebPush].Always(new ProviderOutcome(OutcomeKind.CredentialBad) { Status = 403, Code = "http_403" });
        await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync(ProviderKind.WebPush)), DeliveryStatus.Held);
        Assert.NotNull(await rig.ReadAsync(db => db.Credentials.Where(c => c.Provider == ProviderKind.WebPush).Select(c => c.PausedAt).SingleAsync()));
    }

    [Fact]
    public async Task Held_deliveries_go_out_as_soon_as_the_credential_works_again()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.CredentialBad) { Status = 403 });
        var id = await rig.SendAsync(device);
        await rig.UntilAsync(id, DeliveryStatus.Held);

        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.Gate.WriteAsync(ProjectScope.Of(DeliveryRig.ProjectId), async (db, session) =>
        {
            (await db.Credentials.SingleAsync()).PausedAt = null;
            session.Changed(DeliveryRig.ProjectId, NotifyHub.Data.HubTables.Credentials);
            return 0;
        });

        await rig.UntilAsync(id, DeliveryStatus.Sent);
    }

    [Fact]
    public async Task Without_a_credential_the_delivery_ends_suppressed_in_words()
    {
        await using var rig = await DeliveryRig.OpenAsync();
        var delivery = await rig.UntilAsync(await rig.SendAsync(await rig.DeviceAsync()), DeliveryStatus.Suppressed);
        Assert.Equal((DeliveryReason.ChannelNotConfigured, 0), (delivery.Reason, delivery.Attempts));
        Assert.Empty(rig.Apns.Calls);
    }

    [Fact]
    public async Task A_retry_after_is_kept_to_the_millisecond_and_the_next_try_comes_at_that_time()
    {
        var (rig, device, time) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Retry) { Status = 429, Code = "TooManyRequests", RetryAfter = TimeSpan.FromSeconds(37) });
        var start = time.GetUtcNow();
        var id = await rig.SendAsync(device);
        var retrying = await rig.UntilAsync(id, DeliveryStatus.Retrying);
        Assert.Equal((start.AddSeconds(37), DeliveryReason.ProviderTrouble, 1), (retrying.DueAt, retrying.Reason, retrying.Attempts));
        Assert.Equal(37_000, (await rig.AttemptsAsync(id)).Single().RetryInMs);

        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        time.Advance(TimeSpan.FromSeconds(37));
        rig.Wake();
        var sent = await rig.UntilAsync(id, DeliveryStatus.Sent);
        Assert.Equal((2, DeliveryReason.None, (string?)null), (sent.Attempts, sent.Reason, sent.Error));
        Assert.Equal([1, 2], (await rig.AttemptsAsync(id)).Select(a => a.Number));
    }

    [Fact]
    public async Task A_lost_answer_marks_the_delivery_as_perhaps_doubled()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Retry) { Code = "timeout", MaybeDelivered = true });
        Assert.True((await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying)).MaybeDuplicate);
    }

    [Fact]
    public async Task What_a_call_learned_about_the_environment_is_kept_on_the_device()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200, LearnedEnvironment = "sandbox" });
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
        Assert.Equal("sandbox", (await DeviceOf(rig, device.Id)).Environment);
    }

    [Fact]
    public async Task A_fault_of_our_own_costs_a_try_and_stops_nobody_else()
    {
        var (rig, device, _) = await OpenAsync();
        await using var _1 = rig;
        rig.Apns.Answer = (_, _) => throw new InvalidOperationException("a bug");
        var broken = await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Retrying);
        Assert.Equal(("internal_error", 1), (broken.Error, broken.Attempts));
        rig.Apns.Always(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200 });
        await rig.UntilAsync(await rig.SendAsync(device), DeliveryStatus.Sent);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Sandbox;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Explain;

/// <summary>A dry run stores nothing and says what dispatch then does.</summary>
public sealed class ExplainTests(HubFixture hub) : IClassFixture<HubFixture>
{
    public static TheoryData<string, string, string, string?, string> States => new()
    {
        // It goes to the vendor, whose twin knows no such phone.
        { "in order", "", "send", null, "failed" },
        { "retired", "status = 2", "suppress", "DeviceRetired", "suppressed" },
        { "quarantined", "status = 3", "hold", "TokenQuarantined", "held" },
        { "silent for long", "last_seen_at = 1000", "suppress", "StaleToken", "suppressed" },
        { "muted", "permission = 'denied'", "suppress", "DeviceMuted", "suppressed" },
        { "asked to be slow", "slow_until = 4102444800000", "delayUntil", "DeviceSlow", "delayed" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task What_is_explained_is_what_dispatch_does(string state, string change, string decision, string? reason, string status)
    {
        await CredentialAsync(ProviderKind.Apns);
        var device = await DeviceAsync("apns", change);
        var before = await CountAsync();
        var send = new JsonObject { ["to"] = device, ["title"] = state, ["dryRun"] = true };

        var dry = await hub.Client.SendAsync(send, idempotencyKey: $"dry-{state}");
        var asked = await hub.Client.PostAsync("/v1/notifications/explain", new JsonObject { ["to"] = device, ["title"] = state });

        Assert.Equal(HttpStatusCode.OK, dry.Status);
        Assert.Equal(before, await CountAsync());
        Assert.Equal(Trace(dry).ToJsonString(), Trace(asked).ToJsonString());
        Assert.Equal((decision, reason), (Trace(dry)["decision"]!.GetValue<string>(), Trace(dry)["reason"]?.GetValue<string>()));
        Assert.Equal("mobile_push", dry.Json["people"]![0]!["channels"]![0]!["channel"]!.GetValue<string>());

        send.Remove("dryRun");
        var sent = await hub.Client.SendAsync(send, idempotencyKey: $"dry-{state}");
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        var ticket = sent.Json["tickets"]![0]!["id"]!.GetValue<string>();
        var settled = await SettledAsync(ticket, status);
        Assert.Equal(reason ?? "TokenDead", settled.Json["reason"]?.GetValue<string>());

        var why = await hub.Client.ReadAsync($"/v1/deliveries/{ticket}/why");
        Assert.Equal((decision, reason), (why.Json["taken"]!["decision"]!.GetValue<string>(), why.Json["taken"]!["reason"]?.GetValue<string>()));
        Assert.Equal(status is "held" or "delayed", why.Json["now"] is not null);
    }

    [Fact]
    public async Task Without_an_account_and_with_a_resting_vendor_the_trace_says_so()
    {
        var nobody = await DeviceAsync("mipush", "");
        Assert.Equal("ChannelNotConfigured", Trace(await ExplainAsync(nobody))["reason"]!.GetValue<string>());

        await CredentialAsync(ProviderKind.Fcm);
        var device = await DeviceAsync("fcm", "");
        var guard = hub.Hub.Services.GetRequiredService<SendingGuard>();
        var until = DateTimeOffset.UtcNow.AddHours(1);
        guard.Apply(new ProviderState { ProjectId = hub.Hub.ProjectId, Provider = ProviderKind.Fcm, QuarantinedUntil = until, FailuresInRow = 5 });
        var trace = Trace(await ExplainAsync(device));
        guard.Apply(new ProviderState { ProjectId = hub.Hub.ProjectId, Provider = ProviderKind.Fcm });

        Assert.Equal(("wait", "ProviderResting"), (trace["decision"]!.GetValue<string>(), trace["reason"]!.GetValue<string>()));
        Assert.Equal("send", Trace(await ExplainAsync(device))["decision"]!.GetValue<string>());
    }

    [Fact]
    public async Task Every_rule_is_told_and_each_that_must_change_is_named()
    {
        var device = await DeviceAsync("huawei", "status = 2");
        var trace = Trace(await hub.Client.PostAsync("/v1/notifications/explain", new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") }));
        Assert.Equal(24, trace["steps"]!.AsArray().Count);
        Assert.Equal("delayUntil", trace["decision"]!.GetValue<string>());
        Assert.Equal(["time", "deviceRegistered", "account"], trace["changes"]!.AsArray().Select(c => c!["rule"]!.GetValue<string>()));
        Assert.Equal("wouldStop", trace["steps"]!.AsArray().Single(s => s!["rule"]!.GetValue<string>() == "account")!["verdict"]!.GetValue<string>());
    }

    [Fact]
    public async Task Devices_stand_under_their_person_and_channel()
    {
        var person = Guid.NewGuid().ToString("n");
        var (phone, browser, stranger) = (await DeviceAsync("apns", $"user_id = '{person}'"), await DeviceAsync("webpush", $"user_id = '{person}'"), await DeviceAsync("apns", ""));
        var answer = await hub.Client.PostAsync("/v1/notifications/explain", new JsonObject { ["to"] = new JsonArray(phone, browser, stranger), ["title"] = "x" });
        Assert.Equal((3, 3), (answer.Json["recipients"]!.GetValue<int>(), answer.Json["explained"]!.GetValue<int>()));
        var people = answer.Json["people"]!.AsArray();
        Assert.Equal([person, null], people.Select(p => p!["userId"]?.GetValue<string>()));
        Assert.Equal(["mobile_push", "web_push"], people[0]!["channels"]!.AsArray().Select(c => c!["channel"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_would_be_refused_is_refused()
    {
        var device = await DeviceAsync("apns", "");
        Assert.Equal("validation_failed", (await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["dryRun"] = true })).Code);
        Assert.Equal("unknown_device", (await hub.Client.SendAsync(new JsonObject { ["to"] = "dev_0000000000001", ["title"] = "x", ["dryRun"] = true })).Code);
    }

    [Fact]
    public async Task A_timeline_tells_the_way_in_order_and_pages_by_delivery()
    {
        await CredentialAsync(ProviderKind.Apns);
        var devices = new[] { await DeviceAsync("apns", ""), await DeviceAsync("apns", "status = 2"), await DeviceAsync("apns", "permission = 'denied'") };
        var sent = await hub.Client.SendAsync(new JsonObject { ["to"] = new JsonArray([.. devices.Select(d => (JsonNode)d)]), ["title"] = "x" });
        var tickets = sent.Json["tickets"]!.AsArray().Select(t => t!["id"]!.GetValue<string>()).ToList();
        await SettledAsync(tickets[0], "failed");
        await SettledAsync(tickets[2], "suppressed");
        var path = $"/v1/notifications/{sent.Json["notificationId"]}/timeline";

        var whole = (await hub.Client.ReadAsync(path)).Json;
        Assert.Null(whole["nextCursor"]);
        var events = whole["items"]!.AsArray();
        Assert.Equal(events.Select(e => e!["at"]!.GetValue<string>()).Order(StringComparer.Ordinal), events.Select(e => e!["at"]!.GetValue<string>()));
        Assert.Equal(["accepted"], Of(null));
        Assert.Equal(["fannedOut", "policy", "attempt", "settled"], Of(tickets[0]));
        Assert.Equal(["fannedOut", "policy", "settled"], Of(tickets[1]));
        Assert.Equal(["fannedOut", "policy", "settled"], Of(tickets[2]));
        Assert.Equal("DeviceMuted", events.Last(e => e!["delivery"]?.GetValue<string>() == tickets[2])!["reason"]!.GetValue<string>());

        var (seen, cursor) = (0, "");
        do
        {
            var page = (await hub.Client.ReadAsync($"{path}?limit=1{cursor}")).Json;
            seen += page["items"]!.AsArray().Count;
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        Assert.Equal(events.Count, seen);

        List<string> Of(string? ticket) => [.. events.Where(e => e!["delivery"]?.GetValue<string>() == ticket).Select(e => e!["event"]!.GetValue<string>())];
    }

    private static JsonNode Trace(ApiAnswer answer) => answer.Json["people"]![0]!["channels"]![0]!["devices"]![0]!["trace"]!;

    private Task<ApiAnswer> ExplainAsync(string device) => hub.Client.PostAsync("/v1/notifications/explain", new JsonObject { ["to"] = device, ["title"] = "x" });

    private async Task<string> DeviceAsync(string provider, string change)
    {
        var device = await hub.Client.NewDeviceAsync(provider);
        if (change.Length > 0)
        {
            Assert.True(RowId.TryParse(RowId.Device, device, out var id));
            await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session =>
            {
                await session.Prepare($"update devices set {change} where id = @id").Bind(id).ExecuteAsync();
                session.Changed(hub.Hub.ProjectId, HubTables.Devices);
            });
        }
        return device;
    }

    private async Task CredentialAsync(ProviderKind provider)
    {
        await using var db = hub.Rows();
        if (!await db.Credentials.AnyAsync(c => c.Provider == provider && c.State == CredentialState.Active))
        {
            var (config, secret) = UploadForm.Of(hub.Hub.Sandbox.Credentials, provider.Wire());
            await hub.Hub.Services.GetRequiredService<CredentialVault>().StoreAsync(ProjectAdmin.System(hub.Hub.ProjectId), new NewCredential(provider, config, secret, Activate: true));
        }
    }

    private async Task<long> CountAsync()
    {
        await using var db = hub.Rows();
        return await db.Notifications.CountAsync() + await db.Deliveries.CountAsync() + await db.Idempotency.CountAsync();
    }

    // Looks at each commit until the delivery has come to this state.
    private async Task<ApiAnswer> SettledAsync(string ticket, string status)
    {
        var feed = hub.Hub.Services.GetRequiredService<ChangeFeed>();
        using var moved = new SemaphoreSlim(1);
        void Look(HubChange change) => moved.Release();
        feed.Changed += Look;
        try
        {
            while (await moved.WaitAsync(TimeSpan.FromSeconds(60)))
            {
                var receipt = await hub.Client.ReadAsync($"/v1/push/receipts/{ticket}");
                if (receipt.Json["status"]!.GetValue<string>() == status)
                {
                    return receipt;
                }
            }
            throw new TimeoutException($"{ticket} did not come to {status}: {(await hub.Client.ReadAsync($"/v1/push/receipts/{ticket}")).Text}");
        }
        finally
        {
            feed.Changed -= Look;
        }
    }
}

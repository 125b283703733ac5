using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Pipeline.Feedback.Receipts;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Clients;

/// <summary>expo-server-sdk as its authors publish it, told nothing but our address and a server key: the promise "change the base URL" kept.</summary>
public sealed class ExpoSdkTests : IAsyncLifetime
{
    private const int Messages = 1000;
    private TestHub _hub = null!;
    private NodePackage _sdk = null!;

    public async Task InitializeAsync()
    {
        _sdk = await NodePackage.InstallAsync("expo");
        _hub = await TestHub.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["NotifyHub:Limits:DevicePerMinute"] = "1000000" });
        // A newcomer's rates are low by purpose; what is tested is the SDK.
        using var fast = await _hub.Client.PutAsJsonAsync("/v1/projects/current/push/settings", new { limit = new { capacity = 100_000, perSecond = 100_000 } });
        Assert.True(fast.IsSuccessStatusCode, await fast.Content.ReadAsStringAsync());
        var vault = _hub.Services.GetRequiredService<CredentialVault>();
        foreach (var (provider, config, secret) in new (ProviderKind, object, object)[]
        {
            (ProviderKind.Apns, new { keyId = SandboxCredentials.KeyId, teamId = SandboxCredentials.TeamId, bundleId = SandboxCredentials.BundleId, environment = "sandbox" }, new { p8 = _hub.Sandbox.Credentials.P8 }),
            (ProviderKind.Fcm, new { }, new { serviceAccountJson = _hub.Sandbox.Credentials.ServiceAccountJson() }),
            (ProviderKind.Expo, new { }, new { accessToken = _hub.Sandbox.Credentials.ExpoAccessToken }),
        })
        {
            await vault.StoreAsync(ProjectAdmin.System(_hub.ProjectId), new NewCredential(provider, JsonSerializer.Serialize(config), JsonSerializer.Serialize(secret), Activate: true));
        }
        _hub.Sandbox.Phones.DefaultHub = new HubLink(_hub.Url, await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Its_own_batch_of_a_thousand_messages_and_their_receipts_passes()
    {
        var phones = await PhonesAsync(PhonePlatform.Ios, PhonePlatform.Android, PhonePlatform.Expo, PhonePlatform.Android, PhonePlatform.Ios);
        var messages = new JsonArray([.. Enumerable.Range(0, Messages).Select(i => (JsonNode)new JsonObject
        {
            ["to"] = TokenOf(phones[i % phones.Count]), ["title"] = $"Message {i}", ["body"] = new string('x', 100), ["data"] = new JsonObject { ["n"] = i }, ["sound"] = "default",
            ["priority"] = "high", ["badge"] = i % 7, ["ttl"] = 3600, ["channelId"] = "default", ["interruptionLevel"] = "active",
        })]);

        var sent = await RunAsync("send", messages);

        Assert.Null(sent["error"]);
        Assert.Equal(Enumerable.Repeat(100, 10), sent["chunks"]!.AsArray().Select(size => size!.GetValue<int>()));
        var ids = sent["tickets"]!.AsArray().Select(ticket => ticket!["status"]!.GetValue<string>() == "ok" ? ticket["id"]!.GetValue<string>() : ticket.ToJsonString()).ToList();
        Assert.All(ids, id => Assert.StartsWith("dlv_", id, StringComparison.Ordinal));
        Assert.Equal(Messages, ids.Distinct(StringComparer.Ordinal).Count());

        await UntilSentAsync();
        await AskRelayAsync();
        var told = await RunAsync("receipts", new JsonArray([.. ids.Select(id => (JsonNode)id)]));

        Assert.Null(told["error"]);
        Assert.Equal([300, 300, 300, 100], told["chunks"]!.AsArray().Select(size => size!.GetValue<int>()));
        var receipts = told["receipts"]!.AsObject();
        Assert.Equal(ids.Order(StringComparer.Ordinal), receipts.Select(receipt => receipt.Key).Order(StringComparer.Ordinal));
        Assert.All(receipts, receipt => Assert.Equal("""{"status":"ok"}""", receipt.Value!.ToJsonString()));
        // The phones have them: all that a phone shows of the last, and each exactly once.
        Assert.Equal(Messages, phones.Sum(phone => phone.Messages.Count));
    }

    [Fact]
    public async Task It_understands_what_is_refused()
    {
        var phone = (await PhonesAsync(PhonePlatform.Ios))[0];
        var tooMany = await RunAsync("raw", new JsonArray([.. Enumerable.Range(0, 101).Select(_ => (JsonNode)new JsonObject { ["to"] = TokenOf(phone), ["title"] = "x" })]));
        Assert.Equal(("PUSH_TOO_MANY_NOTIFICATIONS", 400), (tooMany["code"]!.GetValue<string>(), tooMany["statusCode"]!.GetValue<int>()));
        var wrong = await RunAsync("raw", new JsonArray(new JsonObject { ["to"] = TokenOf(phone), ["title"] = 1 }));
        Assert.Equal(("VALIDATION_ERROR", "\"[0].title\": 0/title must be a string."), (wrong["code"]!.GetValue<string>(), wrong["error"]!.GetValue<string>()));
        var nobody = await RunAsync("raw", new JsonArray(new JsonObject { ["to"] = "ExponentPushToken[nobody]", ["title"] = "x" }));
        Assert.Equal("DeviceNotRegistered", nobody["tickets"]![0]!["details"]!["error"]!.GetValue<string>());
        var stranger = await RunAsync("raw", new JsonArray(new JsonObject { ["to"] = TokenOf(phone), ["title"] = "x" }), key: "nhs_nonsense");
        Assert.Equal(("UNAUTHORIZED", 401), (stranger["code"]!.GetValue<string>(), stranger["statusCode"]!.GetValue<int>()));
    }

    private async Task<JsonObject> RunAsync(string deed, JsonNode input, string? key = null) => JsonNode.Parse(await _sdk.RunAsync("batch.mjs", [deed], input.ToJsonString(), new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["EXPO_BASE_URL"] = _hub.Url.ToString().TrimEnd('/'),
        ["NOTIFYHUB_KEY"] = key ?? _hub.ServerKey,
    }))!.AsObject();

    // An app built with Expo has Expo's own token; any other device is named by its id.
    private static string TokenOf(Phone phone) => phone.Platform == PhonePlatform.Expo ? phone.Token : $"ExponentPushToken[{phone.DeviceId}]";

    private async Task<List<Phone>> PhonesAsync(params PhonePlatform[] platforms)
    {
        var phones = platforms.Select((platform, i) => _hub.Sandbox.Phones.Add(new PhoneSpec(platform, $"{platform} {i}") { RegistersItself = true })).ToList();
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(Phone? _)
        {
            if (phones.TrueForAll(phone => phone.DeviceId is not null))
            {
                registered.TrySetResult();
            }
        }
        _hub.Sandbox.Phones.Changed += Look;
        Look(null);
        await registered.Task.WaitAsync(TimeSpan.FromSeconds(60));
        _hub.Sandbox.Phones.Changed -= Look;
        return phones;
    }

    private async Task UntilSentAsync()
    {
        using var changed = new SemaphoreSlim(0);
        void Release(HubChange _) => changed.Release();
        var feed = _hub.Services.GetRequiredService<ChangeFeed>();
        feed.Changed += Release;
        while (await CountAsync("status <> 10") > 0)
        {
            Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(60)), "Deliveries stand still.");
        }
        feed.Changed -= Release;
    }

    // A quarter of an hour later the relay tells what became of what it took.
    private async Task AskRelayAsync()
    {
        await _hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session =>
            await session.Prepare("update deliveries set receipt_due_at = @now where receipt_due_at > @now").Bind(DateTimeOffset.UtcNow.AddSeconds(-1)).ExecuteAsync());
        await _hub.Services.GetRequiredService<ReceiptPollJob>().RunAsync(CancellationToken.None);
        Assert.Equal(0, await CountAsync("receipt = 1"));
    }

    private async Task<long> CountAsync(string condition)
    {
        await using var connection = await _hub.Services.GetRequiredService<HubEngine>().OpenReadAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from deliveries where {condition}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

using System.Net;
using System.Security.Cryptography;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

public sealed class ApnsTwinTests : IAsyncLifetime
{
    private SandboxHost _sandbox = null!;
    private ApnsCaller _apple = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup());
        _apple = new ApnsCaller(_sandbox);
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "Ana's iPhone"));
    }

    public async Task DisposeAsync()
    {
        _apple.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_push_in_order_is_taken_and_shows_on_the_phone()
    {
        const string Payload = """
            {"aps":{"alert":{"title":"Shipped","subtitle":"Order 42","body":"On its way"},"badge":3,"mutable-content":1},
             "notifyhub_msg_id":"dlv_1","notifyhub_attachment_url":"https://cdn.example.com/42.jpg",
             "notifyhub_actions":[{"id":"REPLY","title":"Reply","isTextInput":true},{"id":"NO","title":"No","isDestructive":true}]}
            """;
        var id = Guid.NewGuid().ToString();

        var answer = await _apple.SendAsync(_phone.Token, Payload, headers: ("apns-id", id));

        Assert.Equal((200, id), (answer.Status, answer.Header("apns-id")));
        var message = Assert.Single(_phone.Messages);
        Assert.Equal(("dlv_1", "Shipped", "Order 42", "On its way"), (message.Push.MsgId, message.Push.Title, message.Push.Subtitle, message.Push.Body));
        Assert.Equal("https://cdn.example.com/42.jpg", message.Push.ImageUrl);
        Assert.Equal([new PhoneAction("REPLY", "Reply", true), new PhoneAction("NO", "No", false, true)], message.Push.Actions);
        Assert.Equal((3, 1, PhoneMessageState.Shown), (_phone.Badge, _phone.Unread, message.State));
        var arrival = Assert.Single(_sandbox.Arrivals.Newest());
        Assert.Equal(("apns", "dlv_1", 200, id), (arrival.Vendor, arrival.MsgId, arrival.Status, arrival.WireId));
    }

    [Fact]
    public async Task A_silent_push_wakes_the_app_and_shows_nothing()
    {
        var answer = await _apple.SendAsync(_phone.Token, """{"aps":{"content-available":1}}""", headers: [("apns-push-type", "background"), ("apns-priority", "5")]);

        Assert.Equal(200, answer.Status);
        Assert.Equal((0, PhoneMessageState.Received), (_phone.Unread, Assert.Single(_phone.Messages).State));
    }

    [Theory]
    [InlineData("apns-topic", null, "MissingTopic")]
    [InlineData("apns-topic", "com.example.stranger", "BadTopic")]
    [InlineData("apns-push-type", "loud", "InvalidPushType")]
    [InlineData("apns-priority", "7", "BadPriority")]
    [InlineData("apns-expiration", "tomorrow", "BadExpirationDate")]
    [InlineData("apns-id", "42", "BadMessageId")]
    [InlineData("apns-collapse-id", "12345678901234567890123456789012345678901234567890123456789012345", "BadCollapseId")]
    public async Task A_header_at_fault_is_named_in_Apples_words(string header, string? value, string reason)
    {
        var answer = await _apple.SendAsync(_phone.Token, headers: (header, value));

        Assert.Equal((400, reason), (answer.Status, answer.Reason));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task A_background_push_may_not_have_priority_10() =>
        Assert.Equal("BadPriority", (await _apple.SendAsync(_phone.Token, headers: ("apns-push-type", "background"))).Reason);

    [Fact]
    public async Task Provider_tokens_are_checked_as_Apple_does()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal((403, "MissingProviderToken"), await Reason(null));
        Assert.Equal((403, "InvalidProviderToken"), await Reason("bearer x.y.z"));
        Assert.Equal((403, "InvalidProviderToken"), await Reason(_apple.Bearer(keyId: "UNKNOWNKEY")));
        Assert.Equal((403, "InvalidProviderToken"), await Reason(_apple.Bearer(team: "OTHERTEAM1")));
        Assert.Equal((403, "InvalidProviderToken"), await Reason(_apple.Bearer(pem: stranger.ExportPkcs8PrivateKeyPem())));
        Assert.Equal((403, "ExpiredProviderToken"), await Reason(_apple.Bearer(age: TimeSpan.FromMinutes(61))));
        Assert.Empty(_phone.Messages);

        async Task<(int, string?)> Reason(string? authorization)
        {
            var answer = await _apple.SendAsync(_phone.Token, authorization: authorization);
            return (answer.Status, answer.Reason);
        }
    }

    [Fact]
    public async Task A_token_of_one_environment_is_bad_in_the_other()
    {
        var live = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "Live") { Environment = "production" });

        Assert.Equal((400, "BadDeviceToken"), Of(await _apple.SendAsync(_phone.Token, environment: "production")));
        Assert.Equal((400, "BadDeviceToken"), Of(await _apple.SendAsync(live.Token, environment: "sandbox")));
        Assert.Equal((200, null), Of(await _apple.SendAsync(live.Token, environment: "production")));
    }

    [Fact]
    public async Task Unknown_and_missing_tokens_and_paths_are_refused()
    {
        Assert.Equal((400, "BadDeviceToken"), Of(await _apple.SendAsync(new string('0', 64))));
        Assert.Equal((400, "MissingDeviceToken"), Of(await _apple.SendAsync("")));
        Assert.Equal((404, "BadPath"), Of(await _apple.SendAsync("x/y")));
        using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(_sandbox.Addresses.Http2, $"/sandbox/3/device/{_phone.Token}")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal((405, "MethodNotAllowed"), Of(await _apple.SendAsync(get)));
    }

    [Fact]
    public async Task A_token_of_another_app_is_not_for_this_topic()
    {
        var other = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Ios, "Other") { App = "com.example.other" });

        Assert.Equal((400, "DeviceTokenNotForTopic"), Of(await _apple.SendAsync(other.Token)));
    }

    [Fact]
    public async Task Payloads_are_measured_and_must_be_JSON()
    {
        Assert.Equal((200, null), Of(await _apple.SendAsync(_phone.Token, Padded(4096))));
        Assert.Equal((413, "PayloadTooLarge"), Of(await _apple.SendAsync(_phone.Token, Padded(4097))));
        Assert.Equal((400, "PayloadEmpty"), Of(await _apple.SendAsync(_phone.Token, "")));

        static string Padded(int bytes) => $$$"""{"aps":{"alert":"{{{new string('x', bytes - 21)}}}"} }""";
    }

    [Fact]
    public async Task After_the_app_is_removed_the_token_is_gone_since_then()
    {
        _phone.Uninstall();

        var answer = await _apple.SendAsync(_phone.Token);

        Assert.Equal((410, "Unregistered"), Of(answer));
        Assert.Equal(_phone.UninstalledAt!.Value.ToUnixTimeMilliseconds(), answer.Body.GetProperty("timestamp").GetInt64());
    }

    [Fact]
    public async Task The_twin_speaks_HTTP_2_only()
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(_sandbox.Addresses.Http, $"/sandbox/3/device/{_phone.Token}"), new StringContent(ApnsCaller.Alert));

        Assert.Equal(HttpStatusCode.HttpVersionNotSupported, answer.StatusCode);
    }

    private static (int, string?) Of(ApnsCaller.Answer answer) => (answer.Status, answer.Reason);
}

using System.Security.Cryptography;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

public sealed class FcmTwinTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private SandboxHost _sandbox = null!;
    private FcmCaller _google = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup(), clock: _clock);
        _google = new FcmCaller(_sandbox);
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Android, "Ben's Pixel"));
    }

    public async Task DisposeAsync()
    {
        _google.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_message_in_order_is_taken_and_shows_on_the_phone()
    {
        var answer = await _google.SendAsync($$$"""
            {"message":{"token":"{{{_phone.Token}}}","notification":{"title":"Shipped","body":"On its way","image":"https://cdn.example.com/42.jpg"},
             "data":{"notifyhub_msg_id":"dlv_2","notifyhub_actions":"[{\"id\":\"REPLY\",\"title\":\"Reply\",\"isTextInput\":true}]"},
             "android":{"priority":"HIGH","ttl":"3600s","collapse_key":"o","notification":{"channel_id":"orders","notification_priority":"PRIORITY_HIGH","tag":"o"} } } }
            """);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("projects/notifyhub-sandbox/messages/", answer.Body.GetProperty("name").GetString(), StringComparison.Ordinal);
        var push = Assert.Single(_phone.Messages).Push;
        Assert.Equal(("dlv_2", "Shipped", "On its way", "https://cdn.example.com/42.jpg"), (push.MsgId, push.Title, push.Body, push.ImageUrl));
        Assert.Equal([new PhoneAction("REPLY", "Reply", true)], push.Actions);
    }

    [Fact]
    public async Task A_data_message_shows_nothing()
    {
        await _google.SendAsync($$$"""{"message":{"token":"{{{_phone.Token}}}","data":{"k":"v"} } }""");

        Assert.Equal(PhoneMessageState.Received, Assert.Single(_phone.Messages).State);
    }

    [Fact]
    public async Task Validate_only_answers_and_delivers_nothing()
    {
        var answer = await _google.SendAsync($$$"""{"validate_only":true,"message":{"token":"{{{_phone.Token}}}","notification":{"title":"x"} } }""");

        Assert.Equal("projects/notifyhub-sandbox/messages/fake_message_id", answer.Body.GetProperty("name").GetString());
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task The_token_endpoint_checks_the_assertion()
    {
        using var stranger = RSA.Create(2048);

        var (status, body) = await _google.MintAsync();
        Assert.Equal((200, 3599, "Bearer"), (status, body.GetProperty("expires_in").GetInt32(), body.GetProperty("token_type").GetString()));
        Assert.Equal("invalid_grant", await Error(pem: stranger.ExportPkcs8PrivateKeyPem()));
        Assert.Equal("invalid_grant", await Error(issuer: "nobody@example.com"));
        Assert.Equal("invalid_grant", await Error(audience: "https://oauth2.googleapis.com/token"));
        Assert.Equal("invalid_grant", await Error(lifeSeconds: 7200));
        Assert.Equal("invalid_scope", await Error(scope: "https://www.googleapis.com/auth/drive"));

        async Task<string?> Error(string? issuer = null, string? audience = null, string? scope = null, int lifeSeconds = 3600, string? pem = null)
        {
            var (refused, why) = await _google.MintAsync(issuer, audience, scope, lifeSeconds, pem);
            Assert.Equal(400, refused);
            return why.GetProperty("error").GetString();
        }
    }

    [Fact]
    public async Task Callers_without_a_fresh_token_of_this_project_are_refused()
    {
        var message = $$$"""{"message":{"token":"{{{_phone.Token}}}"} }""";
        var token = (await _google.MintAsync()).Body.GetProperty("access_token").GetString();

        Assert.Equal((401, "UNAUTHENTICATED"), Of(await _google.SendAsync(message, bearer: null)));
        Assert.Equal((401, "UNAUTHENTICATED"), Of(await _google.SendAsync(message, bearer: "ya29.nonsense")));
        Assert.Equal((403, "PERMISSION_DENIED"), Of(await _google.SendAsync(message, token, project: "another")));
        _clock.Ahead = TimeSpan.FromHours(1);
        Assert.Equal((401, "UNAUTHENTICATED"), Of(await _google.SendAsync(message, token)));

        static (int, string?) Of(FcmCaller.Answer answer) => (answer.Status, answer.Word);
    }

    [Fact]
    public async Task Tokens_that_are_bad_dead_or_another_projects_are_told_apart()
    {
        var stranger = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Android, "Other") { App = "another-project" });
        var bad = await SendTo("made-up");
        var foreign = await SendTo(stranger.Token);
        _phone.Uninstall();
        var dead = await SendTo(_phone.Token);

        Assert.Equal((400, "INVALID_ARGUMENT", "message.token"), (bad.Status, bad.ErrorCode, bad.Field));
        Assert.Equal((403, "SENDER_ID_MISMATCH"), (foreign.Status, foreign.ErrorCode));
        Assert.Equal((404, "UNREGISTERED"), (dead.Status, dead.ErrorCode));

        Task<FcmCaller.Answer> SendTo(string token) => _google.SendAsync($$$"""{"message":{"token":"{{{token}}}","data":{} } }""");
    }

    [Theory]
    [InlineData("\"data\":{\"count\":1}", "message.data[count].value")]
    [InlineData("\"data\":{\"from\":\"x\"}", "message.data")]
    [InlineData("\"data\":{\"google.x\":\"x\"}", "message.data")]
    [InlineData("\"android\":{\"ttl\":\"3600\"}", "message.android.ttl")]
    [InlineData("\"android\":{\"ttl\":\"2419201s\"}", "message.android.ttl")]
    [InlineData("\"android\":{\"priority\":\"URGENT\"}", "message.android.priority")]
    [InlineData("\"android\":{\"notification\":{\"notification_priority\":\"HIGH\"}}", "message.android.notification.notification_priority")]
    [InlineData("\"android\":{\"notification\":{\"colour\":\"#fff\"}}", "message.android.notification")]
    [InlineData("\"fcm_options\":{\"analytics_label\":\"a b\"}", "message.fcm_options.analytics_label")]
    public async Task A_field_at_fault_is_named_as_Google_names_it(string field, string named)
    {
        var answer = await _google.SendAsync($$$"""{"message":{"token":"{{{_phone.Token}}}",{{{field}}} } }""");

        Assert.Equal((400, "INVALID_ARGUMENT", named), (answer.Status, answer.ErrorCode, answer.Field));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task Data_and_words_count_towards_4096_bytes()
    {
        Assert.Equal(200, (await SendAsync(4095)).Status);
        Assert.Equal(400, (await SendAsync(4096)).Status);

        Task<FcmCaller.Answer> SendAsync(int length) => _google.SendAsync($$$"""{"message":{"token":"{{{_phone.Token}}}","data":{"k":"{{{new string('x', length)}}}"} } }""");
    }
}

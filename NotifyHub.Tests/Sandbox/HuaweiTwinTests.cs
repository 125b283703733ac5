using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

/// <summary>The twin as Huawei's reference describes its original.</summary>
public sealed class HuaweiTwinTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private readonly HttpClient _http = new();
    private SandboxHost _sandbox = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup(), clock: _clock);
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Huawei, "Gwen's Huawei"));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_notification_in_order_is_taken_and_shows_on_the_phone()
    {
        var (status, body) = await SendAsync($$$"""
            {"message":{"token":["{{{_phone.Token}}}"],"data":"{\"notifyhub_msg_id\":\"dlv_2\",\"notifyhub_actions\":\"[{\\\"id\\\":\\\"REPLY\\\",\\\"title\\\":\\\"Reply\\\",\\\"isTextInput\\\":true}]\"}",
             "notification":{"title":"Shipped","body":"On its way","image":"https://cdn.example.com/42.jpg"},
             "android":{"urgency":"HIGH","ttl":"3600s","collapse_key":7,"notification":{"click_action":{"type":3},"tag":"o","importance":"NORMAL","buttons":[{"name":"Reply","action_type":0}]} } } }
            """);

        Assert.Equal((200, "80000000"), (status, Code(body)));
        Assert.NotEmpty(body.GetProperty("requestId").GetString()!);
        var push = Assert.Single(_phone.Messages).Push;
        Assert.Equal(("dlv_2", "Shipped", "On its way", "https://cdn.example.com/42.jpg"), (push.MsgId, push.Title, push.Body, push.ImageUrl));
        Assert.Equal(("group-7", "o"), (push.CollapseKey, push.ReplaceKey));
        Assert.Equal([new PhoneAction("REPLY", "Reply", true)], push.Actions);
    }

    [Fact]
    public async Task A_data_message_shows_nothing_and_a_test_message_does_not_arrive()
    {
        Assert.Equal("80000000", Code((await SendAsync(Data("\"validate_only\":true,"))).Body));
        Assert.Empty(_phone.Messages);

        await SendAsync(Data());
        Assert.Equal(PhoneMessageState.Received, Assert.Single(_phone.Messages).State);
    }

    [Theory]
    [InlineData("client_credentials", SandboxCredentials.HuaweiAppId, null, 200)]
    [InlineData("authorization_code", SandboxCredentials.HuaweiAppId, null, 400)]
    [InlineData("client_credentials", "100000002", null, 400)]
    [InlineData("client_credentials", SandboxCredentials.HuaweiAppId, "wrong", 400)]
    public async Task The_token_endpoint_checks_id_and_secret(string grant, string id, string? secret, int expected)
    {
        var (status, body) = await MintAsync(grant, id, secret);
        Assert.Equal(expected, status);
        Assert.Equal(expected == 200, body.TryGetProperty("access_token", out _));
        Assert.Equal(expected != 200, body.TryGetProperty("sub_error", out _));
    }

    [Fact]
    public async Task Callers_without_a_fresh_token_of_this_app_are_refused()
    {
        var token = (await MintAsync()).Body.GetProperty("access_token").GetString();
        Assert.Equal((401, "80200001"), Of(await SendAsync(Data(), bearer: "")));
        Assert.Equal((401, "80200001"), Of(await SendAsync(Data(), bearer: "nonsense")));
        Assert.Equal((200, "80300002"), Of(await SendAsync(Data(), bearer: token, app: "100000002")));
        _clock.Ahead = TimeSpan.FromMinutes(61);
        Assert.Equal((401, "80200003"), Of(await SendAsync(Data(), bearer: token)));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task Tokens_that_are_unknown_dead_or_another_apps_are_all_bad()
    {
        var stranger = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Huawei, "Other") { App = "100000009" });
        Assert.Equal((200, "80300007"), Of(await SendAsync(Data(token: "made-up"))));
        Assert.Equal((200, "80300007"), Of(await SendAsync(Data(token: stranger.Token))));
        _phone.Uninstall();
        Assert.Equal((200, "80300007"), Of(await SendAsync(Data())));
    }

    [Fact]
    public async Task Of_many_tokens_the_bad_ones_are_named_and_the_good_ones_served()
    {
        var second = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Huawei, "Second"));
        var (_, body) = await SendAsync(JsonSerializer.Serialize(new { message = new { token = new[] { _phone.Token, "bad-one", second.Token, "bad-two" }, data = "{}" } }));

        Assert.Equal("80100000", Code(body));
        var said = JsonSerializer.Deserialize<JsonElement>(body.GetProperty("msg").GetString()!);
        Assert.Equal((2, 2), (said.GetProperty("success").GetInt32(), said.GetProperty("failure").GetInt32()));
        Assert.Equal(["bad-one", "bad-two"], said.GetProperty("illegal_tokens").EnumerateArray().Select(t => t.GetString()!));
        Assert.Equal((1, 1), (_phone.Messages.Count, second.Messages.Count));
    }

    [Theory]
    [InlineData("""{"message":{"token":[],"data":"{}"}}""", "80300010")]
    [InlineData("""{"messager":{"token":["T"],"data":"{}"}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"topic":"t","data":"{}"}}""", "80300010")]
    [InlineData("""{"message":{"token":["T"]}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"data":"{}","android":{"ttl":"0s"}}}""", "80100004")]
    [InlineData("""{"message":{"token":["T"],"data":"{}","android":{"ttl":"1296001s"}}}""", "80100004")]
    [InlineData("""{"message":{"token":["T"],"data":"{}","android":{"collapse_key":101}}}""", "80100013")]
    [InlineData("""{"message":{"token":["T"],"data":"{}","android":{"collapse_key":"7"}}}""", "80100013")]
    [InlineData("""{"message":{"token":["T"],"data":"{}","android":{"urgency":"URGENT"}}}""", "80100001")]
    [InlineData("""{"message":{"token":["T"],"data":"{}","android":{"priority":"HIGH"}}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"notification":{"title":"t","body":"b"}}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"notification":{"title":"t"},"android":{"notification":{"click_action":{"type":3}}}}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"notification":{"title":"t","body":"b"},"android":{"notification":{"click_action":{"type":1}}}}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"notification":{"title":"t","body":"b"},"data":"no json","android":{"notification":{"click_action":{"type":3}}}}}""", "80100003")]
    [InlineData("""{"message":{"token":["T"],"notification":{"title":"t","body":"b"},"android":{"notification":{"click_action":{"type":3},"importance":"MAX"}}}}""", "80100001")]
    [InlineData("""{"message":{"token":["T"],"notification":{"title":"t","body":"b"},"android":{"notification":{"click_action":{"type":3},"buttons":[{"name":"a"}]}}}}""", "80100003")]
    [InlineData("not json", "80100003")]
    public async Task What_is_wrong_is_said_by_its_code(string json, string code)
    {
        Assert.Equal((400, code), Of(await SendAsync(json.Replace("\"T\"", $"\"{_phone.Token}\""))));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task The_body_counts_towards_4096_bytes_without_its_tokens()
    {
        Assert.Equal("80000000", Code((await WithLength(4096)).Body));
        Assert.Equal("80300008", Code((await WithLength(4097)).Body));

        Task<(int Status, JsonElement Body)> WithLength(int bytes)
        {
            var frame = """{"message":{"data":""}}""".Length;
            return SendAsync($$$"""{"message":{"token":["{{{_phone.Token}}}"],"data":"{{{new string('x', bytes - frame)}}}"}}""");
        }
    }

    [Fact]
    public async Task A_script_speaks_Huaweis_codes_and_a_missing_right_stops_only_urgent_messages()
    {
        _phone.SetScript(FaultScript.Parse("f200x1.81000001+f503x1+f200.80300011"));
        Assert.Equal((200, "81000001"), Of(await SendAsync(Data())));
        Assert.Equal(503, (await SendAsync(Data())).Status);
        Assert.Equal((200, "80300011"), Of(await SendAsync(Data(android: ",\"android\":{\"urgency\":\"HIGH\"}"))));
        Assert.Empty(_phone.Messages);
        Assert.Equal((200, "80000000"), Of(await SendAsync(Data())));
        Assert.Single(_phone.Messages);
        Assert.Equal(1, _sandbox.Arrivals.Accepted);
    }

    private static string? Code(JsonElement body) => body.GetProperty("code").GetString();

    private static (int, string?) Of((int Status, JsonElement Body) answer) => (answer.Status, Code(answer.Body));

    private string Data(string before = "", string? token = null, string android = "") => $$$"""{{{{before}}}"message":{"token":["{{{token ?? _phone.Token}}}"],"data":"{}"{{{android}}}}}""";

    private async Task<(int Status, JsonElement Body)> MintAsync(string grant = "client_credentials", string id = SandboxCredentials.HuaweiAppId, string? secret = null)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = grant, ["client_id"] = id, ["client_secret"] = secret ?? _sandbox.Credentials.HuaweiClientSecret,
        });
        using var answer = await _http.PostAsync(_sandbox.Addresses.HuaweiToken, form);
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(string json, string? bearer = null, string app = SandboxCredentials.HuaweiAppId)
    {
        bearer ??= (await MintAsync()).Body.GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_sandbox.Addresses.Huawei, $"/v1/{app}/messages:send")) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = bearer!.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", bearer);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

/// <summary>The twin as Xiaomi's reference describes its original.</summary>
public sealed class MiPushTwinTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SandboxHost _sandbox = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup());
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.MiPush, "Hana's Xiaomi"));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_message_in_order_is_taken_and_shows_on_the_phone()
    {
        var answer = await SendAsync(("payload", """{"notifyhub_msg_id":"dlv_2","notifyhub_actions":[{"id":"REPLY","title":"Reply"}],"notifyhub_attachment_url":"https://cdn.example.com/42.jpg"}"""), ("notify_id", "7"));

        Assert.Equal((200, 0, "ok"), (answer.Status, answer.Code, answer.Body.GetProperty("result").GetString()));
        Assert.NotEmpty(answer.Body.GetProperty("data").GetProperty("id").GetString()!);
        var push = Assert.Single(_phone.Messages).Push;
        Assert.Equal(("dlv_2", "Shipped", "On its way", "https://cdn.example.com/42.jpg", "7"), (push.MsgId, push.Title, push.Body, push.ImageUrl, push.ReplaceKey));
        Assert.Equal([new PhoneAction("REPLY", "Reply")], push.Actions);
    }

    [Fact]
    public async Task What_is_passed_through_shows_nothing()
    {
        Assert.Equal(0, (await SendAsync(("pass_through", "1"), ("title", null), ("description", null), ("payload", "{}"))).Code);
        Assert.Equal(PhoneMessageState.Received, Assert.Single(_phone.Messages).State);
    }

    [Fact]
    public async Task Without_ids_a_notification_takes_the_place_of_the_last()
    {
        await SendAsync(("title", "First"));
        await SendAsync(("title", "Second"));
        Assert.Equal("Second", Assert.Single(_phone.Messages, m => m.IsUnread).Push.Title);
    }

    [Fact]
    public async Task Only_once_does_not_wait_for_a_phone_that_is_offline()
    {
        _phone.GoOffline();
        await SendAsync(("extra.only_send_once", "1"));
        Assert.Equal(0, _phone.WaitingCount);
        await SendAsync(("time_to_live", "60000"));
        Assert.Equal(1, _phone.WaitingCount);
    }

    [Theory]
    [InlineData(null, 401, 21301)]
    [InlineData("key=wrong", 401, 21301)]
    [InlineData("Bearer x", 401, 21301)]
    public async Task A_caller_without_the_secret_is_refused(string? authorization, int status, int code)
    {
        var answer = await SendAsync(authorization ?? "", []);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Empty(_phone.Messages);
    }

    [Theory]
    [InlineData("restricted_package_name", "com.example.other", 22022)]
    [InlineData("restricted_package_name", null, 22022)]
    [InlineData("registration_id", null, 10016)]
    [InlineData("registration_id", "made-up", 20301)]
    [InlineData("title", null, 10016)]
    [InlineData("title", "   ", 10016)]
    [InlineData("title", "12345678901234567890123456789012345678901234567890", 10017)]
    [InlineData("description", null, 10016)]
    [InlineData("pass_through", "2", 10017)]
    [InlineData("pass_through", "1", 10016)]
    [InlineData("notify_type", "loud", 10017)]
    [InlineData("notify_id", "one", 10017)]
    [InlineData("time_to_live", "0", 10017)]
    [InlineData("time_to_live", "1209600001", 10017)]
    [InlineData("collapse_key", "x", 10017)]
    public async Task What_is_wrong_is_said_by_its_code(string field, string? value, int code)
    {
        var answer = await SendAsync((field, value));
        Assert.Equal((200, code, "error"), (answer.Status, answer.Code, answer.Body.GetProperty("result").GetString()));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task A_payload_has_4096_bytes_at_most()
    {
        Assert.Equal(0, (await SendAsync(("payload", new string('x', 4096)))).Code);
        Assert.Equal(10018, (await SendAsync(("payload", new string('x', 4097)))).Code);
    }

    [Fact]
    public async Task A_list_reaches_its_good_ones_and_a_dead_one_alone_is_no_target()
    {
        Assert.Equal(0, (await SendAsync(("registration_id", $"made-up,{_phone.Token}"))).Code);
        Assert.Single(_phone.Messages);
        _phone.Uninstall();
        Assert.Equal(20301, (await SendAsync()).Code);
    }

    [Fact]
    public async Task A_script_speaks_Xiaomis_codes()
    {
        _phone.SetScript(FaultScript.Parse("f200x1.29999+f503r7x1+f410x1"));
        Assert.Equal(29999, (await SendAsync()).Code);
        Assert.Equal(503, (await SendAsync()).Status);
        Assert.Equal(20301, (await SendAsync()).Code);
        Assert.Equal(0, _sandbox.Arrivals.Accepted);
        Assert.Equal(0, (await SendAsync()).Code);
        Assert.Equal(1, _sandbox.Arrivals.Accepted);
    }

    [Fact]
    public async Task Counters_are_for_the_packages_own_secret()
    {
        Assert.Equal(200, await CountAsync(_sandbox.Credentials.MiPushAppSecret, SandboxCredentials.PackageName));
        Assert.Equal(401, await CountAsync("wrong", SandboxCredentials.PackageName));

        async Task<int> CountAsync(string secret, string package)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_sandbox.Addresses.MiPush, $"/v1/stats/message/counters?start_date=20260101&end_date=20260101&restricted_package_name={package}"));
            request.Headers.TryAddWithoutValidation("Authorization", $"key={secret}");
            using var answer = await _http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    private Task<Answer> SendAsync(params (string Name, string? Value)[] changes) => SendAsync($"key={_sandbox.Credentials.MiPushAppSecret}", changes);

    private async Task<Answer> SendAsync(string authorization, (string Name, string? Value)[] changes)
    {
        var form = new Dictionary<string, string>
        {
            ["registration_id"] = _phone.Token, ["restricted_package_name"] = SandboxCredentials.PackageName, ["title"] = "Shipped", ["description"] = "On its way",
        };
        foreach (var (name, value) in changes)
        {
            form.Remove(name);
            if (value is not null)
            {
                form[name] = value;
            }
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_sandbox.Addresses.MiPush, "/v3/message/regid")) { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new Answer((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private sealed record Answer(int Status, JsonElement Body)
    {
        public int? Code => Body.ValueKind == JsonValueKind.Object ? Body.GetProperty("code").GetInt32() : null;
    }
}

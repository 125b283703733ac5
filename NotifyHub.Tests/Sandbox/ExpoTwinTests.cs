using System.Text.Json;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Faults;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

public sealed class ExpoTwinTests : IAsyncLifetime
{
    private readonly ShiftedClock _clock = new();
    private SandboxHost _sandbox = null!;
    private ExpoCaller _expo = null!;
    private Phone _phone = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup(), clock: _clock);
        _expo = new ExpoCaller(_sandbox);
        _phone = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Expo, "Iris's phone"));
    }

    public async Task DisposeAsync()
    {
        _expo.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_in_order_gets_a_ticket_shows_on_the_phone_and_has_a_receipt(bool packed)
    {
        var answer = await _expo.SendAsync($$$"""
            [{"to":"{{{_phone.Token}}}","title":"Shipped","subtitle":"Order 42","body":"On its way","badge":3,"ttl":3600,"priority":"high","collapseId":"o","tag":"o",
              "richContent":{"image":"https://cdn.example.com/42.jpg"},"interruptionLevel":"time-sensitive",
              "data":{"notifyhub_msg_id":"dlv_2","notifyhub_actions":[{"id":"REPLY","title":"Reply","isTextInput":true}]}}]
            """, packed: packed);

        Assert.Equal((200, "ok"), (answer.Status, Assert.Single(answer.Words)));
        var push = Assert.Single(_phone.Messages).Push;
        Assert.Equal(("dlv_2", "Shipped", "Order 42", "On its way", "https://cdn.example.com/42.jpg"), (push.MsgId, push.Title, push.Subtitle, push.Body, push.ImageUrl));
        Assert.Equal([new PhoneAction("REPLY", "Reply", true)], push.Actions);
        Assert.Equal((3, "o", "o"), (_phone.Badge, push.CollapseKey, push.ReplaceKey));
        var id = answer.Tickets[0].GetProperty("id").GetString()!;
        var receipts = await _expo.ReceiptsAsync(id, "unknown");
        Assert.Equal(("ok", null), (receipts.Receipt(id), receipts.Receipt("unknown")));
        Assert.Equal(("dlv_2", id), Assert.Single(_sandbox.Arrivals.Newest()) is var arrival ? (arrival.MsgId, arrival.WireId) : default);
    }

    [Fact]
    public async Task Receipts_are_kept_for_a_day()
    {
        var id = (await _expo.SendAsync(Message(_phone.Token))).Tickets[0].GetProperty("id").GetString()!;
        _clock.Ahead = TimeSpan.FromHours(23);
        Assert.Equal("ok", (await _expo.ReceiptsAsync(id)).Receipt(id));
        _clock.Ahead = TimeSpan.FromHours(24);
        Assert.Null((await _expo.ReceiptsAsync(id)).Receipt(id));
    }

    [Fact]
    public async Task A_removed_app_is_told_by_the_receipt_and_from_then_on_by_tickets()
    {
        _phone.Uninstall();
        var first = await _expo.SendAsync(Message(_phone.Token));
        Assert.Equal(["ok"], first.Words);
        var id = first.Tickets[0].GetProperty("id").GetString()!;
        Assert.Equal("DeviceNotRegistered", (await _expo.ReceiptsAsync(id)).Receipt(id));
        Assert.Equal(["DeviceNotRegistered"], (await _expo.SendAsync(Message(_phone.Token))).Words);
    }

    [Fact]
    public async Task Tickets_come_in_the_order_of_the_messages_also_for_several_recipients()
    {
        var second = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Expo, "Second"));
        var answer = await _expo.SendAsync($$"""[{"to":["{{_phone.Token}}","ExponentPushToken[nobody]"],"body":"a"},{"to":"{{second.Token}}","body":"b"}]""");
        Assert.Equal(["ok", "DeviceNotRegistered", "ok"], answer.Words);
        Assert.Equal(("a", "b"), (_phone.Messages[0].Push.Body, second.Messages[0].Push.Body));
        Assert.Equal([200, 400, 200], _sandbox.Arrivals.Newest().Select(arrival => arrival.Status));
    }

    [Fact]
    public async Task One_object_is_as_good_as_a_list_of_one() => Assert.Equal(["ok"], (await _expo.SendAsync($$"""{"to":"{{_phone.Token}}","body":"x"}""")).Words);

    [Fact]
    public async Task An_app_with_enhanced_security_takes_its_own_access_token_only()
    {
        Assert.Equal((403, "UNAUTHORIZED"), Of(await _expo.SendAsync(Message(_phone.Token), bearer: null)));
        Assert.Equal((401, "UNAUTHORIZED"), Of(await _expo.SendAsync(Message(_phone.Token), bearer: "nonsense")));
        Assert.Equal((401, "UNAUTHORIZED"), Of(await _expo.PostAsync("getReceipts", """{"ids":[]}""", bearer: "nonsense")));
        var open = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Expo, "Open") { App = "@other/open" });
        Assert.Equal(["ok"], (await _expo.SendAsync(Message(open.Token), bearer: null)).Words);
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task One_request_is_for_one_app_and_Expo_says_whose_token_is_whose()
    {
        var other = _sandbox.Phones.Add(new PhoneSpec(PhonePlatform.Expo, "Other") { App = "@other/app" });
        var answer = await _expo.SendAsync($$"""[{"to":"{{_phone.Token}}","body":"x"},{"to":"{{other.Token}}","body":"x"}]""");
        Assert.Equal((400, "PUSH_TOO_MANY_EXPERIENCE_IDS"), Of(answer));
        var details = answer.Body.GetProperty("errors")[0].GetProperty("details");
        Assert.Equal((_phone.Token, other.Token), (details.GetProperty("@fernhill/shop")[0].GetString(), details.GetProperty("@other/app")[0].GetString()));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task A_hundred_messages_are_taken_and_one_more_is_not()
    {
        Assert.Equal(100, (await _expo.SendAsync(Many(100), packed: true)).Words.Count(word => word == "ok"));
        Assert.Equal((400, "PUSH_TOO_MANY_NOTIFICATIONS"), Of(await _expo.SendAsync(Many(101))));
        Assert.Equal((400, "PUSH_TOO_MANY_RECEIPTS"), Of(await _expo.ReceiptsAsync([.. Enumerable.Range(0, 1001).Select(i => $"{i}")])));
        Assert.Equal(200, (await _expo.ReceiptsAsync([.. Enumerable.Range(0, 1000).Select(i => $"{i}")])).Status);
    }

    [Fact]
    public async Task More_than_six_hundred_messages_a_second_are_too_many()
    {
        var accounts = new NotifyHub.Sandbox.Expo.ExpoAccounts(new Support.ManualTime());
        Assert.Equal([true, true, false, true], new[] { 100, 500, 1, 0 }.Select(messages => accounts.TakeRoom("@a/b", messages)));
        var time = new Support.ManualTime();
        accounts = new(time);
        Assert.True(accounts.TakeRoom("@a/b", 600));
        Assert.True(accounts.TakeRoom("@c/d", 600));
        Assert.False(accounts.TakeRoom("@a/b", 1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(accounts.TakeRoom("@a/b", 1));
        _phone.SetScript(FaultScript.Parse("f429r2x1"));
        Assert.Equal((429, "TOO_MANY_REQUESTS", "2"), await _expo.SendAsync(Message(_phone.Token)) is var answer ? (answer.Status, answer.Code, answer.RetryAfter) : default);
    }

    [Theory]
    [InlineData("{\"body\":\"x\"}")]
    [InlineData("{\"to\":7}")]
    [InlineData("{\"to\":\"TOKEN\",\"colour\":\"red\"}")]
    [InlineData("{\"to\":\"TOKEN\",\"badge\":\"3\"}")]
    [InlineData("{\"to\":\"TOKEN\",\"priority\":\"urgent\"}")]
    [InlineData("{\"to\":\"TOKEN\",\"interruptionLevel\":\"timeSensitive\"}")]
    [InlineData("{\"to\":\"TOKEN\",\"data\":\"text\"}")]
    [InlineData("7")]
    public async Task A_field_at_fault_refuses_the_whole_request(string message)
    {
        var answer = await _expo.SendAsync($"[{Message(_phone.Token)[1..^1]},{message.Replace("TOKEN", _phone.Token)}]");
        Assert.Equal((400, "VALIDATION_ERROR"), Of(answer));
        Assert.Empty(_phone.Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"to\":")]
    public async Task A_body_that_is_no_message_is_refused(string body) => Assert.Equal((400, "VALIDATION_ERROR"), Of(await _expo.SendAsync(body)));

    [Fact]
    public async Task A_message_that_is_too_big_is_told_by_its_receipt()
    {
        var answer = await _expo.SendAsync($$"""[{"to":"{{_phone.Token}}","body":"{{new string('x', 4096)}}"}]""");
        var id = answer.Tickets[0].GetProperty("id").GetString()!;
        Assert.Equal("MessageTooBig", (await _expo.ReceiptsAsync(id)).Receipt(id));
        Assert.Empty(_phone.Messages);
    }

    [Fact]
    public async Task Scripts_strike_the_request_the_ticket_the_receipt_or_leave_no_receipt()
    {
        Assert.Equal((503, "INTERNAL_SERVER_ERROR"), Of(await _expo.SendAsync(Message("ExponentPushToken[f503x1-a]"))));
        Assert.Equal(["ok"], (await _expo.SendAsync(Message("ExponentPushToken[f503x1-a]"))).Words);
        Assert.Equal(["MessageRateExceeded"], (await _expo.SendAsync(Message("ExpoPushToken[f400.MessageRateExceeded-a]"))).Words);
        Assert.Equal(["DeviceNotRegistered"], (await _expo.SendAsync(Message("ExponentPushToken[f410-a]"))).Words);
        Assert.Equal("InvalidCredentials", await ReceiptOf("f400.receipt.InvalidCredentials"));
        Assert.Equal("DeviceNotRegistered", await ReceiptOf("f410.receipt"));
        Assert.Null(await ReceiptOf("f404.receipt"));

        async Task<string?> ReceiptOf(string script)
        {
            var answer = await _expo.SendAsync(Message($"ExponentPushToken[{script}-a]"));
            Assert.Equal(["ok"], answer.Words);
            var id = answer.Tickets[0].GetProperty("id").GetString()!;
            return (await _expo.ReceiptsAsync(id)).Receipt(id);
        }
    }

    [Fact]
    public async Task A_faulty_message_in_a_request_leaves_the_others_their_tickets()
    {
        var answer = await _expo.SendAsync($$"""[{"to":"ExponentPushToken[f400.MessageRateExceeded-b]","body":"x"},{"to":"{{_phone.Token}}","body":"x"}]""");
        Assert.Equal(["MessageRateExceeded", "ok"], answer.Words);
        Assert.Single(_phone.Messages);
    }

    [Fact]
    public async Task Fewer_tickets_than_messages_can_be_scripted()
    {
        var answer = await _expo.SendAsync($$"""[{"to":"ExponentPushToken[junk.fewer-a]","body":"x"},{"to":"{{_phone.Token}}","body":"x"}]""");
        Assert.Single(answer.Tickets);
        Assert.Single(_phone.Messages);
    }

    [Fact]
    public async Task Questions_for_receipts_have_a_script_of_their_own()
    {
        using var http = new HttpClient();
        using var set = await http.PostAsync(new Uri(_sandbox.Addresses.Http, "/sandbox/expo/receipts/script"), new StringContent("""{"script":"f503r9x1"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.True(set.IsSuccessStatusCode);
        Assert.Equal((503, "9"), await _expo.ReceiptsAsync("a") is var answer ? (answer.Status, answer.RetryAfter) : default);
        Assert.Equal(200, (await _expo.ReceiptsAsync("a")).Status);
        using var wrong = await http.PostAsync(new Uri(_sandbox.Addresses.Http, "/sandbox/expo/receipts/script"), new StringContent("""{"script":"loud"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static string Message(string token) => JsonSerializer.Serialize(new[] { new { to = token, body = "x" } });

    private string Many(int count) => JsonSerializer.Serialize(Enumerable.Range(0, count).Select(i => new { to = _phone.Token, body = $"{i}" }));

    private static (int, string?) Of(ExpoCaller.Answer answer) => (answer.Status, answer.Code);
}

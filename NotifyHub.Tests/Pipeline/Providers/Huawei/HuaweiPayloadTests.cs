using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers.Huawei;

namespace NotifyHub.Tests.Pipeline.Providers.Huawei;

/// <summary>What Huawei is sent, as text.</summary>
public class HuaweiPayloadTests
{
    private static string Render(PushMessage message, TimeSpan? life = null) =>
        Encoding.UTF8.GetString(HuaweiPayload.Write(message, "dlv_1", HuaweiPayload.AsksForHigh(message), "tok", life).Span);

    [Fact]
    public void A_message_with_everything() => Assert.Equal(
        """
        {"message":{"token":["tok"],"data":"{\"orderId\":\"42\",\"count\":\"7\",\"nested\":\"{\\\"a\\\":[1,null]}\",\"notifyhub_msg_id\":\"dlv_1\",\"notifyhub_route\":\"{\\\"kind\\\":\\\"openPath\\\",\\\"path\\\":\\\"/orders/42\\\"}\",\"notifyhub_actions\":\"[{\\\"id\\\":\\\"REPLY\\\",\\\"title\\\":\\\"Reply\\\",\\\"isTextInput\\\":true},{\\\"id\\\":\\\"DELETE\\\",\\\"title\\\":\\\"Delete\\\",\\\"isDestructive\\\":true}]\"}","notification":{"title":"Your order shipped","body":"Grüße \uD83D\uDE9A","image":"https://cdn.example.com/42.jpg"},"android":{"urgency":"HIGH","ttl":"3600s","notification":{"click_action":{"type":1,"action":"ORDER"},"channel_id":"orders","importance":"NORMAL","tag":"order-42","group":"order-42","title_loc_key":"ORDER_T","title_loc_args":["42"],"body_loc_key":"ORDER_B","buttons":[{"name":"Reply","action_type":0,"data":"{\"notifyhub_action\":\"REPLY\",\"notifyhub_msg_id\":\"dlv_1\"}"},{"name":"Delete","action_type":0,"data":"{\"notifyhub_action\":\"DELETE\",\"notifyhub_msg_id\":\"dlv_1\"}"}]}}}}
        """,
        Render(Messages.Everything, TimeSpan.FromHours(1)));

    [Fact]
    public void A_silent_push_is_data_only() => Assert.Equal(
        """{"message":{"token":["tok"],"data":"{\"sync\":\"true\",\"none\":\"null\",\"notifyhub_msg_id\":\"dlv_1\"}","android":{"urgency":"NORMAL"}}}""",
        Render(new() { Silent = true, Title = "unseen", ChannelId = "unseen", Data = new() { ["sync"] = true, ["none"] = null } }));

    [Theory]
    [InlineData("Title", null, "Title", "Title")]
    [InlineData(null, "Text", "Text", "Text")]
    [InlineData(" ", "Text", "Text", "Text")]
    public void A_missing_line_takes_the_others_words(string? title, string? body, string sentTitle, string sentBody)
    {
        var words = Parse(new() { Title = title, Body = body })["notification"]!;
        Assert.Equal((sentTitle, sentBody), (words["title"]!.GetValue<string>(), words["body"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(null, "NORMAL")]
    [InlineData(PushPriority.High, "HIGH")]
    [InlineData(PushPriority.Normal, "NORMAL")]
    [InlineData(PushPriority.Low, "NORMAL")]
    public void High_urgency_is_only_for_who_asks(PushPriority? priority, string word) =>
        Assert.Equal(word, Parse(new() { Body = "x", Priority = priority })["android"]!["urgency"]!.GetValue<string>());

    [Theory]
    [InlineData("min", "LOW")]
    [InlineData("low", "LOW")]
    [InlineData("default", "NORMAL")]
    [InlineData("max", "NORMAL")]
    public void Importance_has_Huaweis_words(string importance, string word) =>
        Assert.Equal(word, Notice(new() { Body = "x", ChannelImportance = importance })["importance"]!.GetValue<string>());

    [Theory]
    [InlineData("7", 7)]
    [InlineData("100", 100)]
    [InlineData("101", null)]
    [InlineData("0", null)]
    [InlineData("+7", null)]
    [InlineData("order-42", null)]
    public void Only_a_number_is_one_of_Huaweis_collapse_groups_and_every_key_is_a_tag(string key, int? group)
    {
        var android = Parse(new() { Body = "x", CollapseKey = key })["android"]!;
        Assert.Equal((group, key), (android["collapse_key"]?.GetValue<int>(), android["notification"]!["tag"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(-5, "1s")]
    [InlineData(0, "1s")]
    [InlineData(61.9, "61s")]
    [InlineData(9_999_999, "1296000s")]
    public void Time_to_live_stays_within_fifteen_days(double seconds, string ttl) =>
        Assert.Contains($"\"ttl\":\"{ttl}\"", Render(new() { Body = "x" }, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_sound_of_the_app_is_named_and_the_systems_is_not()
    {
        Assert.Equal("/raw/bell", Notice(new() { Body = "x", Sound = "bell" })["sound"]!.GetValue<string>());
        Assert.Null(Notice(new() { Body = "x", Sound = "default" })["sound"]);
    }

    [Fact]
    public void Huawei_draws_three_buttons_of_forty_letters()
    {
        var buttons = Notice(new() { Body = "x", Actions = [.. Enumerable.Range(1, 4).Select(i => new PushAction($"A{i}", new string('n', 60)))] })["buttons"]!.AsArray();
        Assert.Equal(3, buttons.Count);
        Assert.All(buttons, b => Assert.Equal($"{new string('n', 39)}…", b!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void An_override_is_merged_last_but_changes_neither_target_nor_id()
    {
        var patch = JsonNode.Parse("""{"token":["other"],"data":"{\"notifyhub_msg_id\":\"forged\",\"more\":\"1\"}","android":{"category":"EXPRESS","data":"{}","notification":{"badge":{"set_num":3,"class":"a.B"}}}}""")!.AsObject();
        Assert.Equal(
            """{"message":{"token":["tok"],"data":"{\"notifyhub_msg_id\":\"dlv_1\",\"more\":\"1\"}","notification":{"title":"x","body":"x"},"android":{"urgency":"NORMAL","notification":{"click_action":{"type":3},"badge":{"set_num":3,"class":"a.B"}},"category":"EXPRESS"}}}""",
            Render(new() { Body = "x", HuaweiOverride = patch }));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"plain words\"")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    public void An_override_cannot_take_the_data_away(string data) => Assert.Equal(
        """{"notifyhub_msg_id":"dlv_1"}""", Parse(new() { Body = "x", HuaweiOverride = new() { ["data"] = JsonNode.Parse(data) } })["data"]!.GetValue<string>());

    private static JsonObject Parse(PushMessage message) => JsonNode.Parse(Render(message))!["message"]!.AsObject();

    private static JsonObject Notice(PushMessage message) => Parse(message)["android"]!["notification"]!.AsObject();
}

using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers.Fcm;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

/// <summary>What FCM is sent, as text.</summary>
public class FcmPayloadTests
{
    private static string Render(PushMessage message, TimeSpan? life = null) => Encoding.UTF8.GetString(FcmPayload.Write(message, "dlv_1", "tok", life).Span);

    [Fact]
    public void A_message_with_everything() => Assert.Equal(
        """
        {"message":{"token":"tok","notification":{"title":"Your order shipped","body":"Grüße \uD83D\uDE9A","image":"https://cdn.example.com/42.jpg"},"data":{"orderId":"42","count":"7","nested":"{\"a\":[1,null]}","notifyhub_msg_id":"dlv_1","notifyhub_route":"{\"kind\":\"openPath\",\"path\":\"/orders/42\"}","notifyhub_actions":"[{\"id\":\"REPLY\",\"title\":\"Reply\",\"isTextInput\":true},{\"id\":\"DELETE\",\"title\":\"Delete\",\"isDestructive\":true}]"},"android":{"collapse_key":"order-42","priority":"HIGH","ttl":"3600s","notification":{"channel_id":"orders","notification_priority":"PRIORITY_HIGH","tag":"order-42","sound":"default","click_action":"ORDER","title_loc_key":"ORDER_T","title_loc_args":["42"],"body_loc_key":"ORDER_B"}}}}
        """,
        Render(Messages.Everything, TimeSpan.FromHours(1)));

    [Fact]
    public void A_silent_push_is_data_only() => Assert.Equal(
        """{"message":{"token":"tok","data":{"sync":"true","none":"null","notifyhub_msg_id":"dlv_1"},"android":{"priority":"NORMAL"}}}""",
        Render(new() { Silent = true, Title = "unseen", ChannelId = "unseen", Data = new() { ["sync"] = true, ["none"] = null } }));

    [Theory]
    [InlineData("min", "PRIORITY_MIN")]
    [InlineData("low", "PRIORITY_LOW")]
    [InlineData("default", "PRIORITY_DEFAULT")]
    [InlineData("high", "PRIORITY_HIGH")]
    [InlineData("max", "PRIORITY_MAX")]
    public void Importance_has_Googles_words(string importance, string word) => Assert.Equal(
        word, Parse(new() { Body = "x", ChannelImportance = importance })["android"]!["notification"]!["notification_priority"]!.GetValue<string>());

    [Theory]
    [InlineData(null, false, "HIGH")]
    [InlineData(null, true, "NORMAL")]
    [InlineData(PushPriority.High, true, "HIGH")]
    [InlineData(PushPriority.Normal, false, "NORMAL")]
    [InlineData(PushPriority.Low, false, "NORMAL")]
    public void Priority_is_high_for_what_is_shown(PushPriority? priority, bool silent, string word) => Assert.Equal(
        word, Parse(new() { Body = "x", Priority = priority, Silent = silent })["android"]!["priority"]!.GetValue<string>());

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(1.9, "1s")]
    [InlineData(9_999_999, "2419200s")]
    public void Time_to_live_stays_within_four_weeks(double seconds, string ttl) =>
        Assert.Contains($"\"ttl\":\"{ttl}\"", Render(new() { Body = "x" }, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void An_override_is_merged_last_but_changes_neither_target_nor_id()
    {
        var patch = JsonNode.Parse("""{"token":"other","data":{"notifyhub_msg_id":"forged","more":"1"},"android":{"notification":{"color":"#ff0000"}},"apns":{"headers":{"apns-priority":"5"}},"fcm_options":{"analytics_label":"spring"}}""")!.AsObject();
        Assert.Equal(
            """{"message":{"token":"tok","notification":{"body":"x"},"data":{"notifyhub_msg_id":"dlv_1","more":"1"},"android":{"priority":"HIGH","notification":{"color":"#ff0000"}},"apns":{"headers":{"apns-priority":"5"}},"fcm_options":{"analytics_label":"spring"}}}""",
            Render(new() { Body = "x", FcmOverride = patch }));
    }

    [Fact]
    public void An_override_cannot_take_the_data_away() => Assert.Equal(
        "dlv_1", Parse(new() { Body = "x", FcmOverride = new() { ["data"] = null } })["data"]!["notifyhub_msg_id"]!.GetValue<string>());

    [Theory]
    [InlineData("""{"android":{"data":{"a":"1"},"ttl":"5s"}}""")]
    [InlineData("""{"webpush":{"data":{"a":"1"},"fcm_options":{"link":"https://x"}}}""")]
    public void An_override_cannot_hide_the_message_id_behind_a_platforms_own_data(string patch)
    {
        var message = Parse(new() { Body = "x", FcmOverride = JsonNode.Parse(patch)!.AsObject() });
        Assert.Equal("dlv_1", message["data"]!["notifyhub_msg_id"]!.GetValue<string>());
        Assert.All(["android", "webpush"], platform => Assert.Null(message[platform]?["data"]));
    }

    private static JsonObject Parse(PushMessage message) => JsonNode.Parse(Render(message))!["message"]!.AsObject();
}

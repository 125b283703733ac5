using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers.Expo;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>What Expo is sent, as text.</summary>
public class ExpoPayloadTests
{
    private static string Render(PushMessage message, TimeSpan? life = null) => Encoding.UTF8.GetString(ExpoPayload.Write(message, "dlv_1", "ExponentPushToken[x]", life).Span);

    [Fact]
    public void A_message_with_everything() => Assert.Equal(
        """
        {"to":"ExponentPushToken[x]","title":"Your order shipped","subtitle":"Soon","body":"Grüße \uD83D\uDE9A","sound":"default","badge":3,"channelId":"orders","categoryId":"ORDER","_contentAvailable":true,"mutableContent":true,"interruptionLevel":"time-sensitive","richContent":{"image":"https://cdn.example.com/42.jpg"},"data":{"orderId":"42","count":7,"nested":{"a":[1,null]},"notifyhub_msg_id":"dlv_1","notifyhub_route":{"kind":"openPath","path":"/orders/42"},"notifyhub_actions":[{"id":"REPLY","title":"Reply","isTextInput":true},{"id":"DELETE","title":"Delete","isDestructive":true}],"notifyhub_attachment_url":"https://cdn.example.com/42.jpg"},"ttl":3600,"priority":"high","collapseId":"order-42","tag":"order-42"}
        """,
        Render(Messages.Everything, TimeSpan.FromHours(1)));

    [Fact]
    public void A_silent_push_is_data_only() => Assert.Equal(
        """{"to":"ExponentPushToken[x]","_contentAvailable":true,"data":{"sync":true,"none":null,"notifyhub_msg_id":"dlv_1"},"priority":"normal"}""",
        Render(new() { Silent = true, Title = "unseen", Sound = "unseen", Data = new() { ["sync"] = true, ["none"] = null } }));

    [Fact]
    public void A_critical_alert_has_a_critical_sound() => Assert.Equal(
        """{"critical":true,"name":"default","volume":1}""",
        JsonNode.Parse(Render(new() { Body = "x", InterruptionLevel = "critical" }))!["sound"]!.ToJsonString());

    [Fact]
    public void An_override_is_merged_last_but_changes_neither_address_nor_id()
    {
        var json = JsonNode.Parse(Render(new() { Title = "T", Body = "gone", ExpoOverride = JsonNode.Parse("""{"to":"elsewhere","body":null,"data":null,"priority":"default"}""")!.AsObject() }))!;
        Assert.Equal(("ExponentPushToken[x]", "T", null, "default"), ((string?)json["to"], (string?)json["title"], (string?)json["body"], (string?)json["priority"]));
        Assert.Equal("""{"notifyhub_msg_id":"dlv_1"}""", json["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData(null, false, "high")]
    [InlineData(null, true, "normal")]
    [InlineData(PushPriority.High, true, "high")]
    [InlineData(PushPriority.Normal, false, "normal")]
    [InlineData(PushPriority.Low, false, "normal")]
    public void Priority_is_high_for_what_is_shown(PushPriority? priority, bool silent, string word) => Assert.Equal(
        word, JsonNode.Parse(Render(new() { Body = "x", Priority = priority, Silent = silent }))!["priority"]!.GetValue<string>());

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(1.9, 1)]
    [InlineData(9_999_999, 2_419_200)]
    public void Time_to_live_stays_within_four_weeks(double seconds, int ttl) =>
        Assert.Contains($"\"ttl\":{ttl},", Render(new() { Body = "x" }, TimeSpan.FromSeconds(seconds)));
}

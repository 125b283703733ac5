using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers.Apns;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

/// <summary>What APNs is sent, as text.</summary>
public class ApnsPayloadTests
{
    private static string Render(PushMessage message) => Encoding.UTF8.GetString(ApnsPayload.Write(message, "dlv_1").Span);

    [Fact]
    public void An_alert_with_everything() => Assert.Equal(
        """
        {"aps":{"alert":{"title":"Your order shipped","subtitle":"Soon","body":"Grüße \uD83D\uDE9A","title-loc-key":"ORDER_T","title-loc-args":["42"],"loc-key":"ORDER_B"},"badge":3,"sound":"default","thread-id":"order-42","category":"ORDER","content-available":1,"mutable-content":1,"interruption-level":"time-sensitive"},"orderId":"42","count":7,"nested":{"a":[1,null]},"notifyhub_msg_id":"dlv_1","notifyhub_route":{"kind":"openPath","path":"/orders/42"},"notifyhub_actions":[{"id":"REPLY","title":"Reply","isTextInput":true},{"id":"DELETE","title":"Delete","isDestructive":true}],"notifyhub_attachment_url":"https://cdn.example.com/42.jpg"}
        """,
        Render(Messages.Everything));

    [Fact]
    public void A_silent_push_shows_nothing() => Assert.Equal(
        """{"aps":{"content-available":1},"sync":"orders","notifyhub_msg_id":"dlv_1"}""",
        Render(new() { Silent = true, Title = "unseen", Badge = 1, Sound = "default", Data = new() { ["sync"] = "orders" } }));

    [Fact]
    public void An_empty_alert_is_still_a_payload() => Assert.Equal("""{"aps":{},"notifyhub_msg_id":"dlv_1"}""", Render(new()));

    [Fact]
    public void A_critical_alert_has_a_critical_sound() => Assert.Equal(
        """{"aps":{"alert":{"body":"Fire"},"sound":{"critical":1,"name":"siren.caf","volume":1},"interruption-level":"critical"},"notifyhub_msg_id":"dlv_1"}""",
        Render(new() { Body = "Fire", Sound = "siren.caf", InterruptionLevel = "critical" }));

    [Fact]
    public void A_live_activity_carries_its_state_and_the_alert_but_no_badge_and_no_category() => Assert.Equal(
        """{"aps":{"timestamp":1780000000,"event":"update","content-state":{"eta":"12:40","stops":[1,2]},"stale-date":1780000600,"relevance-score":75.5,"alert":{"title":"Two stops away"},"sound":"default"},"orderId":"42","notifyhub_msg_id":"dlv_1"}""",
        Render(new()
        {
            Title = "Two stops away", Sound = "default", Badge = 3, Category = "ORDER", MutableContent = true, Data = new() { ["orderId"] = "42" },
            LiveActivity = new() { Event = "update", Timestamp = 1_780_000_000, ContentState = Json("""{"eta":"12:40","stops":[1,2]}"""), StaleDate = 1_780_000_600, RelevanceScore = 75.5 },
        }));

    [Fact]
    public void A_live_activity_starts_with_its_attributes() => Assert.Equal(
        """{"aps":{"timestamp":1,"event":"start","content-state":{},"attributes-type":"DeliveryAttributes","attributes":{"order":42},"alert":{"body":"On its way"}},"notifyhub_msg_id":"dlv_1"}""",
        Render(new() { Body = "On its way", LiveActivity = new() { Event = "start", Timestamp = 1, ContentState = [], AttributesType = "DeliveryAttributes", Attributes = Json("""{"order":42}""") } }));

    [Fact]
    public void A_live_activity_ends_and_says_when_it_goes() => Assert.Equal(
        """{"aps":{"timestamp":1,"event":"end","dismissal-date":9},"notifyhub_msg_id":"dlv_1"}""",
        Render(new() { LiveActivity = new() { Event = "end", Timestamp = 1, DismissalDate = 9 } }));

    [Fact]
    public void Badge_zero_clears() => Assert.Equal("""{"aps":{"badge":0},"notifyhub_msg_id":"dlv_1"}""", Render(new() { Badge = 0 }));

    [Fact]
    public void The_apps_own_aps_cannot_replace_Apples() => Assert.Equal(
        """{"aps":{"alert":{"title":"T"}},"notifyhub_msg_id":"dlv_1"}""",
        Render(new() { Title = "T", Data = new() { ["aps"] = "mine" } }));

    [Fact]
    public void An_override_is_merged_last() => Assert.Equal(
        """{"aps":{"alert":{"title":"T","launch-image":"x.png"},"relevance-score":0.5},"notifyhub_msg_id":"dlv_1","extra":true}""",
        Render(new()
        {
            Title = "T", Body = "gone",
            ApnsOverride = Json("""{"headers":{"apns-priority":"5"},"extra":true,"payload":{"aps":{"relevance-score":0.5,"alert":{"body":null,"launch-image":"x.png"}}}}"""),
        }));

    [Theory]
    [InlineData("""{"notifyhub_msg_id":null}""")]
    [InlineData("""{"payload":{"notifyhub_msg_id":"forged"}}""")]
    public void An_override_cannot_take_the_message_id_away(string patch) => Assert.Equal(
        "dlv_1", JsonNode.Parse(Render(new() { Title = "T", ApnsOverride = Json(patch) }))!["notifyhub_msg_id"]!.GetValue<string>());

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}

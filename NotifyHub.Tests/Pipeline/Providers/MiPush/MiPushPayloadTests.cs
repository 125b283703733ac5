using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers.MiPush;

namespace NotifyHub.Tests.Pipeline.Providers.MiPush;

/// <summary>What MiPush is sent, as text.</summary>
public class MiPushPayloadTests
{
    private static MiPushForm Form(PushMessage message, TimeSpan? life = null) => MiPushPayload.Write(message, "dlv_1", "reg", "com.example.app", life);

    [Fact]
    public void A_message_with_everything()
    {
        var form = Form(Messages.Everything, TimeSpan.FromHours(1));
        Assert.Equal(
            """
            {"payload":"{\"orderId\":\"42\",\"count\":7,\"nested\":{\"a\":[1,null]},\"notifyhub_msg_id\":\"dlv_1\",\"notifyhub_route\":{\"kind\":\"openPath\",\"path\":\"/orders/42\"},\"notifyhub_actions\":[{\"id\":\"REPLY\",\"title\":\"Reply\",\"isTextInput\":true},{\"id\":\"DELETE\",\"title\":\"Delete\",\"isDestructive\":true}],\"notifyhub_attachment_url\":\"https://cdn.example.com/42.jpg\"}","pass_through":"0","title":"Your order shipped","description":"Grüße \uD83D\uDE9A","notify_type":"-1","notify_id":"1006154071","extra.notify_effect":"1","extra.notify_foreground":"1","extra.channel_id":"orders","time_to_live":"3600000","registration_id":"reg","restricted_package_name":"com.example.app"}
            """,
            Encoding.UTF8.GetString(form.ToJson().Span));
        Assert.Contains("&description=Gr%C3%BC%C3%9Fe%20%F0%9F%9A%9A&", Encoding.UTF8.GetString(form.ToWire().Span));
    }

    [Fact]
    public void A_silent_push_is_passed_through() => Assert.Equal(
        """{"payload":"{\"sync\":true,\"none\":null,\"notifyhub_msg_id\":\"dlv_1\"}","pass_through":"1","registration_id":"reg","restricted_package_name":"com.example.app"}""",
        Encoding.UTF8.GetString(Form(new() { Silent = true, Title = "unseen", ChannelId = "unseen", Data = new() { ["sync"] = true, ["none"] = null } }).ToJson().Span));

    [Theory]
    [InlineData("Title", null, "Title", "Title")]
    [InlineData(null, "Text", "Text", "Text")]
    [InlineData("  ", "Text", "Text", "Text")]
    public void A_missing_line_takes_the_others_words(string? title, string? body, string sentTitle, string sentText)
    {
        var form = Form(new() { Title = title, Body = body });
        Assert.Equal((sentTitle, sentText), (form.Get("title"), form.Get("description")));
    }

    [Fact]
    public void Longer_words_are_cut_where_a_phone_would_cut_them()
    {
        var form = Form(new() { Title = new string('t', 49), Body = new string('b', 127) });
        Assert.Equal((49, 127), (form.Get("title")!.Length, form.Get("description")!.Length));
        form = Form(new() { Title = new string('t', 50), Body = new string('b', 125) + "🚚!" });
        Assert.Equal((new string('t', 48) + "…", new string('b', 125) + "…"), (form.Get("title"), form.Get("description")));
    }

    [Fact]
    public void One_collapse_key_is_one_notification_and_none_is_one_of_its_own()
    {
        string? Id(string? key, string message) => MiPushPayload.Write(new() { Body = "x", CollapseKey = key }, message).Get("notify_id");
        Assert.Equal(Id("order-42", "dlv_1"), Id("order-42", "dlv_2"));
        Assert.NotEqual(Id("order-42", "dlv_1"), Id("order-43", "dlv_1"));
        Assert.NotEqual(Id(null, "dlv_1"), Id(null, "dlv_2"));
        Assert.Equal(Id(null, "dlv_1"), Id(null, "dlv_1"));
    }

    [Theory]
    [InlineData(0, null, "1")]
    [InlineData(0.9, null, "1")]
    [InlineData(1.5, "1500", null)]
    [InlineData(9_999_999, "1209600000", null)]
    public void Time_to_live_is_at_most_two_weeks_and_zero_is_now_or_never(double seconds, string? life, string? once)
    {
        var form = Form(new() { Body = "x" }, TimeSpan.FromSeconds(seconds));
        Assert.Equal((life, once), (form.Get("time_to_live"), form.Get("extra.only_send_once")));
    }

    [Theory]
    [InlineData(null, "6", null)]
    [InlineData("default", "-1", null)]
    [InlineData("bell", "-1", "android.resource://com.example.app/raw/bell")]
    public void A_sound_is_heard_only_when_there_is_one(string? sound, string type, string? uri)
    {
        var form = Form(new() { Body = "x", Sound = sound });
        Assert.Equal((type, uri), (form.Get("notify_type"), form.Get("extra.sound_uri")));
    }

    [Fact]
    public void An_override_is_merged_last_but_changes_neither_target_nor_id()
    {
        var form = Form(new()
        {
            Body = "x",
            MiPushOverride = JsonNode.Parse("""{"registration_id":"other","restricted_package_name":"other","payload":"{\"notifyhub_msg_id\":\"forged\",\"more\":1}","extra.channel_id":"sale","notify_id":7,"extra.notify_effect":null}""")!.AsObject(),
        });
        Assert.Equal(("reg", "com.example.app", """{"notifyhub_msg_id":"dlv_1","more":1}"""), (form.Get("registration_id"), form.Get("restricted_package_name"), form.Get("payload")));
        Assert.Equal(("sale", "7", null), (form.Get("extra.channel_id"), form.Get("notify_id"), form.Get("extra.notify_effect")));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"plain words\"")]
    [InlineData("[1]")]
    public void An_override_cannot_take_the_data_away(string data) =>
        Assert.Equal("""{"notifyhub_msg_id":"dlv_1"}""", Form(new() { Body = "x", MiPushOverride = new() { ["payload"] = JsonNode.Parse(data) } }).Get("payload"));
}

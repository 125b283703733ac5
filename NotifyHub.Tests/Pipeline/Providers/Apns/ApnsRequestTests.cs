using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotifyHub.Pipeline.Providers.Apns;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

/// <summary>Path and headers as they reach Apple.</summary>
public class ApnsRequestTests
{
    [Fact]
    public async Task An_alert_carries_its_headers_over_HTTP_2()
    {
        var request = await Sent(Messages.Everything, TimeSpan.FromHours(1));
        Assert.Equal(("POST", $"/3/device/{ApnsRig.Token}", "HTTP/2"), (request.Method, request.Path, request.Protocol));
        Assert.Equal("com.example.app", request.Header("apns-topic"));
        Assert.Equal("alert", request.Header("apns-push-type"));
        Assert.Equal("10", request.Header("apns-priority"));
        Assert.Equal(new SetClock().GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(), request.Header("apns-expiration"));
        Assert.Equal("order-42", request.Header("apns-collapse-id"));
        Assert.Equal(ApnsHeaders.IdOf("dlv_1"), request.Header("apns-id"));
        Assert.Equal("application/json", request.Header("content-type"));
        Assert.Equal("dlv_1", request.Json.GetProperty("notifyhub_msg_id").GetString());
    }

    [Fact]
    public async Task Nothing_is_sent_that_was_not_asked_for()
    {
        var request = await Sent(ApnsRig.Hello, null);
        Assert.Null(request.Header("apns-expiration"));
        Assert.Null(request.Header("apns-collapse-id"));
        Assert.Null(request.Header("traceparent"));
        Assert.Null(request.Header("cookie"));
    }

    [Fact]
    public async Task Now_or_never_is_expiration_zero() =>
        Assert.Equal("0", (await Sent(ApnsRig.Hello, TimeSpan.Zero)).Header("apns-expiration"));

    [Theory]
    [InlineData(false, null, "10")]
    [InlineData(false, PushPriority.High, "10")]
    [InlineData(false, PushPriority.Normal, "5")]
    [InlineData(false, PushPriority.Low, "1")]
    [InlineData(true, null, "5")]
    [InlineData(true, PushPriority.High, "5")]
    [InlineData(true, PushPriority.Low, "1")]
    public async Task A_background_push_is_never_urgent(bool silent, PushPriority? priority, string header)
    {
        var request = await Sent(new PushMessage { Body = "x", Silent = silent, Priority = priority }, null);
        Assert.Equal((silent ? "background" : "alert", header), (request.Header("apns-push-type"), request.Header("apns-priority")));
    }

    [Theory]
    [InlineData(null, null, "5")]
    [InlineData("Two stops away", null, "10")]
    [InlineData(null, PushPriority.High, "10")]
    [InlineData("Two stops away", PushPriority.Normal, "5")]
    [InlineData("Two stops away", PushPriority.Low, "5")]
    public async Task A_live_activity_has_its_own_type_and_topic_and_is_urgent_when_it_alerts(string? title, PushPriority? priority, string header)
    {
        var request = await Sent(new PushMessage { Title = title, Priority = priority, LiveActivity = new() { Event = "update", Timestamp = 1, ContentState = [] } }, null);
        Assert.Equal(("liveactivity", "com.example.app.push-type.liveactivity", header), (request.Header("apns-push-type"), request.Header("apns-topic"), request.Header("apns-priority")));
    }

    [Theory]
    [InlineData("liveactivity", "com.example.app.push-type.liveactivity")]
    [InlineData("voip", "com.example.app.voip")]
    [InlineData("complication", "com.example.app.complication")]
    [InlineData("location", "com.example.app.location-query")]
    [InlineData("alert", "com.example.app")]
    public async Task The_topic_follows_the_push_type(string type, string topic)
    {
        var request = await Sent(ApnsRig.Hello with { ApnsOverride = Override("""{"headers":{"apns-push-type":"TYPE"}}""".Replace("TYPE", type)) }, null);
        Assert.Equal((type, topic), (request.Header("apns-push-type"), request.Header("apns-topic")));
    }

    [Fact]
    public async Task An_override_sets_headers_but_not_the_id_and_no_urgent_background()
    {
        var patch = Override("""{"headers":{"apns-push-type":"background","apns-priority":10,"apns-topic":"com.example.other","apns-expiration":"123","apns-collapse-id":"mine","apns-id":"forged","authorization":"forged"}}""");
        var request = await Sent(ApnsRig.Hello with { ApnsOverride = patch }, TimeSpan.FromHours(1));
        Assert.Equal(("5", "com.example.other", "123", "mine"),
            (request.Header("apns-priority"), request.Header("apns-topic"), request.Header("apns-expiration"), request.Header("apns-collapse-id")));
        Assert.Equal(ApnsHeaders.IdOf("dlv_1"), request.Header("apns-id"));
        Assert.StartsWith("bearer ey", request.Header("authorization"));
    }

    [Theory]
    [InlineData("""{"headers":{"apns-topic":"a\r\nx: y"}}""")]
    [InlineData("""{"headers":{"apns-priority":"soon"}}""")]
    [InlineData("""{"headers":{"apns-collapse-id":""}}""")]
    public async Task A_header_that_is_none_ends_the_message(string patch)
    {
        await using var rig = await ApnsRig.StartAsync();
        var outcome = await rig.SendAsync(ApnsRig.Hello with { ApnsOverride = Override(patch) });
        Assert.Equal((OutcomeKind.ContentBad, "bad_header"), (outcome.Kind, outcome.Code));
        Assert.Empty(rig.Production.Requests);
    }

    [Theory]
    [InlineData("Grüße")]
    [InlineData("two words")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_collapse_key_that_no_header_carries_is_hashed(string key)
    {
        var first = (await Sent(ApnsRig.Hello with { CollapseKey = key }, null)).Header("apns-collapse-id");
        Assert.Equal(64, first!.Length);
        Assert.Equal(first, (await Sent(ApnsRig.Hello with { CollapseKey = key }, null)).Header("apns-collapse-id"));
    }

    [Fact]
    public async Task A_device_may_have_a_bundle_of_its_own()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(200));
        var call = rig.Call(ApnsRig.Hello);
        await rig.Provider.SendAsync(call with { Target = call.Target with { Bundle = "com.example.watch" } }, CancellationToken.None);
        Assert.Equal("com.example.watch", rig.Production.Requests.Single().Header("apns-topic"));
    }

    [Fact]
    public void The_id_is_a_UUID_that_depends_on_the_message_alone()
    {
        var id = ApnsHeaders.IdOf("dlv_1");
        Assert.Equal(id, ApnsHeaders.IdOf("dlv_1"));
        Assert.NotEqual(id, ApnsHeaders.IdOf("dlv_2"));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
    }

    [Fact]
    public async Task Few_connections_carry_many_messages_at_once()
    {
        await using var rig = await ApnsRig.StartAsync();
        var connections = new ConcurrentDictionary<string, bool>();
        rig.Production.Otherwise = new(http =>
        {
            connections[http.Connection.Id] = true;
            return Reply.Status(200).Play(http);
        });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => rig.SendAsync(id: $"dlv_{i}")));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.InRange(connections.Count, 1, 8);
    }

    private static JsonObject Override(string json) => JsonNode.Parse(json)!.AsObject();

    private static async Task<SeenRequest> Sent(PushMessage message, TimeSpan? life)
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(200));
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync(message, life: life)).Kind);
        return rig.Production.Requests.Single();
    }
}

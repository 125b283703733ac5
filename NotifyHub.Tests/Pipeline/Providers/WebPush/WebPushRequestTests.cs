using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>What reaches the push service, and what the browser reads.</summary>
public class WebPushRequestTests
{
    private static readonly Reply Created = Reply.Status(201);

    [Fact]
    public async Task The_browser_reads_everything() => Assert.Equal(
        """
        {"title":"Your order shipped","body":"Grüße \uD83D\uDE9A","image":"https://cdn.example.com/42.jpg","tag":"order-42","localization":{"titleKey":"ORDER_T","titleArgs":["42"],"bodyKey":"ORDER_B"},"badge":3,"actions":[{"action":"REPLY","title":"Reply"},{"action":"DELETE","title":"Delete"}],"data":{"orderId":"42","count":7,"nested":{"a":[1,null]},"notifyhub_msg_id":"dlv_1","notifyhub_route":{"kind":"openPath","path":"/orders/42"},"notifyhub_actions":[{"id":"REPLY","title":"Reply","isTextInput":true},{"id":"DELETE","title":"Delete","isDestructive":true}],"notifyhub_attachment_url":"https://cdn.example.com/42.jpg"}}
        """,
        await Read(Messages.Everything));

    [Fact]
    public async Task A_silent_push_is_data_only() =>
        Assert.Equal("""{"data":{"notifyhub_msg_id":"dlv_1"}}""", await Read(new() { Silent = true, Title = "unseen" }));

    [Fact]
    public async Task An_override_is_merged_last_but_cannot_take_the_id() => Assert.Equal(
        """{"title":"T","icon":"https://cdn.example.com/i.png","data":{"notifyhub_msg_id":"dlv_1"}}""",
        await Read(new()
        {
            Title = "T", Body = "gone", Data = new() { ["a"] = 1 },
            WebPushOverride = JsonNode.Parse("""{"headers":{"Urgency":"low"},"body":null,"data":null,"icon":"https://cdn.example.com/i.png"}""")!.AsObject(),
        }));

    [Fact]
    public async Task The_request_has_the_headers_that_RFC_8030_asks_for()
    {
        var (request, _) = await Sent(WebPushRig.Hello with { CollapseKey = "order-42" }, TimeSpan.FromSeconds(90));
        Assert.Equal(("POST", "/wpush/v2/gAAAAABsecret"), (request.Method, request.Path));
        Assert.Equal("90", request.Header("TTL"));
        Assert.Equal("high", request.Header("Urgency"));
        Assert.Equal("order-42", request.Header("Topic"));
        Assert.Equal("aes128gcm", request.Header("Content-Encoding"));
        Assert.Equal("application/octet-stream", request.Header("Content-Type"));
        Assert.Null(request.Header("traceparent"));
    }

    [Theory]
    [InlineData(null, "2419200")]
    [InlineData(0d, "0")]
    [InlineData(-3d, "0")]
    [InlineData(99_999_999d, "2419200")]
    public async Task The_life_is_always_said(double? seconds, string ttl) =>
        Assert.Equal(ttl, (await Sent(WebPushRig.Hello, seconds is { } s ? TimeSpan.FromSeconds(s) : null)).Request.Header("TTL"));

    [Theory]
    [InlineData(null, false, "high")]
    [InlineData(null, true, "normal")]
    [InlineData(PushPriority.High, true, "high")]
    [InlineData(PushPriority.Normal, false, "normal")]
    [InlineData(PushPriority.Low, false, "low")]
    public async Task Urgency_follows_the_priority(PushPriority? priority, bool silent, string urgency) =>
        Assert.Equal(urgency, (await Sent(new() { Body = "x", Priority = priority, Silent = silent }, null)).Request.Header("Urgency"));

    [Fact]
    public async Task An_override_sets_urgency_and_topic()
    {
        var patch = JsonNode.Parse("""{"headers":{"Urgency":"very-low","Topic":"mine"}}""")!.AsObject();
        var (request, _) = await Sent(WebPushRig.Hello with { WebPushOverride = patch }, null);
        Assert.Equal(("very-low", "mine"), (request.Header("Urgency"), request.Header("Topic")));
    }

    [Theory]
    [InlineData("a key with blanks")]
    [InlineData("Grüße")]
    [InlineData("123456789012345678901234567890123")]
    public async Task A_collapse_key_that_is_no_topic_is_hashed_into_one(string key)
    {
        var topic = (await Sent(WebPushRig.Hello with { CollapseKey = key }, null)).Request.Header("Topic");
        Assert.Matches("^[A-Za-z0-9_-]{32}$", topic);
        Assert.Equal(topic, (await Sent(WebPushRig.Hello with { CollapseKey = key }, null)).Request.Header("Topic"));
    }

    [Fact]
    public async Task The_largest_message_makes_4096_bytes_and_one_more_is_not_sent()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Otherwise = Created;
        var frame = rig.Provider.Measure(WebPushRig.Hello with { Body = "" }, "dlv_1");
        Assert.Equal(3993, frame.MaxBytes);
        var room = frame.MaxBytes - frame.ActualBytes;
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync(WebPushRig.Hello with { Body = new string('x', room) })).Kind);
        Assert.Equal(4096, rig.Service.Requests.Single().Body.Length);
        var outcome = await rig.SendAsync(WebPushRig.Hello with { Body = new string('x', room + 1) });
        Assert.Equal((OutcomeKind.ContentBad, "payload_too_large"), (outcome.Kind, outcome.Code));
    }

    [Fact]
    public async Task The_vapid_token_names_the_origin_and_is_kept_eleven_hours()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Otherwise = Created;
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromHours(11) - TimeSpan.FromSeconds(1));
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SendAsync();
        var sent = rig.Service.Requests.Select(r => r.Header("Authorization")!).ToList();
        Assert.Equal(sent[0], sent[1]);
        Assert.NotEqual(sent[1], sent[2]);

        Assert.Matches("^vapid t=[^, ]+, k=[A-Za-z0-9_-]{87}$", sent[0]);
        var parts = sent[0]["vapid t=".Length..sent[0].IndexOf(',')].Split('.');
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal(rig.Service.Url, claims.GetProperty("aud").GetString());
        Assert.Equal("mailto:push@example.com", claims.GetProperty("sub").GetString());
        Assert.Equal(new SetClock().GetUtcNow().AddHours(12).ToUnixTimeSeconds(), claims.GetProperty("exp").GetInt64());
        using var key = rig.VapidKey();
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public async Task Two_hundred_at_once_all_arrive_readable()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Otherwise = Created;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => rig.SendAsync())));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.All(rig.Service.Requests, r => Assert.StartsWith("{\"title\"", Encoding.UTF8.GetString(rig.Browser.Open(r.Body))));
        Assert.Single(rig.Service.Requests.Select(r => r.Header("Authorization")).Distinct());
    }

    [Fact]
    public async Task Two_versions_of_a_key_share_no_token_even_side_by_side()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Otherwise = Created;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => rig.Provider.SendAsync(
            new(rig.Secret with { CacheKey = $"prj_1/crd_3/{i % 2}" }, rig.Target, WebPushRig.Hello, $"dlv_{i}", null, null), CancellationToken.None))));
        Assert.Equal(2, rig.Service.Requests.Select(r => r.Header("Authorization")).Distinct().Count());
    }

    private static async Task<string> Read(PushMessage message)
    {
        var (request, browser) = await Sent(message, null);
        return Encoding.UTF8.GetString(browser.Open(request.Body));
    }

    private static async Task<(SeenRequest Request, TestSubscriber Browser)> Sent(PushMessage message, TimeSpan? life)
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Created);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync(message, life)).Kind);
        return (rig.Service.Requests.Single(), rig.Browser);
    }
}

using NotifyHub.Pipeline.Providers.WebPush;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>Every row of the Web Push table, over the wire.</summary>
public class WebPushOutcomeTests
{
    public static TheoryData<int, OutcomeKind> Rows => new()
    {
        { 200, OutcomeKind.Accepted },
        { 201, OutcomeKind.Accepted },
        { 202, OutcomeKind.Accepted },
        { 404, OutcomeKind.TokenDead },
        { 410, OutcomeKind.TokenDead },
        { 400, OutcomeKind.ContentBad },
        { 401, OutcomeKind.CredentialBad },
        { 403, OutcomeKind.CredentialBad },
        { 413, OutcomeKind.ContentBad },
        { 406, OutcomeKind.ContentBad },
        { 415, OutcomeKind.ContentBad },
        { 429, OutcomeKind.TokenSlow },
        { 500, OutcomeKind.Retry },
        { 502, OutcomeKind.Retry },
        { 503, OutcomeKind.Retry },
        { 504, OutcomeKind.Retry },
        { 301, OutcomeKind.Retry },
        { 418, OutcomeKind.Retry },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int status, OutcomeKind kind)
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Status(status));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, status, kind == OutcomeKind.Accepted ? null : $"http_{status}"), (outcome.Kind, outcome.Status, outcome.Code));
        Assert.Single(rig.Service.Requests);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test() =>
        Assert.Empty(WebPushOutcomes.Table.Keys.Except(Rows.Select(r => (int)r[0])));

    [Fact]
    public async Task Accepted_keeps_the_location_and_a_shorter_life()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Status(201, "", "Location", "https://push.example.net/message/qDIYHNcfAIPP", "TTL", "60"));
        var outcome = await rig.SendAsync(life: TimeSpan.FromHours(1));
        Assert.Equal("https://push.example.net/message/qDIYHNcfAIPP", outcome.MessageId);
        Assert.Equal(TimeSpan.FromSeconds(60), outcome.GrantedTimeToLive);
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task The_life_asked_for_is_not_recorded(string granted)
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Status(201, "", "TTL", granted));
        Assert.Null((await rig.SendAsync(life: TimeSpan.FromHours(1))).GrantedTimeToLive);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Thu, 11 Jun 2026 08:02:00 GMT", 120)]
    [InlineData("-1", null)]
    [InlineData("315360000", 21600)]
    public async Task Retry_After_comes_in_seconds_or_as_a_date(string header, int? seconds)
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Status(429, "", "Retry-After", header));
        Assert.Equal(seconds, (int?)(await rig.SendAsync()).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task The_body_is_kept_without_the_subscription()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Status(400, $"no: {rig.Target.Token} wpush/v2/gAAAAABsecret {rig.Target.P256dh} {rig.Target.Auth}"));
        Assert.Equal("no: [redacted] [redacted] [redacted] [redacted]", (await rig.SendAsync()).Body);
    }

    [Fact]
    public async Task A_success_of_an_unknown_kind_may_have_been_one()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Status(204));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, "http_204", true), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task Silence_and_resets_may_have_delivered_and_a_refused_connection_not()
    {
        await using var rig = await WebPushRig.StartAsync(TimeSpan.FromSeconds(1));
        rig.Service.Then(Reply.Silence, Reply.Abort);
        Ends(await rig.SendAsync(), "timeout", maybe: true);
        Ends(await rig.SendAsync(), "reset", maybe: true);
        await rig.Service.DisposeAsync();
        Ends(await rig.SendAsync(), "connect_refused", maybe: false);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_read_to_its_cap()
    {
        await using var rig = await WebPushRig.StartAsync();
        rig.Service.Then(Reply.Huge(410, 10 * 1024 * 1024));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.TokenDead, 2048), (outcome.Kind, outcome.Body!.Length));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://localhost/x")]
    [InlineData("http://push.example.com/x")]
    [InlineData("ftp://push.example.com/x")]
    public async Task An_endpoint_that_may_not_be_reached_ends_the_message_and_keeps_the_device(string endpoint)
    {
        await using var rig = await WebPushRig.StartAsync();
        var outcome = await rig.SendAsync(target: rig.Target with { Token = endpoint });
        Assert.Equal((OutcomeKind.ContentBad, "egress_refused", false), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Theory]
    [InlineData("not a url", "malformed_endpoint")]
    [InlineData(null, "malformed_keys")]
    public async Task A_subscription_that_is_none_is_dead(string? endpoint, string code)
    {
        await using var rig = await WebPushRig.StartAsync();
        var target = endpoint is null ? rig.Target with { P256dh = "AAAA" } : rig.Target with { Token = endpoint };
        var outcome = await rig.SendAsync(target: target);
        Assert.Equal((OutcomeKind.TokenDead, code), (outcome.Kind, outcome.Code));
        Assert.Empty(rig.Service.Requests);
    }

    private static void Ends(ProviderOutcome outcome, string code, bool maybe) =>
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
}

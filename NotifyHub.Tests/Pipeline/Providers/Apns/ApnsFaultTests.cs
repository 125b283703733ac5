using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

/// <summary>Faults that are Apple's own, or are judged in Apple's way; what any vendor can do is in Matrix/.</summary>
public class ApnsFaultTests
{
    [Fact]
    public async Task A_stream_that_stays_refused_delivered_nothing()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Reply.ResetStream(7);
        await Ends(rig, "reset", maybe: false);
    }

    [Fact]
    public async Task Going_away_loses_no_message()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Reply.GoAway(Reply.Status(200));
        for (var i = 0; i < 5; i++) Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync(id: $"dlv_{i}")).Kind);
    }

    [Fact]
    public async Task A_vendor_that_configuration_does_not_allow_is_tried_again_later()
    {
        using var host = new ProviderHost(("Providers:Apns:ProductionUrl", "http://127.0.0.1:9"));
        var call = new ProviderCall(new("k", TestKeys.ApnsConfig, TestKeys.ApnsSecret), new(ApnsRig.Token, "production", null, null, ApnsRig.Registered), ApnsRig.Hello, "dlv_1", null, null);
        var outcome = await host.Provider("apns").SendAsync(call, CancellationToken.None);
        Assert.Equal((OutcomeKind.Retry, "egress_refused", false), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Theory]
    [InlineData("<html><body>Bad gateway</body></html>")]
    [InlineData("")]
    [InlineData("{\"reason\":")]
    [InlineData("{\"reason\":42}")]
    [InlineData("[\"BadDeviceToken\"]")]
    [InlineData("{\"reason\":\"BadDeviceToken\"} trailing")]
    [InlineData("{\"reason\":\"<script>alert(1)</script>\"}")]
    public async Task A_refusal_that_is_not_Apples_kills_no_token_and_no_key(string body)
    {
        await using var rig = await ApnsRig.StartAsync();
        foreach (var status in new[] { 400, 403, 404, 410 })
        {
            rig.Production.Then(Reply.Status(status, body));
            var outcome = await rig.SendAsync();
            Assert.Equal((OutcomeKind.Retry, "malformed", status), (outcome.Kind, outcome.Code, outcome.Status));
        }
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_read_to_its_cap()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Huge(400, 10 * 1024 * 1024));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, "malformed"), (outcome.Kind, outcome.Code));
        Assert.Equal(2048, outcome.Body!.Length);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("-1", null)]
    [InlineData("315360000", 21600)]
    [InlineData("99999999999999999999", 21600)]
    [InlineData("Thu, 11 Jun 2026 08:01:30 GMT", 90)]
    [InlineData("Thu, 11 Jun 2020 08:01:30 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("1.5", null)]
    public async Task Retry_After_is_believed_within_reason(string header, int? seconds)
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(503, """{"reason":"ServiceUnavailable"}""", "retry-after", header));
        Assert.Equal(seconds, (int?)(await rig.SendAsync()).RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("Shutdown", 503)]
    [InlineData("IdleTimeout", 400)]
    public async Task After_a_shutdown_the_next_message_takes_another_connection(string reason, int status)
    {
        await using var rig = await ApnsRig.StartAsync();
        var connections = new List<string>();
        Reply Noting(Reply inner) => new(http =>
        {
            connections.Add(http.Connection.Id);
            return inner.Play(http);
        });
        rig.Production.Then(Noting(Reply.Status(200)), Noting(Reply.Status(status, $$"""{"reason":"{{reason}}"}""")), Noting(Reply.Status(200)));
        for (var i = 0; i < 3; i++) await rig.SendAsync();
        Assert.Equal(connections[0], connections[1]);
        Assert.NotEqual(connections[1], connections[2]);
    }

    [Fact]
    public async Task Only_the_callers_own_cancelling_throws()
    {
        await using var rig = await ApnsRig.StartAsync();
        using var cancel = new CancellationTokenSource();
        rig.Production.Then(new Reply(async http =>
        {
            await cancel.CancelAsync();
            await Reply.Silence.Play(http);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Provider.SendAsync(rig.Call(ApnsRig.Hello), cancel.Token));
    }

    private static async Task Ends(ApnsRig rig, string code, bool maybe)
    {
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, code, maybe, null), (outcome.Kind, outcome.Code, outcome.MaybeDelivered, outcome.Status));
    }
}

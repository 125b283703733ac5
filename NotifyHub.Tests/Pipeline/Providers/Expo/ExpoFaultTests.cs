using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Expo;

/// <summary>A fault of one request is that of every caller in it, over HTTP/1.1 and HTTP/2; what any vendor can do to one message is in Matrix/.</summary>
public class ExpoFaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_is_each_callers_timeout_that_may_have_delivered(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(Short, http2, gathers: true);
        rig.Expo.Then(Reply.Silence);
        var outcomes = await rig.SendManyAsync(100);
        Assert.All(outcomes, outcome => Ends(outcome, "timeout", maybe: true));
        // One failure of the vendor, not a hundred.
        Assert.Equal(99, outcomes.Count(outcome => outcome.Repeats));
        Assert.Equal(http2 ? "HTTP/2" : "HTTP/1.1", Assert.Single(rig.Expo.Requests).Protocol);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_exchange_may_have_delivered_to_each(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(http2: http2, gathers: true);
        rig.Expo.Then(Reply.Abort);
        Assert.All(await rig.SendManyAsync(100), outcome => Ends(outcome, "reset", maybe: true));
        rig.Expo.Otherwise = ExpoRig.TakesAll;
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal(OutcomeKind.Accepted, outcome.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_success_that_breaks_off_may_have_delivered_to_each(bool http2)
    {
        await using var rig = await ExpoRig.StartAsync(Short, http2, gathers: true);
        rig.Expo.Then(Reply.SilenceAfterHeaders(200));
        Assert.All(await rig.SendManyAsync(100), outcome => Ends(outcome, "malformed", maybe: true));
    }

    [Fact]
    public async Task Nobody_listening_delivered_nothing_to_anybody()
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        await rig.Expo.DisposeAsync();
        Assert.All(await rig.SendManyAsync(100), outcome => Ends(outcome, "connect_refused", maybe: false));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task A_gateways_page_kills_no_token_no_message_and_no_account(int status)
    {
        await using var rig = await ExpoRig.StartAsync(gathers: true);
        rig.Expo.Then(Reply.Status(status, "<html>no</html>"));
        Assert.All(await rig.SendManyAsync(100), outcome => Assert.Equal((OutcomeKind.Retry, "malformed", status), (outcome.Kind, outcome.Code, outcome.Status)));
        Assert.Single(rig.Expo.Requests);
    }

    private static void Ends(ProviderOutcome outcome, string code, bool maybe) =>
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
}

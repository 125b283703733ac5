using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

/// <summary>Broken answers that are judged in FCM's own way; what any vendor can do is in Matrix/.</summary>
public class FcmFaultTests
{
    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    [InlineData("{\"error\":\"nope\"}")]
    [InlineData("{\"error\":{\"status\":[1]}}")]
    public async Task A_refusal_that_is_not_Googles_kills_no_token_and_no_account(string body)
    {
        await using var rig = await FcmRig.StartAsync();
        foreach (var status in new[] { 400, 403, 404 })
        {
            rig.Fcm.Then(Reply.Status(status, body));
            var outcome = await rig.SendAsync();
            Assert.Equal((OutcomeKind.Retry, "malformed", status), (outcome.Kind, outcome.Code, outcome.Status));
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_gateways_error_is_tried_again(int status)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Status(status, "<html>"));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, $"http_{status}", 10d), (outcome.Kind, outcome.Code, outcome.RetryFloor!.Value.TotalSeconds));
    }
}

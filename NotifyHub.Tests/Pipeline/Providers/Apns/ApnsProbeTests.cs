using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

public class ApnsProbeTests
{
    [Theory]
    [InlineData(400, "BadDeviceToken", "ok")]
    [InlineData(410, "Unregistered", "ok")]
    [InlineData(403, "InvalidProviderToken", "rejected")]
    [InlineData(400, "TopicDisallowed", "rejected")]
    [InlineData(400, "DeviceTokenNotForTopic", "limited")]
    [InlineData(429, "TooManyRequests", "limited")]
    [InlineData(503, "ServiceUnavailable", "unreachable")]
    public async Task The_answer_to_a_token_of_zeros_judges_the_key(int status, string reason, string verdict)
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(status, $$"""{"reason":"{{reason}}"}"""));
        var probe = await rig.Provider.ProbeAsync(rig.Secret, CancellationToken.None);
        Assert.Equal((verdict, reason), (probe.Verdict, probe.Code));
        var request = rig.Production.Requests.Single();
        Assert.Equal($"/3/device/{new string('0', 64)}", request.Path);
        Assert.Equal(("background", "0"), (request.Header("apns-push-type"), request.Header("apns-expiration")));
    }

    [Fact]
    public async Task The_probe_asks_the_service_that_the_credential_names()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Sandbox.Then(Reply.Status(400, """{"reason":"BadDeviceToken"}"""));
        var secret = rig.Secret with { ConfigJson = TestKeys.ApnsConfig.Replace("production", "sandbox") };
        Assert.Equal("ok", (await rig.Provider.ProbeAsync(secret, CancellationToken.None)).Verdict);
        Assert.Empty(rig.Production.Requests);
    }

    [Fact]
    public async Task A_credential_that_cannot_be_read_is_malformed_and_pauses_only_itself()
    {
        await using var rig = await ApnsRig.StartAsync();
        var broken = rig.Secret with { SecretJson = """{"p8":"nonsense"}""", CacheKey = "broken" };
        Assert.Equal("malformed", (await rig.Provider.ProbeAsync(broken, CancellationToken.None)).Verdict);
        var outcome = await rig.Provider.SendAsync(rig.Call(ApnsRig.Hello) with { Credential = broken }, CancellationToken.None);
        Assert.Equal((OutcomeKind.CredentialBad, "malformed_credential"), (outcome.Kind, outcome.Code));
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        await using var rig = await ApnsRig.StartAsync();
        await rig.Production.DisposeAsync();
        var probe = await rig.Provider.ProbeAsync(rig.Secret, CancellationToken.None);
        Assert.Equal(("unreachable", "connect_refused"), (probe.Verdict, probe.Code));
    }
}

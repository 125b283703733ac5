using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Huawei;

public class HuaweiProbeTests
{
    [Theory]
    [InlineData(200, """{"access_token":"x","expires_in":3600}""", "ok", null)]
    [InlineData(400, """{"error":1101,"sub_error":20044,"error_description":"invalid client"}""", "rejected", "1101")]
    [InlineData(429, "", "limited", "http_429")]
    [InlineData(503, "", "unreachable", "http_503")]
    [InlineData(200, "<html>", "unreachable", "malformed")]
    public async Task Minting_judges_id_and_secret_and_sends_nothing(int status, string body, string verdict, string? code)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.OAuth.Then(Reply.Status(status, body));
        var probe = await rig.Provider.ProbeAsync(rig.Credential, CancellationToken.None);
        Assert.Equal((verdict, code), (probe.Verdict, probe.Code));
        Assert.Empty(rig.Push.Requests);
    }

    [Fact]
    public async Task A_kept_token_is_no_proof()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Accepted);
        await rig.SendAsync();
        rig.OAuth.Then(Reply.Status(400, """{"error":1101}"""));
        Assert.Equal("rejected", (await rig.Provider.ProbeAsync(rig.Credential, CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task What_cannot_be_read_is_not_asked()
    {
        await using var rig = await HuaweiRig.StartAsync();
        Assert.Equal("malformed", (await rig.Provider.ProbeAsync(new ProviderSecret("x", "{}", "{}"), CancellationToken.None)).Verdict);
        Assert.Empty(rig.OAuth.Requests);
    }
}

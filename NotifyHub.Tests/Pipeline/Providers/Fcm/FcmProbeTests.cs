using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

public class FcmProbeTests
{
    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", null, "ok", "INVALID_ARGUMENT")]
    [InlineData(404, "NOT_FOUND", "UNREGISTERED", "ok", "UNREGISTERED")]
    [InlineData(404, "NOT_FOUND", null, "ok", "NOT_FOUND")]
    [InlineData(403, "PERMISSION_DENIED", null, "rejected", "PERMISSION_DENIED")]
    [InlineData(401, "UNAUTHENTICATED", null, "rejected", "UNAUTHENTICATED")]
    [InlineData(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR", "limited", "THIRD_PARTY_AUTH_ERROR")]
    [InlineData(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", "limited", "QUOTA_EXCEEDED")]
    [InlineData(503, "UNAVAILABLE", "UNAVAILABLE", "unreachable", "UNAVAILABLE")]
    public async Task The_answer_to_a_made_up_token_judges_the_account(int status, string rpc, string? errorCode, string verdict, string code)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Otherwise = FcmRig.Error(status, rpc, errorCode);
        var probe = await rig.Provider.ProbeAsync(rig.Secret, CancellationToken.None);
        Assert.Equal((verdict, code), (probe.Verdict, probe.Code));
        Assert.True(rig.Fcm.Requests.First().Json.GetProperty("validate_only").GetBoolean());
    }

    [Fact]
    public async Task An_account_that_Google_does_not_know_is_rejected()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.OAuth.Then(Reply.Status(400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}"""));
        var probe = await rig.Provider.ProbeAsync(rig.Secret, CancellationToken.None);
        Assert.Equal(("rejected", "invalid_grant"), (probe.Verdict, probe.Code));
        Assert.Empty(rig.Fcm.Requests);
    }
}

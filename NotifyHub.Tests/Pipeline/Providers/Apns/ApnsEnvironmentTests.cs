using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

public class ApnsEnvironmentTests
{
    private static readonly Reply NotHere = Reply.Status(400, """{"reason":"BadDeviceToken"}""");

    [Fact]
    public async Task A_confirmed_token_goes_to_its_own_service_only()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Sandbox.Then(NotHere);
        Assert.Equal(OutcomeKind.TokenDead, (await rig.SendAsync(environment: "sandbox")).Kind);
        Assert.Empty(rig.Production.Requests);
    }

    [Fact]
    public async Task An_unconfirmed_token_is_tried_on_production_first_and_that_is_remembered()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(200));
        var outcome = await rig.SendAsync(environment: null);
        Assert.Equal((OutcomeKind.Accepted, "production"), (outcome.Kind, outcome.LearnedEnvironment));
        Assert.Empty(rig.Sandbox.Requests);
    }

    [Fact]
    public async Task An_unconfirmed_token_that_production_does_not_know_is_tried_once_on_the_sandbox()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(NotHere);
        rig.Sandbox.Then(Reply.Status(200));
        var outcome = await rig.SendAsync(environment: null);
        Assert.Equal((OutcomeKind.Accepted, "sandbox"), (outcome.Kind, outcome.LearnedEnvironment));
        Assert.Equal(rig.Production.Requests.Single().Header("apns-id"), rig.Sandbox.Requests.Single().Header("apns-id"));
    }

    [Fact]
    public async Task A_token_that_neither_knows_is_dead()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(NotHere);
        rig.Sandbox.Then(NotHere);
        var outcome = await rig.SendAsync(environment: null);
        Assert.Equal((OutcomeKind.TokenDead, "BadDeviceToken", null), (outcome.Kind, outcome.Code, outcome.LearnedEnvironment));
    }

    [Fact]
    public async Task A_key_that_may_not_ask_the_other_service_is_not_called_bad_for_it()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(NotHere);
        rig.Sandbox.Then(Reply.Status(403, """{"reason":"BadEnvironmentKeyIdInToken"}"""));
        var outcome = await rig.SendAsync(environment: null);
        Assert.Equal((OutcomeKind.EnvironmentMismatch, "BadDeviceToken"), (outcome.Kind, outcome.Code));
    }

    [Fact]
    public async Task When_the_other_service_is_down_the_whole_is_tried_again()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(NotHere);
        rig.Sandbox.Then(Reply.Status(503, """{"reason":"ServiceUnavailable"}"""));
        Assert.Equal(OutcomeKind.Retry, (await rig.SendAsync(environment: null)).Kind);
    }

    [Fact]
    public async Task A_sandbox_credential_tries_the_sandbox_first()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Sandbox.Then(Reply.Status(200));
        var secret = rig.Secret with { ConfigJson = TestKeys.ApnsConfig.Replace("production", "sandbox"), CacheKey = "other" };
        var outcome = await rig.Provider.SendAsync(rig.Call(ApnsRig.Hello, environment: null) with { Credential = secret }, CancellationToken.None);
        Assert.Equal("sandbox", outcome.LearnedEnvironment);
    }
}

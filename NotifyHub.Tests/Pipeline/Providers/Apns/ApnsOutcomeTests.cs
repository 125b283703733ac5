using NotifyHub.Pipeline.Providers.Apns;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

/// <summary>Every row of the APNs table, over the wire.</summary>
public class ApnsOutcomeTests
{
    public static TheoryData<int, string, OutcomeKind> Rows => new()
    {
        { 400, "BadDeviceToken", OutcomeKind.TokenDead },
        { 400, "DeviceTokenNotForTopic", OutcomeKind.TokenDead },
        { 400, "BadTopic", OutcomeKind.CredentialBad },
        { 400, "MissingTopic", OutcomeKind.CredentialBad },
        { 400, "TopicDisallowed", OutcomeKind.CredentialBad },
        { 400, "BadCollapseId", OutcomeKind.ContentBad },
        { 400, "BadExpirationDate", OutcomeKind.ContentBad },
        { 400, "BadMessageId", OutcomeKind.ContentBad },
        { 400, "BadPriority", OutcomeKind.ContentBad },
        { 400, "InvalidPushType", OutcomeKind.ContentBad },
        { 400, "DuplicateHeaders", OutcomeKind.ContentBad },
        { 400, "MissingDeviceToken", OutcomeKind.ContentBad },
        { 400, "PayloadEmpty", OutcomeKind.ContentBad },
        { 400, "IdleTimeout", OutcomeKind.Retry },
        { 403, "InvalidProviderToken", OutcomeKind.CredentialBad },
        { 403, "MissingProviderToken", OutcomeKind.CredentialBad },
        { 403, "BadCertificate", OutcomeKind.CredentialBad },
        { 403, "BadCertificateEnvironment", OutcomeKind.CredentialBad },
        { 403, "Forbidden", OutcomeKind.CredentialBad },
        { 403, "UnrelatedKeyIdInToken", OutcomeKind.CredentialBad },
        { 403, "BadEnvironmentKeyIdInToken", OutcomeKind.CredentialBad },
        { 403, "BadEnvironmentKeyInToken", OutcomeKind.CredentialBad },
        { 404, "BadPath", OutcomeKind.ContentBad },
        { 405, "MethodNotAllowed", OutcomeKind.ContentBad },
        { 410, "Unregistered", OutcomeKind.TokenDead },
        { 410, "ExpiredToken", OutcomeKind.TokenDead },
        { 413, "PayloadTooLarge", OutcomeKind.ContentBad },
        { 429, "TooManyRequests", OutcomeKind.TokenSlow },
        { 429, "TooManyProviderTokenUpdates", OutcomeKind.Retry },
        { 500, "InternalServerError", OutcomeKind.Retry },
        { 503, "ServiceUnavailable", OutcomeKind.Retry },
        { 503, "Shutdown", OutcomeKind.Retry },
        { 400, "SomethingNew", OutcomeKind.ContentBad },
        { 403, "SomethingNew", OutcomeKind.CredentialBad },
        { 502, "SomethingNew", OutcomeKind.Retry },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int status, string reason, OutcomeKind kind)
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(status, $$"""{"reason":"{{reason}}"}"""));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, status, reason), (outcome.Kind, outcome.Status, outcome.Code));
        Assert.False(outcome.MaybeDelivered);
        Assert.Single(rig.Production.Requests);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test()
    {
        var tested = Rows.Select(r => ((int)r[0], (string)r[1])).ToHashSet();
        Assert.Equal([(403, "ExpiredProviderToken")], ApnsOutcomes.Table.Keys.Where(k => !tested.Contains(k)));   // has tests of its own
    }

    [Fact]
    public async Task Accepted_keeps_the_id_by_the_status_alone()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(200, "<html>", "apns-id", "eabeae54-14a8-11e5-b60b-1697f925ec7b"));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Accepted, "eabeae54-14a8-11e5-b60b-1697f925ec7b"), (outcome.Kind, outcome.MessageId));
        Assert.Null(outcome.LearnedEnvironment);
    }

    [Fact]
    public async Task A_dead_token_keeps_the_time_it_died()
    {
        await using var rig = await ApnsRig.StartAsync();
        var died = ApnsRig.Registered.AddDays(2);
        rig.Production.Then(Reply.Status(410, $$"""{"reason":"Unregistered","timestamp":{{died.ToUnixTimeMilliseconds()}}}"""));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.TokenDead, died), (outcome.Kind, outcome.TokenDeadSince));
    }

    [Fact]
    public async Task A_death_older_than_the_last_registration_does_not_kill()
    {
        await using var rig = await ApnsRig.StartAsync();
        var died = ApnsRig.Registered.AddDays(-2);
        rig.Production.Then(Reply.Status(410, $$"""{"reason":"Unregistered","timestamp":{{died.ToUnixTimeMilliseconds()}}}"""));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, ApnsOutcomes.StaleUnregistered, died), (outcome.Kind, outcome.Code, outcome.TokenDeadSince));
    }

    [Theory]
    [InlineData("9e30")]
    [InlineData("-1")]
    [InlineData("\"yesterday\"")]
    [InlineData("253402300800000")]
    public async Task A_senseless_time_of_death_is_left_out(string timestamp)
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(410, $$"""{"reason":"Unregistered","timestamp":{{timestamp}}}"""));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.TokenDead, null), (outcome.Kind, outcome.TokenDeadSince));
    }

    [Fact]
    public async Task The_body_is_kept_without_the_token()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(400, $$"""{"reason":"BadTopic","token":"{{ApnsRig.Token.ToUpperInvariant()}}"}"""));
        var outcome = await rig.SendAsync();
        Assert.Equal("""{"reason":"BadTopic","token":"[redacted]"}""", outcome.Body);
    }

    [Fact]
    public async Task A_token_that_cannot_be_one_is_dead_without_asking()
    {
        await using var rig = await ApnsRig.StartAsync();
        foreach (var token in new[] { "", "..", "a/b", "a?b", "a b", new string('a', 401) })
            Assert.Equal(OutcomeKind.TokenDead, (await rig.SendAsync(token: token)).Kind);
        Assert.Empty(rig.Production.Requests);
    }

    [Fact]
    public async Task A_payload_over_the_limit_is_not_sent()
    {
        await using var rig = await ApnsRig.StartAsync();
        var outcome = await rig.SendAsync(ApnsRig.Hello with { Body = new string('x', 4096) });
        Assert.Equal((OutcomeKind.ContentBad, "payload_too_large"), (outcome.Kind, outcome.Code));
        Assert.Empty(rig.Production.Requests);
    }
}

using NotifyHub.Pipeline.Providers.Fcm;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

/// <summary>Every row of the FCM table, over the wire.</summary>
public class FcmOutcomeTests
{
    private const string TokenField = """{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.token","description":"Invalid registration token"}]}""";
    private const string TtlField = """{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.android.ttl","description":"Invalid duration"}]}""";
    private const string DeviceQuota = """{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"subject":"device:bk3","description":"Device message rate exceeded"}]}""";
    private const string ProjectQuota = """{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"subject":"project:demo-project","description":"Messages per minute"}]}""";

    public static TheoryData<int, string, string?, string, string, OutcomeKind, string, int?> Rows => new()
    {
        // HTTP, google.rpc status, FcmError code, message, details, meaning, code kept, floor in seconds
        { 404, "NOT_FOUND", "UNREGISTERED", "Requested entity was not found.", "", OutcomeKind.TokenDead, "UNREGISTERED", null },
        { 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token", "", OutcomeKind.TokenDead, "INVALID_ARGUMENT", null },
        { 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "No.", TokenField, OutcomeKind.TokenDead, "INVALID_ARGUMENT", null },
        { 400, "INVALID_ARGUMENT", null, "No.", TokenField, OutcomeKind.TokenDead, "INVALID_ARGUMENT", null },
        { 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "No.", TtlField, OutcomeKind.ContentBad, "INVALID_ARGUMENT", null },
        { 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", "Android message is too big", "", OutcomeKind.ContentBad, "INVALID_ARGUMENT", null },
        { 403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH", "No.", "", OutcomeKind.TokenDead, "SENDER_ID_MISMATCH", null },
        { 401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR", "No.", "", OutcomeKind.CredentialBad, "THIRD_PARTY_AUTH_ERROR", null },
        { 403, "PERMISSION_DENIED", null, "No.", "", OutcomeKind.CredentialBad, "PERMISSION_DENIED", null },
        { 429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", "No.", DeviceQuota, OutcomeKind.TokenSlow, "QUOTA_EXCEEDED", 60 },
        { 429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", "No.", ProjectQuota, OutcomeKind.Retry, "QUOTA_EXCEEDED", 60 },
        { 429, "RESOURCE_EXHAUSTED", null, "No.", "", OutcomeKind.Retry, "RESOURCE_EXHAUSTED", 60 },
        { 503, "UNAVAILABLE", "UNAVAILABLE", "No.", "", OutcomeKind.Retry, "UNAVAILABLE", 10 },
        { 500, "INTERNAL", "INTERNAL", "No.", "", OutcomeKind.Retry, "INTERNAL", 10 },
        { 500, "UNKNOWN", "UNSPECIFIED_ERROR", "No.", "", OutcomeKind.Retry, "UNSPECIFIED_ERROR", 10 },
        { 404, "NOT_FOUND", null, "No.", "", OutcomeKind.Retry, "NOT_FOUND", null },
        { 403, "PERMISSION_DENIED", "SOMETHING_NEW", "No.", "", OutcomeKind.CredentialBad, "SOMETHING_NEW", null },
        { 418, "SOMETHING", "SOMETHING_NEW", "No.", "", OutcomeKind.Retry, "SOMETHING_NEW", null },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int status, string rpc, string? errorCode, string message, string details, OutcomeKind kind, string code, int? floor)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(FcmRig.Error(status, rpc, errorCode, message, details));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, status, code, floor), (outcome.Kind, outcome.Status, outcome.Code, (int?)outcome.RetryFloor?.TotalSeconds));
        Assert.Single(rig.Fcm.Requests);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test()
    {
        var tested = Rows.Select(r => ((int)r[0], (string)r[6])).ToHashSet();
        Assert.Equal([(401, "UNAUTHENTICATED")], FcmOutcomes.Table.Keys.Where(k => !tested.Contains(k)));   // has tests of its own
    }

    [Fact]
    public async Task Accepted_keeps_the_name()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(FcmRig.Accepted);
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Accepted, "projects/demo-project/messages/0:1500415314455276%31bd1c9631bd1c96"), (outcome.Kind, outcome.MessageId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>ok</html>")]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\":42}")]
    [InlineData("{\"name\":\"\"}")]
    [InlineData("{\"error\":{\"status\":\"INTERNAL\"}}")]
    [InlineData("{\"name\":\"projects/x\\u0000y\"}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    public async Task A_success_that_names_no_message_is_none_but_may_have_been(string body)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Status(200, body));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, "malformed", true), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1", null)]
    [InlineData("315360000", 21600)]
    [InlineData("Thu, 11 Jun 2026 08:00:30 GMT", 30)]
    public async Task Retry_After_wins_over_the_floor(string header, int? seconds)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(Reply.Status(503, """{"error":{"code":503,"status":"UNAVAILABLE"}}""", "Retry-After", header));
        Assert.Equal(seconds, (int?)(await rig.SendAsync()).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task The_body_is_kept_without_the_token()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(FcmRig.Error(400, "INVALID_ARGUMENT", message: $"bad {FcmRig.Token} here"));
        var body = (await rig.SendAsync()).Body!;
        Assert.Contains("bad [redacted] here", body);
        Assert.DoesNotContain(FcmRig.Token, body);
    }
}

using NotifyHub.Pipeline.Providers.Huawei;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Huawei;

/// <summary>Every row of Huawei's table, over the wire.</summary>
public class HuaweiOutcomeTests
{
    public static TheoryData<int, string, OutcomeKind> Rows => new()
    {
        // HTTP, code, meaning
        { 400, "80100001", OutcomeKind.ContentBad },
        { 400, "80100003", OutcomeKind.ContentBad },
        { 400, "80100004", OutcomeKind.ContentBad },
        { 400, "80100013", OutcomeKind.ContentBad },
        { 200, "80100016", OutcomeKind.ContentBad },
        { 200, "80100017", OutcomeKind.Retry },
        { 200, "80100018", OutcomeKind.ContentBad },
        { 200, "80300002", OutcomeKind.CredentialBad },
        { 200, "80300007", OutcomeKind.TokenDead },
        { 400, "80300007", OutcomeKind.TokenDead },
        { 200, "80300008", OutcomeKind.ContentBad },
        { 200, "80300010", OutcomeKind.ContentBad },
        { 200, "80300011", OutcomeKind.ContentBad },
        { 200, "80300013", OutcomeKind.ContentBad },
        { 200, "80600003", OutcomeKind.Retry },
        { 200, "81000001", OutcomeKind.Retry },
        { 500, "81000001", OutcomeKind.Retry },
        { 503, "80300007", OutcomeKind.Retry },       // a server in trouble judges no token
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int status, string code, OutcomeKind kind)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Says(code, status: status));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, status, code, null), (outcome.Kind, outcome.Status, outcome.Code, outcome.MostTries));
        Assert.Single(rig.Push.Requests);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test()
    {
        var tested = Rows.Select(r => (string)r[1]).ToHashSet();
        Assert.Equal(["80200001", "80200003", "80200005"], HuaweiOutcomes.Table.Keys.Where(k => !tested.Contains(k)).Order());   // have tests of their own
    }

    [Fact]
    public async Task Accepted_keeps_the_request_id()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Accepted);
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Accepted, "157440000006", null), (outcome.Kind, outcome.MessageId, outcome.Code));
    }

    [Theory]
    [InlineData("""{"success":0,"failure":1,"illegal_tokens":["IQAAAACy0TfYAADqm3bW0v7sQZ1c8ZJ3nqA4h2u9wG0kXv5pB7tR"]}""", OutcomeKind.TokenDead, false)]
    [InlineData("""{"success":1,"failure":1,"illegal_tokens":["another"]}""", OutcomeKind.Accepted, false)]
    [InlineData("""{"success":1,"failure":0}""", OutcomeKind.Accepted, false)]
    [InlineData("{\"success\":", OutcomeKind.Retry, true)]
    [InlineData("some tokens are bad", OutcomeKind.Retry, true)]
    [InlineData("", OutcomeKind.Retry, true)]
    public async Task Partial_success_is_read_for_the_one_token(string said, OutcomeKind kind, bool maybe)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Says("80100000", said, "1"));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, maybe), (outcome.Kind, outcome.MaybeDelivered));
        Assert.DoesNotContain(HuaweiRig.Token, outcome.Body ?? "");
    }

    [Theory]
    [InlineData("80100099")]
    [InlineData("90000000")]
    [InlineData("80300003")]
    public async Task A_code_that_no_table_knows_is_tried_a_few_times_and_shows_as_unclassified(string code)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Says(code));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, $"unclassified_{code}", 3), (outcome.Kind, outcome.Code, outcome.MostTries));
    }

    [Theory]
    [InlineData(200, "", "malformed", true)]
    [InlineData(200, "<html>ok</html>", "malformed", true)]
    [InlineData(200, "{\"code\":", "malformed", true)]
    [InlineData(200, "{\"code\":{}}", "malformed", true)]
    [InlineData(200, "{\"code\":\"\"}", "malformed", true)]
    [InlineData(302, "", "http_302", false)]
    [InlineData(400, "<html>", "malformed", false)]
    [InlineData(403, "{\"error\":\"no\"}", "malformed", false)]
    [InlineData(404, "", "malformed", false)]
    [InlineData(429, "", "http_429", false)]
    [InlineData(500, "<html>", "http_500", false)]
    [InlineData(502, "", "http_502", false)]
    [InlineData(503, "", "http_503", false)]
    public async Task An_answer_without_Huaweis_words_judges_neither_token_nor_app(int status, string body, string code, bool maybe)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(Reply.Status(status, body));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task A_code_given_as_a_number_is_read_too()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(Reply.Status(200, """{"code":80300007,"msg":"All the tokens are invalid"}"""));
        Assert.Equal(OutcomeKind.TokenDead, (await rig.SendAsync()).Kind);
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1", null)]
    [InlineData("315360000", 21600)]
    [InlineData("Thu, 11 Jun 2026 08:00:30 GMT", 30)]
    public async Task Flow_control_waits_as_long_as_Huawei_says(string header, int? seconds)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(Reply.Status(503, "", "Retry-After", header));
        var outcome = await rig.SendAsync();
        Assert.Equal((seconds, 10d), ((int?)outcome.RetryAfter?.TotalSeconds, outcome.RetryFloor!.Value.TotalSeconds));
    }

    [Fact]
    public async Task High_urgency_that_the_app_has_no_right_to_is_lowered_once_and_said()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Says("80300011"), HuaweiRig.Accepted, HuaweiRig.Accepted, HuaweiRig.Accepted);
        var outcome = await rig.SendAsync(HuaweiRig.Urgent);
        Assert.Equal((OutcomeKind.Accepted, "80300011", "157440000006"), (outcome.Kind, outcome.Code, outcome.MessageId));
        Assert.Contains("normal urgency", outcome.Body);

        await rig.SendAsync(HuaweiRig.Urgent);                        // known by now: one call, at normal urgency
        rig.Host.Clock.Advance(TimeSpan.FromMinutes(61));
        await rig.SendAsync(HuaweiRig.Urgent);                        // asked for again
        Assert.Equal(["HIGH", "NORMAL", "NORMAL", "HIGH"], rig.Push.Requests.Select(Urgency));

        static string? Urgency(SeenRequest request) => request.Json.GetProperty("message").GetProperty("android").GetProperty("urgency").GetString();
    }
}

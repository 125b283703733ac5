using System.Globalization;
using NotifyHub.Pipeline.Providers.MiPush;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.MiPush;

/// <summary>Every row of MiPush's table, over the wire.</summary>
public class MiPushOutcomeTests
{
    private static readonly int[] Rates = [10022, 10023, 10024, 10027, 10028, 22101];

    public static TheoryData<int, OutcomeKind> Rows
    {
        get
        {
            var rows = new TheoryData<int, OutcomeKind>();
            Add(OutcomeKind.TokenDead, 20301, 22000, 10029);
            Add(OutcomeKind.Retry, [-1, 10001, 10002, 10003, 10009, 10010, 10011, 22020, 22102, .. Rates]);
            Add(OutcomeKind.CredentialBad, 10004, 10005, 10006, 10013, 10014, 10026, 21301, 22001, 22002, 22004, 22006, 22007, 22008, 22022);
            Add(OutcomeKind.ContentBad, 100, 10008, 10012, 10016, 10017, 10018, 10025, 22021, 22100, 22103);
            return rows;

            void Add(OutcomeKind kind, params int[] codes) => Array.ForEach(codes, code => rows.Add(code, kind));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int code, OutcomeKind kind)
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(MiPushRig.Refuses(code));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, 200, code.ToString(CultureInfo.InvariantCulture), null), (outcome.Kind, outcome.Status, outcome.Code, outcome.MostTries));
        Assert.Equal(kind != OutcomeKind.Retry ? null : Rates.Contains(code) ? 60 : 10, (int?)outcome.RetryFloor?.TotalSeconds);
        Assert.Single(rig.Xiaomi.Requests);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test() =>
        Assert.Equal(MiPushOutcomes.Table.Keys.Order(), Rows.Select(r => ((int)r[0]).ToString(CultureInfo.InvariantCulture)).Order());

    [Theory]
    [InlineData("非法应用")]
    [InlineData("Illegal application")]
    public async Task A_code_for_which_sources_disagree_blames_the_app_when_its_words_do(string description)
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(MiPushRig.Refuses(22000, description: description));
        Assert.Equal(OutcomeKind.CredentialBad, (await rig.SendAsync()).Kind);
    }

    [Fact]
    public async Task Accepted_keeps_the_message_id()
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(MiPushRig.Accepted);
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Accepted, "slm12b34488763708232Vy"), (outcome.Kind, outcome.MessageId));
    }

    [Fact]
    public async Task Ok_without_an_id_is_accepted_by_its_trace()
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(Reply.Status(200, """{"result":"ok","code":0,"trace_id":"X7"}"""));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Accepted, "X7"), (outcome.Kind, outcome.MessageId));
    }

    [Theory]
    [InlineData(29999)]
    [InlineData(200001)]
    public async Task A_code_that_no_table_knows_is_tried_a_few_times_and_shows_as_unclassified(int code)
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(MiPushRig.Refuses(code));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, $"unclassified_{code}", 3), (outcome.Kind, outcome.Code, outcome.MostTries));
    }

    [Theory]
    [InlineData(200, "", "malformed", true)]
    [InlineData(200, "<html>ok</html>", "malformed", true)]
    [InlineData(200, "{\"result\":\"ok\"}", "malformed", true)]
    [InlineData(200, "{\"result\":\"error\",\"code\":0}", "malformed", true)]
    [InlineData(200, "{\"code\":[0]}", "malformed", true)]
    [InlineData(302, "", "http_302", false)]
    [InlineData(400, "<html>", "malformed", false)]
    [InlineData(401, "", "malformed", false)]
    [InlineData(403, "{\"error\":\"no\"}", "malformed", false)]
    [InlineData(404, "", "malformed", false)]
    [InlineData(429, "", "http_429", false)]
    [InlineData(500, "<html>", "http_500", false)]
    [InlineData(502, "{\"code\":0}", "http_502", false)]
    [InlineData(503, "{\"code\":20301}", "20301", false)]
    public async Task An_answer_without_Xiaomis_words_judges_neither_token_nor_app(int status, string body, string code, bool maybe)
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(Reply.Status(status, body));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task A_wrong_secret_by_its_status_and_words_pauses_the_credential()
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(MiPushRig.Refuses(21301, "Invalid app secret", status: 401));
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.CredentialBad, "21301", 401), (outcome.Kind, outcome.Code, outcome.Status));
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1", null)]
    [InlineData("Thu, 11 Jun 2026 08:00:30 GMT", 30)]
    public async Task Retry_After_is_kept(string header, int? seconds)
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(Reply.Status(503, "", "Retry-After", header));
        Assert.Equal(seconds, (int?)(await rig.SendAsync()).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task The_body_is_kept_without_token_and_secret()
    {
        await using var rig = await MiPushRig.StartAsync();
        rig.Xiaomi.Then(Reply.Status(200, $$"""{"result":"error","code":10017,"reason":"{{MiPushRig.Token}} with {{MiPushRig.Secret}}"}"""));
        Assert.Contains("[redacted] with [redacted]", (await rig.SendAsync()).Body);
    }
}

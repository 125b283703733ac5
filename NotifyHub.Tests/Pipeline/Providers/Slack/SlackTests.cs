using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.Slack;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Slack;

/// <summary>Slack on loopback, and every row of its table over the wire.</summary>
public sealed class SlackTests : IAsyncLifetime
{
    internal const string Token = "xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx";
    internal static readonly string SecretJson = JsonSerializer.Serialize(new { botToken = Token });
    private static readonly string[] Rates = ["ratelimited", "rate_limited", "message_limit_exceeded"];

    private ScriptedVendor _slack = null!;
    private ProviderHost _host = null!;

    public static TheoryData<string, OutcomeKind> Rows
    {
        get
        {
            var rows = new TheoryData<string, OutcomeKind>();
            Add(OutcomeKind.TokenDead, "channel_not_found", "user_not_found", "users_not_found", "is_archived");
            Add(OutcomeKind.Retry, [.. Rates, "internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"]);
            Add(OutcomeKind.CredentialBad, "not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "missing_scope", "not_allowed_token_type", "no_permission", "access_denied",
                "accesslimited", "ekm_access_denied", "enterprise_is_restricted", "org_login_required", "team_access_not_granted", "two_factor_setup_required");
            Add(OutcomeKind.ContentBad, "not_in_channel", "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel",
                "messages_tab_disabled", "as_user_not_supported", "msg_too_long", "no_text", "invalid_arguments", "invalid_blocks", "invalid_json", "json_not_object", "invalid_charset");
            return rows;

            void Add(OutcomeKind kind, params string[] errors) => Array.ForEach(errors, error => rows.Add(error, kind));
        }
    }

    public async Task InitializeAsync()
    {
        _slack = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        _host = new(("Providers:Slack:BaseUrl", $"{_slack.Url}/api"));
        _host.AllowList.Allow("127.0.0.1", _slack.Port);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _slack.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(string error, OutcomeKind kind)
    {
        _slack.Then(Refuses(error));
        var outcome = await SendAsync();
        Assert.Equal((kind, 200, error, null), (outcome.Kind, outcome.Status, outcome.Code, outcome.MostTries));
        Assert.Equal(kind != OutcomeKind.Retry ? null : Rates.Contains(error) ? 30 : 5, (int?)outcome.RetryFloor?.TotalSeconds);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test() => Assert.Equal(SlackOutcomes.Table.Keys.Order(), Rows.Select(row => (string)row[0]).Order());

    [Fact]
    public async Task A_message_is_escaped_so_that_nobody_is_called_by_its_words()
    {
        _slack.Then(Reply.Status(200, """{"ok":true,"channel":"D1","ts":"1718092800.000100"}"""));
        var outcome = await SendAsync(new PushMessage { Title = "*Build* <!channel>", Body = "a & b\n<@U1>", Route = new() { ["url"] = "https://example.com/?a=1&b=2|x" } });
        Assert.Equal((OutcomeKind.Accepted, "1718092800.000100"), (outcome.Kind, outcome.MessageId));
        var request = _slack.Requests.Single();
        Assert.Equal(("/api/chat.postMessage", $"Bearer {Token}", "U012AB3CD"), (request.Path, request.Header("Authorization"), request.Json.GetProperty("channel").GetString()));
        Assert.Equal("*∗Build∗ &lt;!channel&gt;*\na &amp; b\n&lt;@U1&gt;\n<https://example.com/?a=1&amp;b=2%7Cx|Open>", request.Json.GetProperty("text").GetString());
        Assert.Equal((false, false), (request.Json.GetProperty("unfurl_links").GetBoolean(), request.Json.GetProperty("unfurl_media").GetBoolean()));
    }

    [Fact]
    public async Task A_long_message_is_cut_and_a_silent_one_is_not_sent()
    {
        _slack.Then(Reply.Status(200, """{"ok":true}"""));
        await SendAsync(new PushMessage { Title = new('t', 5000), Body = new('<', 50_000) });
        Assert.True(_slack.Requests.Single().Json.GetProperty("text").GetString()!.Length < SlackPayload.MaxBytes);
        Assert.Equal((OutcomeKind.ContentBad, "nothing_to_show"), await SendAsync(new PushMessage { Silent = true }) is var silent ? (silent.Kind, silent.Code) : default);
    }

    [Theory]
    [InlineData(429, """{"ok":false,"error":"ratelimited"}""", "ratelimited", 30)]
    [InlineData(429, "", "http_429", 30)]
    [InlineData(503, "<html>", "http_503", 5)]
    [InlineData(500, """{"ok":false,"error":"channel_not_found"}""", "channel_not_found", 5)]
    public async Task Overload_is_tried_again(int status, string body, string code, int floor)
    {
        _slack.Then(Reply.Status(status, body, "Retry-After", "12"));
        var outcome = await SendAsync();
        Assert.Equal((OutcomeKind.Retry, code, 12d, (double)floor), (outcome.Kind, outcome.Code, outcome.RetryAfter!.Value.TotalSeconds, outcome.RetryFloor!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData(200, "", "malformed", true)]
    [InlineData(200, """{"ok":"true"}""", "malformed", true)]
    [InlineData(200, """{"ok":false}""", "malformed", true)]
    [InlineData(302, "", "http_302", false)]
    [InlineData(404, "<html>", "malformed", false)]
    [InlineData(403, "no", "malformed", false)]
    public async Task An_answer_without_Slacks_words_judges_neither_token_nor_address(int status, string body, string code, bool maybe)
    {
        _slack.Then(Reply.Status(status, body));
        var outcome = await SendAsync();
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task An_error_that_no_table_knows_is_tried_a_few_times()
    {
        _slack.Then(Refuses("solar_flare"));
        var outcome = await SendAsync();
        Assert.Equal((OutcomeKind.Retry, "unclassified_solar_flare", 3), (outcome.Kind, outcome.Code, outcome.MostTries));
    }

    [Fact]
    public async Task The_body_is_kept_without_token_and_address()
    {
        _slack.Then(Reply.Status(200, $$"""{"ok":false,"error":"invalid_arguments","x":"U012AB3CD with {{Token}}"}"""));
        Assert.Contains("[redacted] with [redacted]", (await SendAsync()).Body);
    }

    [Theory]
    [InlineData("""{"ok":true,"user":"bot"}""", "ok")]
    [InlineData("""{"ok":false,"error":"invalid_auth"}""", "rejected")]
    [InlineData("""{"ok":false,"error":"ratelimited"}""", "limited")]
    [InlineData("<html>", "unreachable")]
    public async Task The_probe_asks_who_the_token_is(string body, string verdict)
    {
        _slack.Then(Reply.Status(200, body));
        Assert.Equal(verdict, (await _host.Provider("slack").ProbeAsync(new("m", "{}", SecretJson), CancellationToken.None)).Verdict);
        Assert.Equal("/api/auth.test", _slack.Requests.Single().Path);
    }

    [Theory]
    [InlineData("{}", "is missing")]
    [InlineData("""{"botToken":"xoxp-12345678901-abc"}""", "a user's token")]
    [InlineData("""{"botToken":"xapp-1-A"}""", "an app-level token")]
    [InlineData("""{"botToken":"https://hooks.slack.com/services/T/B/x"}""", "an incoming webhook")]
    [InlineData("""{"botToken":"8f742231b10e8888abcd99yyyzzz85a5"}""", "no token of a bot")]
    [InlineData("""{"botToken":"8f742231b10e8888abcd99aaabbb85a5"}""", "signing secret")]
    public void What_is_no_bot_token_is_named(string secret, string words)
    {
        var shape = _host.Provider("slack").CheckShape("{}", secret);
        Assert.Equal("/secret/botToken", shape.Pointer);
        Assert.Contains(words, shape.Problem);
    }

    private static Reply Refuses(string error) => Reply.Status(200, JsonSerializer.Serialize(new { ok = false, error }));

    private Task<ProviderOutcome> SendAsync(PushMessage? message = null) => _host.Provider("slack").SendAsync(
        new(new("m", "{}", SecretJson), new("U012AB3CD", null, null, null, DateTimeOffset.UnixEpoch), message ?? new PushMessage { Title = "Hello" }, "dlv_1", null, null), CancellationToken.None);
}

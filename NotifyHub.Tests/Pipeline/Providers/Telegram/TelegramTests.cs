using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.Telegram;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Telegram;

/// <summary>Telegram's Bot API on loopback, and every row of its table over the wire.</summary>
public sealed class TelegramTests : IAsyncLifetime
{
    internal const string Token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
    internal static readonly string SecretJson = JsonSerializer.Serialize(new { botToken = Token });

    private ScriptedVendor _telegram = null!;
    private ProviderHost _host = null!;

    public static TheoryData<int, OutcomeKind> Rows
    {
        get
        {
            var rows = new TheoryData<int, OutcomeKind>();
            Add(OutcomeKind.ContentBad, 400, 406, 413);
            Add(OutcomeKind.CredentialBad, 401, 404);
            Add(OutcomeKind.TokenDead, 403);
            Add(OutcomeKind.Retry, 409, 420, 429, 500, 502, 503, 504);
            return rows;

            void Add(OutcomeKind kind, params int[] codes) => Array.ForEach(codes, code => rows.Add(code, kind));
        }
    }

    public static TheoryData<int, string, OutcomeKind> Words
    {
        get
        {
            var rows = new TheoryData<int, string, OutcomeKind>();
            Array.ForEach(TelegramOutcomes.DeadWords, words => rows.Add(400, words, OutcomeKind.TokenDead));
            Array.ForEach(TelegramOutcomes.MendableWords, words => rows.Add(403, words, OutcomeKind.ContentBad));
            return rows;
        }
    }

    public async Task InitializeAsync()
    {
        _telegram = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        _host = new(("Providers:Telegram:BaseUrl", _telegram.Url));
        _host.AllowList.Allow("127.0.0.1", _telegram.Port);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _telegram.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int code, OutcomeKind kind)
    {
        _telegram.Then(Refuses(code, "No"));
        var outcome = await SendAsync();
        Assert.Equal((kind, code, string.Create(CultureInfo.InvariantCulture, $"telegram_{code}"), null), (outcome.Kind, outcome.Status, outcome.Code, outcome.MostTries));
        Assert.Equal(kind != OutcomeKind.Retry ? null : code is 429 or 420 ? 30 : 5, (int?)outcome.RetryFloor?.TotalSeconds);
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test() => Assert.Equal(TelegramOutcomes.Table.Keys.Order(), Rows.Select(row => (long)(int)row[0]).Order());

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Where_a_code_has_several_meanings_its_words_decide(int code, string words, OutcomeKind kind)
    {
        _telegram.Then(Refuses(code, $"Telegram says: {words}."));
        Assert.Equal(kind, (await SendAsync()).Kind);
    }

    [Fact]
    public async Task Its_wait_stands_in_the_body()
    {
        _telegram.Then(Reply.Status(429, """{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"""));
        Assert.Equal(35, (await SendAsync()).RetryAfter!.Value.TotalSeconds);
        _telegram.Then(Reply.Status(429, """{"ok":false,"error_code":429,"parameters":{"retry_after":99999999}}"""));
        Assert.Equal(6, (await SendAsync()).RetryAfter!.Value.TotalHours);
    }

    [Fact]
    public async Task A_message_is_HTML_in_which_its_words_are_no_tags()
    {
        _telegram.Then(Reply.Status(200, """{"ok":true,"result":{"message_id":77}}"""));
        var outcome = await SendAsync(new PushMessage { Title = "<b>Build</b> & \"more\"", Body = "</b>x", Priority = PushPriority.Low, Route = new() { ["url"] = "https://example.com/?a=1&b=\"2" } });
        Assert.Equal((OutcomeKind.Accepted, "77"), (outcome.Kind, outcome.MessageId));
        var request = _telegram.Requests.Single();
        Assert.Equal(($"/bot{Token}/sendMessage", "1001", "HTML", true), (request.Path, request.Json.GetProperty("chat_id").GetString(), request.Json.GetProperty("parse_mode").GetString(), request.Json.GetProperty("disable_notification").GetBoolean()));
        Assert.Equal("<b>&lt;b&gt;Build&lt;/b&gt; &amp; &quot;more&quot;</b>\n&lt;/b&gt;x\n<a href=\"https://example.com/?a=1&amp;b=&quot;2\">Open</a>", request.Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_long_message_is_cut_and_a_silent_one_is_not_sent()
    {
        _telegram.Then(Reply.Status(200, """{"ok":true,"result":{}}"""));
        await SendAsync(new PushMessage { Title = new('t', 5000), Body = new('b', 50_000) });
        Assert.True(_telegram.Requests.Single().Json.GetProperty("text").GetString()!.Length < 4096);
        Assert.Equal("nothing_to_show", (await SendAsync(new PushMessage { Silent = true })).Code);
    }

    [Theory]
    [InlineData(200, "", "malformed", true)]
    [InlineData(200, """{"ok":1}""", "malformed", true)]
    [InlineData(400, "<html>", "malformed", false)]
    [InlineData(403, """{"ok":false}""", "malformed", false)]
    [InlineData(302, "", "http_302", false)]
    [InlineData(429, "", "http_429", false)]
    [InlineData(502, "<html>", "http_502", false)]
    public async Task An_answer_without_Telegrams_words_judges_neither_token_nor_chat(int status, string body, string code, bool maybe)
    {
        _telegram.Then(Reply.Status(status, body));
        var outcome = await SendAsync();
        Assert.Equal((OutcomeKind.Retry, code, maybe), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
    }

    [Fact]
    public async Task A_code_that_no_table_knows_is_tried_a_few_times()
    {
        _telegram.Then(Refuses(451, "No"));
        var outcome = await SendAsync();
        Assert.Equal((OutcomeKind.Retry, "unclassified_telegram_451", 3), (outcome.Kind, outcome.Code, outcome.MostTries));
    }

    [Fact]
    public async Task The_body_is_kept_without_token_and_chat()
    {
        _telegram.Then(Refuses(400, $"chat 1001 of {Token}"));
        Assert.Contains("chat [redacted] of [redacted]", (await SendAsync()).Body);
    }

    [Theory]
    [InlineData(200, """{"ok":true,"result":{"is_bot":true}}""", "ok")]
    [InlineData(401, """{"ok":false,"error_code":401,"description":"Unauthorized"}""", "rejected")]
    [InlineData(404, """{"ok":false,"error_code":404,"description":"Not Found"}""", "rejected")]
    [InlineData(429, """{"ok":false,"error_code":429}""", "limited")]
    [InlineData(502, "", "unreachable")]
    public async Task The_probe_asks_who_the_bot_is(int status, string body, string verdict)
    {
        _telegram.Then(Reply.Status(status, body));
        Assert.Equal(verdict, (await _host.Provider("telegram").ProbeAsync(new("m", "{}", SecretJson), CancellationToken.None)).Verdict);
        Assert.Equal($"/bot{Token}/getMe", _telegram.Requests.Single().Path);
    }

    [Theory]
    [InlineData("{}", "is missing")]
    [InlineData("""{"botToken":"@my_bot"}""", "the bot's name")]
    [InlineData("""{"botToken":"12345"}""", "no bot's token")]
    public void What_is_no_bot_token_is_named(string secret, string words) => Assert.Contains(words, _host.Provider("telegram").CheckShape("{}", secret).Problem);

    [Fact]
    public void A_token_as_it_stands_in_addresses_is_taken() => Assert.Equal(SecretJson, _host.Provider("telegram").CheckShape("{}", $$"""{"botToken":"bot{{Token}}"}""").SecretJson);

    private static Reply Refuses(int code, string description) => Reply.Status(code, JsonSerializer.Serialize(new { ok = false, error_code = code, description }));

    private Task<ProviderOutcome> SendAsync(PushMessage? message = null) => _host.Provider("telegram").SendAsync(
        new(new("m", "{}", SecretJson), new("1001", null, null, null, DateTimeOffset.UnixEpoch), message ?? new PushMessage { Title = "Hello" }, "dlv_1", null, null), CancellationToken.None);
}

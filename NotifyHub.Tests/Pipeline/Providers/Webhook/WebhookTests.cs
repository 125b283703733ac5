using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.Webhook;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Webhook;

/// <summary>A person's own server on loopback: signatures, and every row of the table over the wire.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    internal const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private const string Before = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhro=";
    internal static readonly string SecretJson = JsonSerializer.Serialize(new { secret = Secret });

    private ScriptedVendor _server = null!;
    private ProviderHost _host = null!;

    public static TheoryData<int, OutcomeKind> Rows => new()
    {
        { 410, OutcomeKind.TokenDead }, { 413, OutcomeKind.ContentBad }, { 408, OutcomeKind.Retry }, { 425, OutcomeKind.Retry }, { 429, OutcomeKind.Retry },
    };

    public async Task InitializeAsync()
    {
        _server = await ScriptedVendor.StartAsync(HttpProtocols.Http1);
        _host = new();
        _host.AllowList.Allow("127.0.0.1", _server.Port);
    }

    public async Task DisposeAsync()
    {
        _host.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_answer_has_its_meaning(int status, OutcomeKind kind)
    {
        _server.Then(Reply.Status(status));
        var outcome = await SendAsync();
        Assert.Equal((kind, status, $"http_{status}", null), (outcome.Kind, outcome.Status, outcome.Code, outcome.MostTries));
    }

    [Fact]
    public void Every_row_of_the_table_is_in_the_test() => Assert.Equal(WebhookOutcomes.Table.Keys.Order(), Rows.Select(row => (int)row[0]).Order());

    [Theory]
    [InlineData(200, OutcomeKind.Accepted, null)]
    [InlineData(204, OutcomeKind.Accepted, null)]
    [InlineData(302, OutcomeKind.Retry, null)]
    [InlineData(400, OutcomeKind.Retry, 5)]
    [InlineData(401, OutcomeKind.Retry, 5)]
    [InlineData(404, OutcomeKind.Retry, 5)]
    [InlineData(500, OutcomeKind.Retry, null)]
    [InlineData(503, OutcomeKind.Retry, null)]
    public async Task Other_answers_are_tried_again(int status, OutcomeKind kind, int? tries)
    {
        _server.Then(Reply.Status(status));
        var outcome = await SendAsync();
        Assert.Equal((kind, tries), (outcome.Kind, outcome.MostTries));
    }

    [Fact]
    public async Task A_call_is_signed_with_both_secrets_and_its_id_is_the_deliverys()
    {
        _server.Then(Reply.Status(204));
        await SendAsync(new PushMessage { Title = "Größe", Body = "b", Data = new() { ["order"] = 7 }, Route = new() { ["url"] = "https://example.com/" } }, JsonSerializer.Serialize(new { secret = Secret, previousSecret = Before }));
        var request = _server.Requests.Single();
        Assert.Equal(("dlv_1", "/hook", _host.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)), (request.Header("webhook-id"), request.Path, request.Header("webhook-timestamp")));
        var expected = new[] { Secret, Before }.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"dlv_1.{request.Header("webhook-timestamp")}.{request.Text}"))));
        Assert.Equal(string.Join(' ', expected), request.Header("webhook-signature"));
        Assert.Equal("""{"type":"notification","data":{"id":"dlv_1","title":"Größe","body":"b","route":{"url":"https://example.com/"},"data":{"order":7}}}""", request.Text);
    }

    [Fact]
    public async Task Nothing_inside_is_called()
    {
        var outcome = await _host.Provider("webhook").SendAsync(Call("http://169.254.169.254/latest", SecretJson, new PushMessage { Title = "x" }), CancellationToken.None);
        Assert.Equal((OutcomeKind.ContentBad, "egress_refused"), (outcome.Kind, outcome.Code));
    }

    [Fact]
    public async Task What_is_too_large_is_not_sent()
    {
        Assert.Equal((OutcomeKind.ContentBad, "payload_too_large"), await SendAsync(new PushMessage { Title = "x", Data = new() { ["x"] = new string('x', 20_000) } }) is var outcome ? (outcome.Kind, outcome.Code) : default);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Retry_After_is_kept_and_the_address_is_not()
    {
        _server.Then(Reply.Status(429, "no calls to /hook please", "Retry-After", "9"));
        var outcome = await SendAsync();
        Assert.Equal((9d, "no calls to [redacted] please"), (outcome.RetryAfter!.Value.TotalSeconds, outcome.Body));
    }

    [Theory]
    [InlineData("{}", "is missing")]
    [InlineData("""{"secret":"hunter2"}""", "is whsec_")]
    [InlineData("""{"secret":"whsec_YQ=="}""", "24 to 64 bytes")]
    public void What_is_no_secret_is_named(string secret, string words)
    {
        var shape = _host.Provider("webhook").CheckShape("{}", secret);
        Assert.Equal("/secret/secret", shape.Pointer);
        Assert.Contains(words, shape.Problem);
    }

    [Fact]
    public async Task The_probe_asks_nobody()
    {
        Assert.Equal("ok", (await _host.Provider("webhook").ProbeAsync(new("m", "{}", SecretJson), CancellationToken.None)).Verdict);
        Assert.Empty(_server.Requests);
    }

    private static ProviderCall Call(string url, string secret, PushMessage message) => new(new("m" + secret.Length, "{}", secret), new(url, null, null, null, DateTimeOffset.UnixEpoch), message, "dlv_1", null, null);

    private Task<ProviderOutcome> SendAsync(PushMessage? message = null, string? secret = null) =>
        _host.Provider("webhook").SendAsync(Call($"{_server.Url}/hook", secret ?? SecretJson, message ?? new PushMessage { Title = "Hello" }), CancellationToken.None);
}

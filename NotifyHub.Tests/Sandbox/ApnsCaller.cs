using System.Net;
using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Credentials;

namespace NotifyHub.Tests.Sandbox;

/// <summary>Talks to the APNs twin as Apple's documentation describes, header by header.</summary>
internal sealed class ApnsCaller(SandboxHost sandbox) : IDisposable
{
    public const string Alert = """{"aps":{"alert":{"title":"Shipped","body":"On its way"}},"notifyhub_msg_id":"dlv_1"}""";

    private readonly HttpClient _http = new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    public string Bearer(string keyId = SandboxCredentials.KeyId, string team = SandboxCredentials.TeamId, TimeSpan age = default, string? pem = null) =>
        "bearer " + Jwt.Es256(pem ?? sandbox.Credentials.P8, new { alg = "ES256", kid = keyId }, new { iss = team, iat = (DateTimeOffset.UtcNow - age).ToUnixTimeSeconds() });

    public async Task<Answer> SendAsync(string token, string payload = Alert, string environment = "sandbox", string? authorization = "", params (string Name, string? Value)[] headers)
    {
        using var request = Request(token, payload, environment, authorization, headers);
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancel = default)
    {
        using var response = await _http.SendAsync(request, cancel);
        var text = await response.Content.ReadAsStringAsync(cancel);
        var body = text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        return new Answer((int)response.StatusCode, Text(body, "reason"), body, response);
    }

    public HttpRequestMessage Request(string token, string payload = Alert, string environment = "sandbox", string? authorization = "", params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Addresses.Http2, $"/{environment}/3/device/{token}"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(payload)),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["apns-topic"] = SandboxCredentials.BundleId, ["apns-push-type"] = "alert", ["apns-priority"] = "10" };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        foreach (var (name, value) in all.Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("authorization", authorization.Length == 0 ? Bearer() : authorization);
        }

        return request;
    }

    public void Dispose() => _http.Dispose();

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value.GetString() : null;

    internal sealed record Answer(int Status, string? Reason, JsonElement Body, HttpResponseMessage Response)
    {
        public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
    }
}

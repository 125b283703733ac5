using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Credentials;

namespace NotifyHub.Tests.Sandbox;

/// <summary>Talks to the FCM twin as Google's REST reference describes.</summary>
internal sealed class FcmCaller(SandboxHost sandbox) : IDisposable
{
    private readonly HttpClient _http = new();

    public JsonElement Account { get; } = JsonSerializer.Deserialize<JsonElement>(sandbox.Credentials.ServiceAccountJson());

    public async Task<(int Status, JsonElement Body)> MintAsync(string? issuer = null, string? audience = null, string? scope = null, int lifeSeconds = 3600, string? pem = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var assertion = Jwt.Rs256(pem ?? Account.GetProperty("private_key").GetString()!, new
        {
            iss = issuer ?? Account.GetProperty("client_email").GetString(),
            scope = scope ?? "https://www.googleapis.com/auth/firebase.messaging",
            aud = audience ?? Account.GetProperty("token_uri").GetString(),
            iat = now,
            exp = now + lifeSeconds,
        });
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = assertion });
        using var response = await _http.PostAsync(new Uri(Account.GetProperty("token_uri").GetString()!), form);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<Answer> SendAsync(string json, string? bearer = "", string project = SandboxCredentials.ProjectId)
    {
        if (bearer?.Length == 0)
        {
            bearer = (await MintAsync()).Body.GetProperty("access_token").GetString();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Addresses.Fcm, $"/v1/projects/{project}/messages:send"))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await _http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(), response.Headers.RetryAfter?.ToString());
    }

    public void Dispose() => _http.Dispose();

    internal sealed record Answer(int Status, JsonElement Body, string? RetryAfter)
    {
        public string? Word => Body.TryGetProperty("error", out var error) ? error.GetProperty("status").GetString() : null;

        public string? ErrorCode => Details.Where(detail => detail.TryGetProperty("errorCode", out _)).Select(detail => detail.GetProperty("errorCode").GetString()).FirstOrDefault();

        public string? Field => Details.Where(detail => detail.TryGetProperty("fieldViolations", out _))
            .Select(detail => detail.GetProperty("fieldViolations")[0].GetProperty("field").GetString()).FirstOrDefault();

        public IEnumerable<JsonElement> Details =>
            Body.TryGetProperty("error", out var error) && error.TryGetProperty("details", out var details) ? details.EnumerateArray() : [];
    }
}

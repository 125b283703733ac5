using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NotifyHub.Tests.Support;

/// <summary>An answer of the API, read whole.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? Code => Json["code"]?.GetValue<string>();

    /// <summary>pointer:code of each fault.</summary>
    public IReadOnlyList<string> Faults => [.. Json["errors"]?.AsArray().Select(e => $"{e!["pointer"]}:{e["code"]}") ?? []];

    public string Id => Json["id"]!.GetValue<string>();

    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}

/// <summary>Short forms for calling the API.</summary>
public static class ApiCalls
{
    public static async Task<ApiAnswer> CallAsync(this HttpClient client, HttpMethod method, string path, HttpContent? content = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        var answer = await client.SendAsync(request);
        return new ApiAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    public static Task<ApiAnswer> PostAsync(this HttpClient client, string path, JsonNode body, string? idempotencyKey = null) =>
        client.CallAsync(HttpMethod.Post, path, JsonContent.Create(body), idempotencyKey);

    public static Task<ApiAnswer> PostTextAsync(this HttpClient client, string path, string body, string type = "application/json") =>
        client.CallAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type));

    public static Task<ApiAnswer> ReadAsync(this HttpClient client, string path) => client.CallAsync(HttpMethod.Get, path);

    public static Task<ApiAnswer> SendAsync(this HttpClient client, JsonNode body, string? idempotencyKey = null) => client.PostAsync("/v1/push/send", body, idempotencyKey);

    /// <summary>Registers a device with a token of its own; returns its id.</summary>
    public static async Task<string> NewDeviceAsync(this HttpClient client, string provider = "apns")
    {
        var answer = await client.PostAsync("/v1/push/tokens", provider == "webpush" ? WebPushDevice() : new JsonObject { ["provider"] = provider, ["token"] = NewToken() });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Id;
    }

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static JsonObject WebPushDevice(string endpoint = "https://push.example.com/abc")
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var q = key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["provider"] = "webpush",
            ["subscription"] = new JsonObject
            {
                ["endpoint"] = endpoint,
                ["keys"] = new JsonObject { ["p256dh"] = Text([4, .. q.X!, .. q.Y!]), ["auth"] = Text(RandomNumberGenerator.GetBytes(16)) },
            },
        };
    }

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}

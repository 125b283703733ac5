using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NotifyHub.Sandbox;

namespace NotifyHub.Tests.Sandbox;

/// <summary>Talks to the Expo twin as Expo's documents describe.</summary>
internal sealed class ExpoCaller(SandboxHost sandbox) : IDisposable
{
    private readonly HttpClient _http = new();

    public Task<Answer> SendAsync(string json, string? bearer = "", bool packed = false) => PostAsync("send", json, bearer, packed);

    public Task<Answer> ReceiptsAsync(params string[] ids) => PostAsync("getReceipts", JsonSerializer.Serialize(new { ids }), "", packed: false);

    public async Task<Answer> PostAsync(string path, string json, string? bearer = "", bool packed = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.Addresses.Expo, $"/--/api/v2/push/{path}")) { Content = new ByteArrayContent(packed ? Pack(json) : Encoding.UTF8.GetBytes(json)) };
        request.Content.Headers.ContentType = new("application/json");
        if (packed)
        {
            request.Content.Headers.ContentEncoding.Add("gzip");
        }

        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer.Length == 0 ? sandbox.Credentials.ExpoAccessToken : bearer);
        using var response = await _http.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(), response.Headers.RetryAfter?.ToString());
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Pack(string json)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        return packed.ToArray();
    }

    internal sealed record Answer(int Status, JsonElement Body, string? RetryAfter)
    {
        public string? Code => Body.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("code").GetString() : null;

        public IReadOnlyList<JsonElement> Tickets => Body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array ? [.. data.EnumerateArray()] : [];

        /// <summary>Each ticket as <c>ok</c> or its error.</summary>
        public IEnumerable<string?> Words => Tickets.Select(WordOf);

        public string? Receipt(string id) => Body.GetProperty("data").TryGetProperty(id, out var receipt) ? WordOf(receipt) : null;

        private static string? WordOf(JsonElement answer) =>
            answer.GetProperty("status").GetString() == "ok" ? "ok" : answer.GetProperty("details").GetProperty("error").GetString();
    }
}

using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(string Method, string Path, string Protocol, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The request that a scripted answer belongs to.</summary>
    public static SeenRequest Of(HttpContext http) => http.Features.Get<SeenRequest>()!;

    public static async Task<SeenRequest> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(http.Request.Method, http.Request.Path, http.Request.Protocol, headers, body.ToArray());
    }
}

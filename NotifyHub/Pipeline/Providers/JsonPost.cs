using System.Net.Http.Headers;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Posts one JSON body.</summary>
internal static class JsonPost
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    /// <summary>The answer or a named fault.</summary>
    /// <param name="http">Of the account.</param>
    /// <param name="address">Where to.</param>
    /// <param name="body">UTF-8.</param>
    /// <param name="headers">More headers, told as they are.</param>
    /// <param name="timeout">For all of it.</param>
    /// <param name="cancel">Ends the call.</param>
    public static async Task<VendorAnswer> SendAsync(HttpClient http, Uri address, ReadOnlyMemory<byte> body, IEnumerable<(string Name, string Value)> headers, TimeSpan timeout, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = ProviderClient.VersionFor(address),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new WireContent(body, Json),
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await VendorWire.SendAsync(http, request, timeout, cancel);
    }
}

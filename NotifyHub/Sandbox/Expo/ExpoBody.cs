using System.IO.Compression;
using System.Text.Json;
using NotifyHub.Sandbox.Wire;

namespace NotifyHub.Sandbox.Expo;

/// <summary>Reads a request's JSON, packed or not.</summary>
internal static class ExpoBody
{
    /// <summary>More than a hundred of the largest messages.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>Null when it is not JSON, is longer than Expo reads, or is packed in a way that it does not know.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var body = await RequestBody.ReadAsync(request, MostBytes, cancel);
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding)
        {
            body = encoding == "gzip" ? await UnpackAsync(body, cancel) : default;
        }

        if (body.IsEmpty || body.Length > MostBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> UnpackAsync(ReadOnlyMemory<byte> packed, CancellationToken cancel)
    {
        try
        {
            await using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[MostBytes + 1];
            return buffer.AsMemory(0, await gzip.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel));
        }
        catch (InvalidDataException)
        {
            // Not packed at all: no JSON, then.
            return default;
        }
    }
}

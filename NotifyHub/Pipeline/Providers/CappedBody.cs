using System.Text.Json;

namespace NotifyHub.Pipeline.Providers;

/// <summary>An answer's body, read to a cap: what a vendor says is short, and what is long is not from a vendor.</summary>
/// <param name="Bytes">At most the cap.</param>
/// <param name="Complete">False when the answer was longer, or broke off.</param>
internal readonly record struct CappedBody(ReadOnlyMemory<byte> Bytes, bool Complete)
{
    /// <summary>64 KB: enough for an answer about one message.</summary>
    public const int Cap = 64 * 1024;

    /// <summary>An answer without a body.</summary>
    public static CappedBody Empty { get; } = new(ReadOnlyMemory<byte>.Empty, true);

    /// <summary>Reads until the end or the cap.</summary>
    /// <exception cref="IOException">The connection broke; <see cref="HttpRequestException"/> likewise.</exception>
    public static async Task<CappedBody> ReadAsync(HttpContent content, CancellationToken cancel, int cap = Cap)
    {
        if (content.Headers.ContentLength == 0) return Empty;
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var buffer = new byte[1024];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0) return new(buffer.AsMemory(0, length), true);
            length += read;
            if (length < buffer.Length) continue;
            if (length >= cap) return new(buffer.AsMemory(0, length), false);
            Array.Resize(ref buffer, Math.Min(buffer.Length * 4, cap));
        }
    }

    /// <summary>The body as a JSON object, or null when it is anything else.</summary>
    public JsonElement? AsObject()
    {
        if (!Complete || Bytes.IsEmpty) return null;
        try
        {
            var reader = new Utf8JsonReader(Bytes.Span, new JsonReaderOptions { MaxDepth = 32 });
            if (!JsonElement.TryParseValue(ref reader, out var value) || reader.BytesConsumed != TrimmedLength()) return null;
            return value is { ValueKind: JsonValueKind.Object } ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private int TrimmedLength() => Bytes.Span.TrimEnd(" \t\r\n"u8).Length;
}

using System.Buffers;
using Microsoft.Net.Http.Headers;

namespace NotifyHub.Api.Http;

/// <summary>Reads a body whole, within its endpoint's limit, once its type is one that we read.</summary>
internal static class BodyReading
{
    public static async ValueTask<byte[]> ReadAsync(HttpContext context)
    {
        var limit = BodyLimit.Of(context).Bytes;
        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }
        var bytes = await ReadAllAsync(context, limit);
        if (bytes.Length == 0 && context.GetEndpoint()?.Metadata.GetMetadata<OptionalBody>() is not null)
        {
            return "{}"u8.ToArray();
        }
        if (bytes.Length == 0)
        {
            throw new ProblemException(Problems.EmptyBody, "This route wants a JSON object in the body.");
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<LinesBody>() is { } lines && IsPlain(context.Request, LinesBody.MediaType))
        {
            bytes = lines.ToJson(bytes);
        }
        else
        {
            CheckType(context.Request);
        }
        BodySeen.Note(context, bytes);
        return bytes;
    }

    private static async ValueTask<byte[]> ReadAllAsync(HttpContext context, int limit)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limit);
            }
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void CheckType(HttpRequest request)
    {
        if (!IsPlain(request, "application/json"))
        {
            throw new ProblemException(Problems.UnsupportedMediaType, "Send Content-Type: application/json, in UTF-8, without Content-Encoding.");
        }
    }

    private static bool IsPlain(HttpRequest request, string type) => request.Headers.ContentEncoding.Count == 0 && Is(request, type);

    /// <summary>Whether the body says that it has this type, or one whose suffix says that it is JSON too; in UTF-8.</summary>
    internal static bool Is(HttpRequest request, string type) => MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && (given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) || (given.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase) && type.EndsWith("/json", StringComparison.Ordinal)))
        && (!given.Charset.HasValue || given.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || given.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    private static ProblemException TooLarge(int limit) =>
        new(Problems.BodyTooLarge, $"The body is larger than the {limit} bytes that this route takes.") { Figures = new Dictionary<string, long>(StringComparer.Ordinal) { ["maxBytes"] = limit } };
}

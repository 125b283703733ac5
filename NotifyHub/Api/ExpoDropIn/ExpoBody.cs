using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using NotifyHub.Api.Http;

namespace NotifyHub.Api.ExpoDropIn;

/// <summary>A body of Expo's API, packed (gzip) or not: one message or many. Read as strictly as any other.</summary>
public sealed class ExpoBody<T> : IBindableFromHttpContext<ExpoBody<T>>, IEndpointParameterMetadataProvider where T : class
{
    // More than a hundred of the largest messages; for the unpacked text too, so that a small body can't unpack into all memory.
    private const int MostBytes = 1024 * 1024;

    private ExpoBody(IReadOnlyList<T> items, bool isList) => (Items, IsList) = (items, isList);

    /// <summary>What was sent.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>Whether it came as an array.</summary>
    public bool IsList { get; }

    /// <inheritdoc/>
    public static async ValueTask<ExpoBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var bytes = await ReadAsync(context.Request, context.RequestAborted);
        BodySeen.Note(context, bytes);
        var isList = bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        return new(isList ? StrictJson.Read<List<T>>(bytes) : [StrictJson.Read<T>(bytes)], isList);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var packed = request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);
        if (!BodyReading.Is(request, "application/json") || (packed && !request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException(Problems.UnsupportedMediaType, "Send Content-Type: application/json in UTF-8, as it is or with Content-Encoding: gzip.");
        }
        if (request.ContentLength > MostBytes)
        {
            throw TooLarge();
        }
        try
        {
            await using var text = packed ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : request.Body;
            return await ReadAsync(text, cancel) is { Length: > 0 } bytes ? bytes : throw new ProblemException(Problems.EmptyBody, "This route wants a message, or an array of messages, in the body.");
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(Problems.InvalidJson, "The body is not what gzip makes.");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream text, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await text.ReadAsync(buffer, cancel)) > 0)
        {
            if (whole.Length + count > MostBytes)
            {
                throw TooLarge();
            }
            whole.Write(buffer, 0, count);
        }
        return whole.ToArray();
    }

    private static ProblemException TooLarge() => new(Problems.BodyTooLarge, $"The body has more than {MostBytes} bytes, or would unpack to more.");
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NotifyHub.Api.Http;

/// <summary>
/// JSON as this API reads it: duplicate and unknown members, numbers in strings, times without a zone, NUL and half surrogate pairs
/// are refused in words, all faults at once. Stock binding accepts most of them, and some make PostgreSQL throw.
/// </summary>
public static class StrictJson
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = MaxDepth };

    /// <summary>Both ways: camelCase, enums by camelCase name, UTF-8 text as it is.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions());

    /// <summary>The same for the platform's own options.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = MaxDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new ZonedTimeConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(ApiJson.Default, new DefaultJsonTypeInfoResolver());
        return options;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="mostValues">Values that it may hold.</param>
    /// <exception cref="ProblemException">With every fault of form.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, int? mostValues = null)
    {
        using var document = Parse(utf8);
        var shape = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
        var faults = JsonShape.FaultsOf(document.RootElement, shape, mostValues ?? BodyLimit.Default.Values);
        if (faults.Count > 0)
        {
            throw ProblemException.From(RefusedException.For(faults));
        }
        return document.RootElement.Deserialize(shape)!;
    }

    /// <summary>Parses what may have any form.</summary>
    /// <exception cref="ProblemException">It is not JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Parsing);
        }
        catch (JsonException error)
        {
            throw new ProblemException(Problems.InvalidJson, $"Line {error.LineNumber + 1}, byte {error.BytePositionInLine}: not JSON, or nested deeper than {MaxDepth}.");
        }
    }
}

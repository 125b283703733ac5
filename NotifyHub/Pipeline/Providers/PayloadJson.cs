using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Writes payloads: letters left as UTF-8 (escaped, each would cost six bytes of the vendor's 4096; the platform's encoder escapes emoji all the same), overrides merged last.</summary>
internal static class PayloadJson
{
    /// <summary>For text that goes into a payload as a string.</summary>
    public static readonly JsonSerializerOptions Compactly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _ours;

    /// <summary>One JSON object.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        // One writer for each thread, taken while it writes: a payload inside a payload gets its own.
        var (buffer, json) = _ours ?? New();
        _ours = null;
        try
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
            json.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            throw new UnrenderableException(e);
        }
        finally
        {
            buffer.ResetWrittenCount();
            json.Reset(buffer);
            _ours = (buffer, json);
        }
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) New()
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        return (buffer, new Utf8JsonWriter(buffer, Compact));
    }

    /// <summary>A payload changed by an override (JSON Merge Patch, RFC 7396), then by <paramref name="restore"/>, which has the last word.</summary>
    public static ReadOnlyMemory<byte> Merge(ReadOnlyMemory<byte> payload, JsonObject patch, Action<JsonObject> restore)
    {
        var merged = JsonNode.Parse(payload.Span)!.AsObject();
        Apply(merged, patch);
        restore(merged);
        return Write(json =>
        {
            foreach (var (name, value) in merged)
            {
                json.WritePropertyName(name);
                if (value is null) json.WriteNullValue();
                else value.WriteTo(json);
            }
        });
    }

    /// <summary>The same JSON, for people.</summary>
    public static string Indent(ReadOnlyMemory<byte> payload) => JsonNode.Parse(payload.Span)!.ToJsonString(Indented);

    private static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject) target[name] = new JsonObject();
                Apply(target[name]!.AsObject(), inner);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}

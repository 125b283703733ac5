using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers;

/// <summary>A signed JWT in compact form (RFC 7515).</summary>
internal static class CompactJwt
{
    /// <summary>Writes header and claims, signs what was written.</summary>
    public static string Sign(Action<Utf8JsonWriter> header, Action<Utf8JsonWriter> claims, Func<byte[], byte[]> sign)
    {
        var content = $"{Part(header)}.{Part(claims)}";
        return $"{content}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Part(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NotifyHub.Sandbox.Wire;

/// <summary>A signed token as vendors receive it (RFC 7515 compact form), read but not yet believed.</summary>
internal sealed class CompactJwt
{
    private readonly JsonElement _header;
    private readonly JsonElement _claims;
    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private CompactJwt(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
    {
        _header = header;
        _claims = claims;
        _signed = signed;
        _signature = signature;
    }

    public string? Algorithm => Text(_header, "alg");

    public string? KeyId => Text(_header, "kid");

    /// <summary>Null when it is not three base64url parts of which the first two are JSON objects.</summary>
    public static CompactJwt? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var header = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[0]));
            var claims = JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(parts[1]));
            var isJwt = header.ValueKind == JsonValueKind.Object && claims.ValueKind == JsonValueKind.Object;
            return isJwt ? new CompactJwt(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2])) : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
        }
    }

    public string? Claim(string name) => Text(_claims, name);

    /// <summary>A NumericDate claim (RFC 7519, 2).</summary>
    public DateTimeOffset? Instant(string name) =>
        _claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>ES256: the signature is r and s, 32 bytes each (RFC 7518, 3.4).</summary>
    public bool IsSignedBy(ECDsa key) =>
        Algorithm == "ES256" && key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>RS256.</summary>
    public bool IsSignedBy(RSA key) =>
        Algorithm == "RS256" && key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

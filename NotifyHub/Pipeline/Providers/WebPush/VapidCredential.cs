using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>An application server's key pair (RFC 8292): config <c>{subject, publicKey?}</c>, secret <c>{privateKey?}</c>. With neither key a pair is made.</summary>
internal sealed class VapidCredential : IDisposable
{
    private readonly ECDsa _key;

    private VapidCredential(string subject, ECDsa key)
    {
        _key = key;
        Subject = subject;
        PublicKey = Base64Url.EncodeToString(P256.Point(key.ExportParameters(includePrivateParameters: false)));
    }

    /// <summary>Whom a push service may write to: mailto: or https:.</summary>
    public string Subject { get; }

    /// <summary>What browsers subscribe with, base64url of 65 bytes.</summary>
    public string PublicKey { get; }

    /// <summary>Reads a stored credential, both keys included.</summary>
    /// <exception cref="CredentialFormatException">A field is missing or is not what it should be, or the keys are no pair.</exception>
    public static VapidCredential Parse(string configJson, string secretJson) => Parse(configJson, secretJson, mayGenerate: false);

    /// <summary>Reads what somebody gave; a pair is made when they gave no key.</summary>
    /// <exception cref="CredentialFormatException">As <see cref="Parse(string, string)"/>.</exception>
    public static VapidCredential ParseOrGenerate(string configJson, string secretJson) => Parse(configJson, secretJson, mayGenerate: true);

    /// <summary>ES256 over the bytes, in the form that JWT wants.</summary>
    public byte[] Sign(byte[] data)
    {
        lock (_key) return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Both objects as they are to be stored.</summary>
    public CredentialShape AsShape() => new(
        null, null,
        JsonSerializer.Serialize(new { subject = Subject, publicKey = PublicKey }),
        JsonSerializer.Serialize(new { privateKey = Base64Url.EncodeToString(_key.ExportParameters(includePrivateParameters: true).D!) }),
        KeyFingerprint.Of(P256.Point(_key.ExportParameters(includePrivateParameters: false))));

    public void Dispose() => _key.Dispose();

    private static VapidCredential Parse(string configJson, string secretJson, bool mayGenerate)
    {
        var config = CredentialFields.Read("/config", configJson);
        var secret = CredentialFields.Read("/secret", secretJson);
        var subject = ReadSubject(config);
        var (given, privateKey) = (config.Optional("publicKey"), secret.Optional("privateKey"));
        if (privateKey is null && given is null && mayGenerate) return new(subject, ECDsa.Create(ECCurve.NamedCurves.nistP256));
        if (privateKey is null) throw secret.Fault("privateKey", "The private key that belongs to the public key is missing; leave out both to have a pair made.");

        var credential = new VapidCredential(subject, ReadKey(secret, privateKey));
        if (given is null || P256.Decode(given, P256.PointLength) is { } point && Base64Url.EncodeToString(point) == credential.PublicKey) return credential;
        credential.Dispose();
        throw config.Fault("publicKey", "This public key does not belong to the private key.");
    }

    private static string ReadSubject(CredentialFields config)
    {
        var subject = config.Required("subject", "The subject (mailto: or https:, how a push service reaches you)");
        var valid = Uri.TryCreate(subject, UriKind.Absolute, out var uri) && !subject.Any(char.IsWhiteSpace)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeMailto && subject.Contains('@')));
        return valid ? subject : throw config.Fault("subject", "The subject is a mailto: address or an https: URL, such as mailto:push@example.com.");
    }

    private static ECDsa ReadKey(CredentialFields secret, string text)
    {
        if (P256.Decode(text, P256.PointLength) is not null) throw secret.Fault("privateKey", "This is the public key; the private key (32 bytes in base64url) is needed here.");
        try
        {
            if (P256.Decode(text, P256.ScalarLength) is { } scalar) return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
            if (KeyFile.WhatElse(text) is null) return OfPem(text);
        }
        catch (CryptographicException)
        {
            // Said below, with what is needed.
        }
        throw secret.Fault("privateKey", "This is no VAPID private key: 32 bytes in base64url, or a PEM private key on P-256, are needed.");
    }

    private static ECDsa OfPem(string text)
    {
        var read = ECDsa.Create();
        try
        {
            read.ImportPkcs8PrivateKey(PemText.Read(text, "PRIVATE KEY")!.Value.Content, out _);
            return read.KeySize == 256 ? read : throw new CryptographicException("The key is not on P-256.");
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }
}

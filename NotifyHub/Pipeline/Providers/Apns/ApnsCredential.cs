using System.Security.Cryptography;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>A team's signing key and the app it sends for: config <c>{keyId, teamId, bundleId, environment?}</c>, secret <c>{p8}</c>.</summary>
internal sealed class ApnsCredential : IDisposable
{
    private const int IdLength = 10;
    private readonly ECDsa _key;

    private ApnsCredential(string keyId, string teamId, string bundleId, string? environment, ECDsa key) =>
        (KeyId, TeamId, BundleId, Environment, _key) = (keyId, teamId, bundleId, environment, key);

    public string KeyId { get; }
    public string TeamId { get; }
    public string BundleId { get; }

    /// <summary>The service that unconfirmed tokens are tried on first; null means production.</summary>
    public string? Environment { get; }

    /// <summary>Reads both objects.</summary>
    /// <exception cref="CredentialFormatException">A field is missing or is not what it should be.</exception>
    public static ApnsCredential Parse(string configJson, string secretJson)
    {
        var config = CredentialFields.Read("/config", configJson);
        var keyId = Id(config, "keyId", "The key id (10 characters, in the file's name: AuthKey_XXXXXXXXXX.p8)");
        var teamId = Id(config, "teamId", "The team id (10 characters, in the membership page of the developer account)");
        var bundleId = config.Required("bundleId", "The app's bundle id");
        if (!bundleId.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')) throw config.Fault("bundleId", "A bundle id has letters, digits, dots and hyphens only.");
        var named = config.Optional("environment");
        var environment = ApnsEnvironments.Read(named);
        if (named is not null && environment is null) throw config.Fault("environment", "The environment is production or sandbox.");
        return new(keyId, teamId, bundleId, environment, ReadKey(CredentialFields.Read("/secret", secretJson)));
    }

    /// <summary>ES256 over the bytes, in the form that JWT wants.</summary>
    public byte[] Sign(byte[] data)
    {
        lock (_key) return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Both objects as they are to be stored.</summary>
    public CredentialShape AsShape() => new(
        null, null,
        JsonSerializer.Serialize(new { keyId = KeyId, teamId = TeamId, bundleId = BundleId, environment = Environment ?? ApnsEnvironments.Production }),
        JsonSerializer.Serialize(new { p8 = PemText.Write("PRIVATE KEY", _key.ExportPkcs8PrivateKey()) }),
        KeyFingerprint.Of(_key.ExportSubjectPublicKeyInfo()));

    public void Dispose() => _key.Dispose();

    private static string Id(CredentialFields config, string name, string meaning)
    {
        var id = config.Required(name, meaning);
        return id.Length == IdLength && id.All(char.IsAsciiLetterOrDigit) ? id : throw config.Fault(name, $"{meaning} has 10 letters and digits.");
    }

    private static ECDsa ReadKey(CredentialFields secret)
    {
        const string needed = "the .p8 signing key from Apple's Keys page is needed";
        var text = secret.TextOrObject("p8") ?? throw secret.Fault("p8", $"The signing key is missing: {needed}.");
        if (KeyFile.WhatElse(text) is { } other) throw secret.Fault("p8", $"This is {other}; {needed}.");
        var read = ECDsa.Create();
        try
        {
            read.ImportPkcs8PrivateKey(PemText.Read(text, "PRIVATE KEY")!.Value.Content, out _);
            if (read.KeySize == 256) return read;
        }
        catch (CryptographicException)
        {
            // Said below: the reason inside would mean nothing to whoever uploaded it.
        }
        read.Dispose();
        throw secret.Fault("p8", $"This private key is no P-256 key or is damaged; {needed}.");
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>A Google service account: secret <c>{serviceAccountJson}</c>, as its text or as the object itself.</summary>
internal sealed class FcmCredential : IDisposable
{
    private const string Field = "serviceAccountJson";
    private const string Needed = "a service account key is needed (Firebase console, Project settings, Service accounts, Generate new private key)";

    private readonly RSA _key;
    private readonly JsonObject _account;

    private FcmCredential(JsonObject account, RSA key, string projectId, string clientEmail, string? keyId, Uri tokenUri) =>
        (_account, _key, ProjectId, ClientEmail, KeyId, TokenUri) = (account, key, projectId, clientEmail, keyId, tokenUri);

    public string ProjectId { get; }
    public string ClientEmail { get; }
    public string? KeyId { get; }

    /// <summary>Where the account gets its access tokens, by its own word.</summary>
    public Uri TokenUri { get; }

    /// <summary>Reads the secret; all that FCM needs is in it.</summary>
    /// <exception cref="CredentialFormatException">It is another file, or a field is missing or damaged.</exception>
    public static FcmCredential Parse(string secretJson)
    {
        var secret = CredentialFields.Read("/secret", secretJson);
        var text = secret.TextOrObject(Field) ?? throw secret.Fault(Field, $"The service account is missing: {Needed}.");
        if (text.TrimStart() is not ['{', ..]) throw secret.Fault(Field, $"This is {KeyFile.WhatElse(text) ?? "a bare private key"}; {Needed}.");

        var fields = CredentialFields.Read($"/secret/{Field}", text);
        if (ServiceAccountFile.WhatElse(fields) is { } other) throw secret.Fault(Field, $"This is {other}; {Needed}.");
        var projectId = fields.Required("project_id", "The project id");
        var tokenUri = fields.Required("token_uri", "The token address");
        if (!Uri.TryCreate(tokenUri, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            throw fields.Fault("token_uri", "The token address is no URL.");
        var email = fields.Required("client_email", "The account's address");
        var signing = ReadKey(fields);
        var repaired = JsonNode.Parse(text)!.AsObject();
        repaired["private_key"] = PemText.Write("PRIVATE KEY", signing.ExportPkcs8PrivateKey());
        return new(repaired, signing, projectId, email, fields.Optional("private_key_id"), uri);
    }

    /// <summary>RS256 over the bytes.</summary>
    public byte[] Sign(byte[] data)
    {
        lock (_key) return _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Both objects as they are to be stored; the config shows which project and account it is.</summary>
    public CredentialShape AsShape() => new(
        null, null,
        JsonSerializer.Serialize(new { projectId = ProjectId, clientEmail = ClientEmail }),
        new JsonObject { [Field] = _account.ToJsonString() }.ToJsonString(),
        KeyFingerprint.Of(_key.ExportSubjectPublicKeyInfo()));

    public void Dispose() => _key.Dispose();

    private static RSA ReadKey(CredentialFields fields)
    {
        var text = fields.Required("private_key", "The private key");
        if (KeyFile.WhatElse(text) is { } other) throw fields.Fault("private_key", $"This is {other}; {Needed}.");
        var read = RSA.Create();
        try
        {
            read.ImportPkcs8PrivateKey(PemText.Read(text, "PRIVATE KEY")!.Value.Content, out _);
            return read;
        }
        catch (CryptographicException)
        {
            read.Dispose();
            throw fields.Fault("private_key", $"The private key is no RSA key or is damaged; {Needed}.");
        }
    }
}

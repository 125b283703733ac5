using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Webhook;

/// <summary>What calls are signed with (Standard Webhooks): secret <c>{secret, previousSecret?}</c>.</summary>
/// <param name="Secrets">Each whsec_ and base64; signs with each, so that receivers can change over from one to the other.</param>
internal sealed record WebhookCredential(IReadOnlyList<string> Secrets)
{
    private const string Prefix = "whsec_";

    // As Standard Webhooks has it.
    private const int LeastBytes = 24, MostBytes = 64;

    /// <summary>Reads it.</summary>
    /// <exception cref="CredentialFormatException">A secret is none.</exception>
    public static WebhookCredential Parse(string secretJson)
    {
        var fields = CredentialFields.Read("/secret", secretJson);
        List<string> secrets = [Checked(fields, "secret") ?? throw fields.Fault("secret", $"The signing secret is missing: whsec_ and base64 of {LeastBytes} to {MostBytes} bytes, such as {WebhookSignature.NewSecret()} (made just now, for you to take).")];
        if (Checked(fields, "previousSecret") is { } before) secrets.Add(before);
        return new(secrets);
    }

    /// <summary>As it is to be stored.</summary>
    public CredentialShape AsShape() => new(
        null, null, "{}", JsonSerializer.Serialize(Secrets.Count == 1 ? new { secret = Secrets[0] } : (object)new { secret = Secrets[0], previousSecret = Secrets[1] }),
        KeyFingerprint.Of(SHA256.HashData(Encoding.UTF8.GetBytes(Secrets[0]))));

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => "WebhookCredential";

    private static string? Checked(CredentialFields fields, string name)
    {
        if (fields.TextOrObject(name) is not { } text) return null;
        var bytes = new byte[text.Length];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= LeastBytes and <= MostBytes
            ? text : throw fields.Fault(name, $"A signing secret is whsec_ and base64 of {LeastBytes} to {MostBytes} bytes.");
    }
}

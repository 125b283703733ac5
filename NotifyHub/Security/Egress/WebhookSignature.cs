using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Security.Egress;

/// <summary>Signs what is posted, as Standard Webhooks describes (HMAC-SHA256 over id, time and body).</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    /// <summary>A new secret, as the receiver's library takes it.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="secret">whsec_ and base64.</param>
    /// <param name="id">Value of <c>webhook-id</c>: the same over all tries.</param>
    /// <param name="at">Its seconds are the value of <c>webhook-timestamp</c>.</param>
    /// <param name="body">As it is posted.</param>
    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        var key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at.ToUnixTimeSeconds()}.{body}")));
    }

    /// <summary>The same with several secrets, of which the receiver knows one or the other while they are being changed.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset at, string body) => string.Join(' ', secrets.Select(secret => Sign(secret, id, at, body)));
}

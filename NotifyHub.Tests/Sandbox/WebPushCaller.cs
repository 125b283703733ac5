using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using NotifyHub.Sandbox;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Tests.Sandbox;

/// <summary>Encrypts (RFC 8291, 8188), signs (RFC 8292) and posts (RFC 8030) as a site's server does, written from the RFCs.</summary>
internal sealed class WebPushCaller(SandboxHost sandbox) : IDisposable
{
    private readonly HttpClient _http = new();

    public async Task<(int Status, HttpResponseHeaders Headers)> SendAsync(Uri endpoint, byte[] body, string? authorization = "", params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        var all = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TTL"] = "60", ["Content-Encoding"] = "aes128gcm", ["Urgency"] = "high" };
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        foreach (var (name, value) in all.Where(header => header.Value is not null))
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization.Length == 0 ? Vapid(endpoint.GetLeftPart(UriPartial.Authority)) : authorization);
        }

        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, response.Headers);
    }

    public Task<(int Status, HttpResponseHeaders Headers)> SendAsync(Phone phone, string json, params (string Name, string? Value)[] headers) =>
        SendAsync(phone.Subscription!.Endpoint, Encrypt(phone.Subscription, Encoding.UTF8.GetBytes(json)), headers: headers);

    public string Vapid(string audience, int hours = 12, string subject = SandboxCredentials.Subject, ECDsa? signer = null)
    {
        using var own = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars(sandbox.Credentials.VapidPrivateKey),
            Q = new ECPoint { X = Base64Url.DecodeFromChars(sandbox.Credentials.VapidPublicKey)[1..33], Y = Base64Url.DecodeFromChars(sandbox.Credentials.VapidPublicKey)[33..] },
        });
        var q = (signer ?? own).ExportParameters(false).Q;
        var jwt = Jwt.Es256(signer ?? own, new { alg = "ES256", typ = "JWT" }, new { aud = audience, exp = DateTimeOffset.UtcNow.AddHours(hours).ToUnixTimeSeconds(), sub = subject });
        return $"vapid t={jwt}, k={Base64Url.EncodeToString([0x04, .. q.X!, .. q.Y!])}";
    }

    public static byte[] Encrypt(PushSubscription subscription, byte[] plain)
    {
        var receiver = Base64Url.DecodeFromChars(subscription.P256dh);
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var peer = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = receiver[1..33], Y = receiver[33..] } });
        var point = sender.ExportParameters(false).Q;
        byte[] senderPoint = [0x04, .. point.X!, .. point.Y!];
        var salt = RandomNumberGenerator.GetBytes(16);
        var ikm = HKDF.DeriveKey(HashAlgorithmName.SHA256, sender.DeriveRawSecretAgreement(peer.PublicKey), 32, Base64Url.DecodeFromChars(subscription.Auth), [.. "WebPush: info\0"u8, .. receiver, .. senderPoint]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        byte[] padded = [.. plain, 0x02];
        var cipher = new byte[padded.Length];
        var tag = new byte[16];
        using var gcm = new AesGcm(key, 16);
        gcm.Encrypt(nonce, padded, cipher, tag);
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(size, 4096);
        return [.. salt, .. size, 65, .. senderPoint, .. cipher, .. tag];
    }

    public void Dispose() => _http.Dispose();
}

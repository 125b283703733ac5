using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Phones;

/// <summary>A browser's half of Web Push encryption (RFC 8291, 2): its key pair and its secret.</summary>
internal sealed class SubscriptionKeys : IDisposable
{
    private SubscriptionKeys(ECDiffieHellman pair, byte[] auth)
    {
        Pair = pair;
        Auth = auth;
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        PublicPoint = [0x04, .. point.X!, .. point.Y!];
    }

    public ECDiffieHellman Pair { get; }

    public byte[] Auth { get; }

    /// <summary>65 bytes, uncompressed.</summary>
    public byte[] PublicPoint { get; }

    public string P256dhText => Base64Url.EncodeToString(PublicPoint);

    public string AuthText => Base64Url.EncodeToString(Auth);

    public static SubscriptionKeys Create() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), RandomNumberGenerator.GetBytes(16));

    public static SubscriptionKeys Load(string pkcs8, string auth)
    {
        var pair = ECDiffieHellman.Create();
        pair.ImportPkcs8PrivateKey(Convert.FromBase64String(pkcs8), out _);
        return new SubscriptionKeys(pair, Base64Url.DecodeFromChars(auth));
    }

    public string SavePrivateKey() => Convert.ToBase64String(Pair.ExportPkcs8PrivateKey());

    public void Dispose() => Pair.Dispose();
}

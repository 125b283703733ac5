using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>Throwaway keys, made once per run.</summary>
internal static class TestKeys
{
    public static ECDsa Apns { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static RSA Google { get; } = RSA.Create(2048);

    public static string P8 { get; } = Apns.ExportPkcs8PrivateKeyPem();

    public static string ApnsConfig { get; } = """{"keyId":"ABCDE12345","teamId":"TEAM123456","bundleId":"com.example.app","environment":"production"}""";

    public static string ApnsSecret { get; } = JsonSerializer.Serialize(new { p8 = P8 });

    public static string ServiceAccount(string tokenUri, string? privateKey = null) => JsonSerializer.Serialize(new
    {
        type = "service_account",
        project_id = "demo-project",
        private_key_id = "key-1",
        private_key = privateKey ?? Google.ExportPkcs8PrivateKeyPem(),
        client_email = "push@demo-project.iam.gserviceaccount.com",
        token_uri = tokenUri,
    });

    public static string FcmSecret(string tokenUri) => JsonSerializer.Serialize(new { serviceAccountJson = ServiceAccount(tokenUri) });

    /// <summary>A certificate that signs itself, for a name or an address.</summary>
    public static X509Certificate2 Certificate(string host, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(from, until);
    }
}

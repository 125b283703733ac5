using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

public class ApnsShapeTests
{
    private static readonly string Packed = TestKeys.P8.Replace("\n", "");

    public static TheoryData<string> Repairable =>
    [
        TestKeys.P8,
        TestKeys.P8.Replace("\n", "\r\n"),
        Packed,
        TestKeys.P8.Replace("\n", " "),
        TestKeys.P8.Replace("\n", "\\n"),
        $"\"{TestKeys.P8.Replace("\n", "\\n")}\"",
        $"  {TestKeys.P8}\n\n",
        Packed.Replace("-----BEGIN PRIVATE KEY-----", "").Replace("-----END PRIVATE KEY-----", ""),
    ];

    [Theory]
    [MemberData(nameof(Repairable))]
    public void A_key_that_lost_its_line_breaks_is_repaired(string p8)
    {
        var shape = Check(TestKeys.ApnsConfig, p8);
        Assert.Null(shape.Problem);
        Assert.Equal(TestKeys.P8, JsonDocument.Parse(shape.SecretJson).RootElement.GetProperty("p8").GetString());
        Assert.Equal(TestKeys.ApnsConfig, shape.ConfigJson);
        Assert.Matches("^sha256:[0-9a-f]{16}$", shape.Fingerprint);
    }

    public static TheoryData<string, string> WrongFiles => new()
    {
        { Certificate().ExportCertificatePem(), "a certificate (.cer)" },
        { Convert.ToBase64String(Certificate().RawData), "a certificate (.cer)" },
        { Convert.ToBase64String(Certificate().Export(X509ContentType.Pkcs12)), "a .p12 certificate bundle" },
        { System.Text.Encoding.UTF8.GetString(Certificate().RawData), "a binary file" },
        { TestKeys.Apns.ExportSubjectPublicKeyInfoPem(), "a public key" },
        { Convert.ToBase64String(TestKeys.Apns.ExportSubjectPublicKeyInfo()), "a public key" },
        { TestKeys.Apns.ExportECPrivateKeyPem(), "older SEC1 form" },
        { TestKeys.Apns.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)), "a password" },
        { TestKeys.Google.ExportPkcs8PrivateKeyPem(), "no P-256 key" },
        { ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKeyPem(), "no P-256 key" },
        { Packed.Replace("MIG", "MIH"), "damaged" },
        { TestKeys.ServiceAccount("https://x.example.com"), "a JSON file" },
        { "hello", "no key file" },
        { "-----BEGIN PRIVATE KEY-----", "no key file" },
    };

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void Another_file_is_called_by_its_name(string text, string words)
    {
        var shape = Check(TestKeys.ApnsConfig, text);
        Assert.Contains(words, shape.Problem);
        Assert.Contains(".p8", shape.Problem);
        Assert.Equal("/secret/p8", shape.Pointer);
    }

    [Theory]
    [InlineData("""{"teamId":"TEAM123456","bundleId":"a.b"}""", "/config/keyId")]
    [InlineData("""{"keyId":"SHORT","teamId":"TEAM123456","bundleId":"a.b"}""", "/config/keyId")]
    [InlineData("""{"keyId":"ABCDE12345","bundleId":"a.b"}""", "/config/teamId")]
    [InlineData("""{"keyId":"ABCDE12345","teamId":"TEAM123456"}""", "/config/bundleId")]
    [InlineData("""{"keyId":"ABCDE12345","teamId":"TEAM123456","bundleId":"a b"}""", "/config/bundleId")]
    [InlineData("""{"keyId":"ABCDE12345","teamId":"TEAM123456","bundleId":"a.b","environment":"staging"}""", "/config/environment")]
    [InlineData("[]", "/config")]
    [InlineData("{", "/config")]
    [InlineData("""{"keyId":42,"teamId":"TEAM123456","bundleId":"a.b"}""", "/config/keyId")]
    public void A_wrong_field_is_named(string config, string pointer) => Assert.Equal(pointer, Check(config, TestKeys.P8).Pointer);

    [Fact]
    public void A_missing_key_is_named() => Assert.Equal("/secret/p8", Provider(p => p.CheckShape(TestKeys.ApnsConfig, "{}")).Pointer);

    private static CredentialShape Check(string config, string p8) => Provider(p => p.CheckShape(config, JsonSerializer.Serialize(new { p8 })));

    private static CredentialShape Provider(Func<NotifyHub.Pipeline.Providers.IPushProvider, CredentialShape> check)
    {
        using var host = new ProviderHost();
        return check(host.Provider("apns"));
    }

    private static X509Certificate2 Certificate() =>
        TestKeys.Certificate("push.example.com", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
}

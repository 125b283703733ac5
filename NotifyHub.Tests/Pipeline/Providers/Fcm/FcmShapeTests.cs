using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

public class FcmShapeTests
{
    private const string TokenUri = "https://oauth2.googleapis.com/token";

    public static TheoryData<string> Accounts =>
    [
        TestKeys.ServiceAccount(TokenUri),
        TestKeys.ServiceAccount(TokenUri, TestKeys.Google.ExportPkcs8PrivateKeyPem().Replace("\n", "\\n")),
        TestKeys.ServiceAccount(TokenUri, TestKeys.Google.ExportPkcs8PrivateKeyPem().Replace("\n", "")),
    ];

    [Theory]
    [MemberData(nameof(Accounts))]
    public void A_service_account_is_taken_and_its_key_repaired(string account)
    {
        var shape = Check(account);
        Assert.Null(shape.Problem);
        Assert.Equal("""{"projectId":"demo-project","clientEmail":"push@demo-project.iam.gserviceaccount.com"}""", shape.ConfigJson);
        var stored = JsonNode.Parse(JsonNode.Parse(shape.SecretJson)!["serviceAccountJson"]!.GetValue<string>())!;
        Assert.Equal(TestKeys.Google.ExportPkcs8PrivateKeyPem(), stored["private_key"]!.GetValue<string>());
        Assert.Equal("demo-project", stored["project_id"]!.GetValue<string>());
        Assert.Matches("^sha256:[0-9a-f]{16}$", shape.Fingerprint);
    }

    [Fact]
    public void The_account_may_be_given_as_an_object()
    {
        using var host = new ProviderHost();
        Assert.Null(host.Provider("fcm").CheckShape("{}", $$"""{"serviceAccountJson":{{TestKeys.ServiceAccount(TokenUri)}}}""").Problem);
    }

    [Theory]
    [InlineData("""{"project_info":{"project_number":"1"},"client":[]}""", "google-services.json")]
    [InlineData("""{"apiKey":"AIza","authDomain":"x.firebaseapp.com","messagingSenderId":"1"}""", "web app's Firebase config")]
    [InlineData("""{"installed":{"client_id":"x"}}""", "OAuth client")]
    [InlineData("""{"type":"authorized_user"}""", "person's own credentials")]
    [InlineData("""{"type":"external_account"}""", "workload identity")]
    [InlineData("""{"hello":"world"}""", "some other JSON file")]
    [InlineData("AAAAabcd:APA91bLegacyServerKey", "no key file")]
    public void Another_file_is_called_by_its_name(string text, string words)
    {
        var shape = Check(text);
        Assert.Contains(words, shape.Problem);
        Assert.Contains("service account key is needed", shape.Problem);
        Assert.Equal("/secret/serviceAccountJson", shape.Pointer);
    }

    [Fact]
    public void A_bare_private_key_is_called_by_its_name() => Assert.Contains("a bare private key", Check(TestKeys.Google.ExportPkcs8PrivateKeyPem()).Problem);

    [Theory]
    [InlineData("project_id", null)]
    [InlineData("client_email", null)]
    [InlineData("private_key", null)]
    [InlineData("private_key", "nonsense")]
    [InlineData("token_uri", null)]
    [InlineData("token_uri", "not a url")]
    [InlineData("token_uri", "https://10.0.0.1/token")]
    [InlineData("token_uri", "http://oauth2.googleapis.com/token")]
    public void A_wrong_field_is_named(string field, string? value)
    {
        var account = JsonNode.Parse(TestKeys.ServiceAccount(TokenUri))!.AsObject();
        account[field] = value;
        Assert.Equal($"/secret/serviceAccountJson/{field}", Check(account.ToJsonString()).Pointer);
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        var shape = Check(TestKeys.ServiceAccount(TokenUri, TestKeys.P8));
        Assert.Contains("no RSA key", shape.Problem);
    }

    private static CredentialShape Check(string account)
    {
        using var host = new ProviderHost();
        return host.Provider("fcm").CheckShape("{}", JsonSerializer.Serialize(new { serviceAccountJson = account }));
    }
}

using System.Text.Json;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Huawei;

public class HuaweiShapeTests
{
    [Fact]
    public void An_app_with_its_secret_is_taken()
    {
        var shape = Check("""{"appId":" 100000001 "}""", HuaweiRig.Secret);
        Assert.Null(shape.Problem);
        Assert.Equal("""{"appId":"100000001","clientId":"100000001"}""", shape.ConfigJson);
        Assert.Equal(HuaweiRig.SecretJson, shape.SecretJson);
        Assert.Matches("^sha256:[0-9a-f]{16}$", shape.Fingerprint);
        Assert.DoesNotContain(HuaweiRig.Secret, shape.ToString()[..shape.ToString().IndexOf("SecretJson", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Another_secret_has_another_fingerprint() =>
        Assert.NotEqual(Check(HuaweiRig.Config, HuaweiRig.Secret).Fingerprint, Check(HuaweiRig.Config, HuaweiRig.Secret.Replace('5', '6')).Fingerprint);

    [Fact]
    public void A_client_id_of_its_own_is_kept() =>
        Assert.Equal("""{"appId":"100000001","clientId":"300000009"}""", Check("""{"appId":"100000001","clientId":"300000009"}""", HuaweiRig.Secret).ConfigJson);

    [Theory]
    [InlineData("""{"agcgw":{"url":"connect-dre.hispace.hicloud.com"},"client":{"client_secret":"x"}}""", "agconnect-services.json")]
    [InlineData("""{"app_info":{"app_id":"100000001"}}""", "agconnect-services.json")]
    [InlineData("""{"project_id":"1","key_id":"2","private_key":"x","sub_account":"3"}""", "service account key of Huawei")]
    [InlineData("""{"type":"service_account"}""", "file of Firebase")]
    [InlineData("""{"hello":"world"}""", "a JSON file")]
    [InlineData("{\"half", "a JSON file")]
    [InlineData("100000001", "a number")]
    [InlineData("two words that are no secret", "spaces")]
    [InlineData("short", "5 characters")]
    public void Another_value_is_called_by_its_name(string text, string words)
    {
        var shape = Check(HuaweiRig.Config, text);
        Assert.Contains(words, shape.Problem);
        Assert.Contains("client secret is needed", shape.Problem);
        Assert.Equal("/secret/clientSecret", shape.Pointer);
    }

    [Fact]
    public void A_private_key_is_called_by_its_name() => Assert.Contains("a private key", Check(HuaweiRig.Config, TestKeys.P8).Problem);

    [Theory]
    [InlineData("{}", "/config/appId")]
    [InlineData("""{"appId":"com.example.app"}""", "/config/appId")]
    [InlineData("""{"appId":"12"}""", "/config/appId")]
    [InlineData("""{"appId":"100000001","clientId":"abc"}""", "/config/clientId")]
    [InlineData("[]", "/config")]
    public void A_wrong_field_is_named(string config, string pointer) => Assert.Equal(pointer, Check(config, HuaweiRig.Secret).Pointer);

    [Fact]
    public void A_missing_secret_is_named()
    {
        using var host = new ProviderHost();
        Assert.Equal("/secret/clientSecret", host.Provider("huawei").CheckShape(HuaweiRig.Config, "{}").Pointer);
    }

    private static CredentialShape Check(string config, string secret)
    {
        using var host = new ProviderHost();
        return host.Provider("huawei").CheckShape(config, JsonSerializer.Serialize(new { clientSecret = secret }));
    }
}

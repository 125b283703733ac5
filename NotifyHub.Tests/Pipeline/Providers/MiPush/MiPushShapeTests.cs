using System.Text.Json;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.MiPush;

public class MiPushShapeTests
{
    [Theory]
    [InlineData(MiPushRig.Secret)]
    [InlineData("key=" + MiPushRig.Secret)]
    [InlineData(" " + MiPushRig.Secret + "\n")]
    public void An_app_with_its_secret_is_taken_and_the_headers_word_removed(string secret)
    {
        var shape = Check("""{"packageName":"com.example.app"}""", secret);
        Assert.Null(shape.Problem);
        Assert.Equal(MiPushRig.Config, shape.ConfigJson);
        Assert.Equal(MiPushRig.Secret, JsonDocument.Parse(shape.SecretJson).RootElement.GetProperty("appSecret").GetString());
        Assert.Matches("^sha256:[0-9a-f]{16}$", shape.Fingerprint);
    }

    [Theory]
    [InlineData("Global", "global")]
    [InlineData("cn", "china")]
    [InlineData("eu", "europe")]
    [InlineData("in", "india")]
    [InlineData("RU", "russia")]
    [InlineData("", "china")]
    public void Regions_have_one_name(string given, string stored) =>
        Assert.Contains($"\"region\":\"{stored}\"", Check($$"""{"packageName":"com.example.app","region":"{{given}}"}""", MiPushRig.Secret).ConfigJson);

    [Theory]
    [InlineData("2882303761517612345", "the AppId")]
    [InlineData("5671761212345", "AppKey")]
    [InlineData("""{"client":1}""", "a JSON file")]
    [InlineData("some words with spaces", "spaces")]
    [InlineData("abc", "3 characters")]
    public void Another_value_is_called_by_its_name(string text, string words)
    {
        var shape = Check(MiPushRig.Config, text);
        Assert.Contains(words, shape.Problem);
        Assert.Contains("AppSecret is needed", shape.Problem);
        Assert.Equal("/secret/appSecret", shape.Pointer);
    }

    [Theory]
    [InlineData("{}", "/config/packageName")]
    [InlineData("""{"packageName":"example"}""", "/config/packageName")]
    [InlineData("""{"packageName":"com.example app"}""", "/config/packageName")]
    [InlineData("""{"packageName":"com.example.app,com.example.other"}""", "/config/packageName")]
    [InlineData("""{"packageName":"com.example.app","region":"mars"}""", "/config/region")]
    public void A_wrong_field_is_named(string config, string pointer) => Assert.Equal(pointer, Check(config, MiPushRig.Secret).Pointer);

    private static CredentialShape Check(string config, string secret)
    {
        using var host = new ProviderHost();
        return host.Provider("mipush").CheckShape(config, JsonSerializer.Serialize(new { appSecret = secret }));
    }
}

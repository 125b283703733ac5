using System.Text.Json;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

public class VapidShapeTests
{
    private const string Subject = """{"subject":"mailto:push@example.com"}""";

    [Fact]
    public async Task With_neither_key_a_pair_is_made_that_proves_itself()
    {
        var shape = Check(Subject, "{}");
        Assert.Null(shape.Problem);
        Assert.Equal(87, Member(shape.ConfigJson, "publicKey").Length);
        Assert.Equal(43, Member(shape.SecretJson, "privateKey").Length);
        using var host = new ProviderHost();
        Assert.Equal("ok", (await host.Provider("webpush").ProbeAsync(new("k", shape.ConfigJson, shape.SecretJson), CancellationToken.None)).Verdict);
        Assert.NotEqual(shape.Fingerprint, Check(Subject, "{}").Fingerprint);
    }

    [Fact]
    public void The_public_key_follows_from_the_private_one()
    {
        var pair = Check(Subject, "{}");
        var again = Check(Subject, pair.SecretJson);
        Assert.Equal((pair.ConfigJson, pair.SecretJson, pair.Fingerprint), (again.ConfigJson, again.SecretJson, again.Fingerprint));
    }

    [Fact]
    public void A_private_key_in_PEM_is_taken()
    {
        var shape = Check(Subject, JsonSerializer.Serialize(new { privateKey = TestKeys.P8.Replace("\n", "") }));
        Assert.Null(shape.Problem);
        Assert.Equal(43, Member(shape.SecretJson, "privateKey").Length);
    }

    [Fact]
    public async Task A_pair_that_is_none_is_refused()
    {
        var (one, other) = (Check(Subject, "{}"), Check(Subject, "{}"));
        Assert.Equal("/config/publicKey", Check(one.ConfigJson, other.SecretJson).Pointer);
        using var host = new ProviderHost();
        Assert.Equal("malformed", (await host.Provider("webpush").ProbeAsync(new("k", one.ConfigJson, other.SecretJson), CancellationToken.None)).Verdict);
    }

    [Fact]
    public void The_public_key_in_place_of_the_private_one_is_called_by_its_name()
    {
        var pair = Check(Subject, "{}");
        var shape = Check(Subject, JsonSerializer.Serialize(new { privateKey = Member(pair.ConfigJson, "publicKey") }));
        Assert.Contains("This is the public key", shape.Problem);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("_____________________________________________w")]
    public void A_private_key_that_is_none_is_refused(string key) =>
        Assert.Equal("/secret/privateKey", Check(Subject, JsonSerializer.Serialize(new { privateKey = key })).Pointer);

    [Fact]
    public void A_public_key_alone_asks_for_the_private_one()
    {
        var pair = Check(Subject, "{}");
        Assert.Equal("/secret/privateKey", Check(pair.ConfigJson, "{}").Pointer);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"subject":"push@example.com"}""")]
    [InlineData("""{"subject":"mailto:nobody"}""")]
    [InlineData("""{"subject":"mailto: a@example.com"}""")]
    [InlineData("""{"subject":"http://example.com"}""")]
    public void The_subject_says_how_to_reach_us(string config) => Assert.Equal("/config/subject", Check(config, "{}").Pointer);

    private static CredentialShape Check(string config, string secret)
    {
        using var host = new ProviderHost();
        return host.Provider("webpush").CheckShape(config, secret);
    }

    private static string Member(string json, string name) => JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;
}

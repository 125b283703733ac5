using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

/// <summary>The JWT: its form, how long it is kept, and what happens when Apple refuses it.</summary>
public class ApnsTokenTests
{
    private static readonly Reply Ok = Reply.Status(200);
    private static readonly Reply Expired = Reply.Status(403, """{"reason":"ExpiredProviderToken"}""");

    [Fact]
    public async Task It_is_signed_with_the_key_and_says_who_and_when()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Ok);
        await rig.SendAsync();
        var parts = Jwt(rig.Production.Requests.Single()).Split('.');
        Assert.Equal("""{"alg":"ES256","kid":"ABCDE12345"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal("TEAM123456", claims.GetProperty("iss").GetString());
        Assert.Equal(rig.Host.Clock.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.True(TestKeys.Apns.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public async Task It_is_used_again_for_fifty_minutes_and_no_longer()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Ok;
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromMinutes(49));
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SendAsync();
        var tokens = rig.Production.Requests.Select(Jwt).ToList();
        Assert.Equal(tokens[0], tokens[1]);
        Assert.NotEqual(tokens[1], tokens[2]);
    }

    [Fact]
    public async Task Two_versions_of_a_credential_share_no_token()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Ok;
        await rig.SendAsync();
        await rig.Provider.SendAsync(rig.Call(ApnsRig.Hello) with { Credential = rig.Secret with { CacheKey = "prj_1/crd_1/2" } }, CancellationToken.None);
        Assert.Equal(2, rig.Production.Requests.Select(Jwt).Distinct().Count());
    }

    [Fact]
    public async Task A_refused_token_is_minted_again_once_and_the_message_resent()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Expired, Ok);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
        Assert.Equal(2, rig.Production.Requests.Select(Jwt).Distinct().Count());
        Assert.Single(rig.Production.Requests.Select(r => r.Header("apns-id")).Distinct());
    }

    [Fact]
    public async Task A_second_refusal_is_the_credentials_fault_and_no_third_token_is_minted_soon()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Expired;
        Assert.Equal((OutcomeKind.CredentialBad, "ExpiredProviderToken"), Kind(await rig.SendAsync()));
        rig.Host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(OutcomeKind.CredentialBad, (await rig.SendAsync()).Kind);
        Assert.Equal(2, rig.Production.Requests.Select(Jwt).Distinct().Count());
        Assert.Equal(3, rig.Production.Requests.Count);
    }

    [Fact]
    public async Task Many_refusals_at_once_mint_one_token()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Ok;
        await rig.SendAsync();
        var old = Jwt(rig.Production.Requests.Single());
        rig.Production.Otherwise = new(http => http.Request.Headers.Authorization.ToString().EndsWith(old, StringComparison.Ordinal) ? Expired.Play(http) : Ok.Play(http));
        rig.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => rig.SendAsync(id: $"dlv_{i}")));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.Equal(2, rig.Production.Requests.Select(Jwt).Distinct().Count());
    }

    [Fact]
    public async Task Many_first_sends_at_once_mint_one_token()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Otherwise = Ok;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => rig.SendAsync(id: $"dlv_{i}")));
        Assert.Equal(200, rig.Production.Requests.Count);
        Assert.Single(rig.Production.Requests.Select(Jwt).Distinct());
    }

    [Fact]
    public async Task Too_many_updates_keeps_the_token()
    {
        await using var rig = await ApnsRig.StartAsync();
        rig.Production.Then(Reply.Status(429, """{"reason":"TooManyProviderTokenUpdates"}"""), Ok);
        Assert.Equal(OutcomeKind.Retry, (await rig.SendAsync()).Kind);
        await rig.SendAsync();
        Assert.Single(rig.Production.Requests.Select(Jwt).Distinct());
    }

    private static (OutcomeKind, string?) Kind(ProviderOutcome outcome) => (outcome.Kind, outcome.Code);

    private static string Jwt(SeenRequest request) => request.Header("authorization")!["bearer ".Length..];
}

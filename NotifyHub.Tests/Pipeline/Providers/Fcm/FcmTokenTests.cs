using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

/// <summary>The access token: how it is got, how long it is kept, and what happens when it is refused.</summary>
public class FcmTokenTests
{
    private static readonly Reply Refused = FcmRig.Error(401, "UNAUTHENTICATED");

    [Fact]
    public async Task It_is_got_for_a_signed_assertion_and_carried_as_bearer()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Then(FcmRig.Accepted);
        await rig.SendAsync();

        var form = QueryHelpers.ParseQuery(rig.OAuth.Requests.Single().Text);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        var parts = form["assertion"].ToString().Split('.');
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
        Assert.Equal("push@demo-project.iam.gserviceaccount.com", claims.GetProperty("iss").GetString());
        Assert.Equal("https://www.googleapis.com/auth/firebase.messaging", claims.GetProperty("scope").GetString());
        Assert.Equal($"{rig.OAuth.Url}/token", claims.GetProperty("aud").GetString());
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.True(TestKeys.Google.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        var request = rig.Fcm.Requests.Single();
        Assert.Equal(("POST", "/v1/projects/demo-project/messages:send", "HTTP/1.1"), (request.Method, request.Path, request.Protocol));
        Assert.Equal("Bearer ya29.first", request.Header("Authorization"));
        Assert.Equal("application/json; charset=utf-8", request.Header("Content-Type"));
        Assert.Equal(FcmRig.Token, request.Json.GetProperty("message").GetProperty("token").GetString());
    }

    [Fact]
    public async Task It_is_kept_until_a_minute_before_it_expires()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Otherwise = FcmRig.Accepted;
        rig.OAuth.Then(FcmRig.Granted("one", 600), FcmRig.Granted("two", 600));
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromSeconds(539));
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SendAsync();
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], rig.Fcm.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task Many_first_sends_at_once_ask_for_one_token()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Otherwise = FcmRig.Accepted;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => rig.SendAsync()));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.Single(rig.OAuth.Requests);
    }

    [Fact]
    public async Task Two_versions_of_an_account_ask_for_one_token_each_even_side_by_side()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Otherwise = FcmRig.Accepted;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() =>
            rig.Provider.SendAsync(rig.Call(FcmRig.Hello) with { Credential = rig.Secret with { CacheKey = $"prj_1/crd_2/{i % 2}" } }, CancellationToken.None))));
        Assert.Equal(2, rig.OAuth.Requests.Count);
    }

    [Fact]
    public async Task Many_refusals_at_once_ask_for_one_token()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.OAuth.Then(FcmRig.Granted("old"), FcmRig.Granted("new"));
        rig.Fcm.Otherwise = new(http => (http.Request.Headers.Authorization == "Bearer old" ? Refused : FcmRig.Accepted).Play(http));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => rig.SendAsync()));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.Equal(2, rig.OAuth.Requests.Count);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_message_resent()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.OAuth.Then(FcmRig.Granted("one"), FcmRig.Granted("two"));
        rig.Fcm.Then(Refused, FcmRig.Accepted);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
        Assert.Equal(["Bearer one", "Bearer two"], rig.Fcm.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task A_second_refusal_is_the_credentials_fault()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.Fcm.Otherwise = Refused;
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.CredentialBad, "UNAUTHENTICATED", 401), (outcome.Kind, outcome.Code, outcome.Status));
        Assert.Equal(2, rig.Fcm.Requests.Count);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", OutcomeKind.CredentialBad, "invalid_grant")]
    [InlineData(401, """{"error":"invalid_client"}""", OutcomeKind.CredentialBad, "invalid_client")]
    [InlineData(404, "<html>", OutcomeKind.CredentialBad, "http_404")]
    [InlineData(400, "<html>", OutcomeKind.Retry, "http_400")]
    [InlineData(429, "", OutcomeKind.Retry, "http_429")]
    [InlineData(503, "", OutcomeKind.Retry, "http_503")]
    [InlineData(302, "", OutcomeKind.Retry, "http_302")]
    [InlineData(200, "<html>", OutcomeKind.Retry, "malformed")]
    [InlineData(200, """{"access_token":"x"}""", OutcomeKind.Retry, "malformed")]
    [InlineData(200, """{"access_token":"x\ny","expires_in":3600}""", OutcomeKind.Retry, "malformed")]
    [InlineData(200, """{"access_token":"x","expires_in":-1}""", OutcomeKind.Retry, "malformed")]
    public async Task What_the_token_endpoint_says_ends_the_send_before_FCM_is_asked(int status, string body, OutcomeKind kind, string code)
    {
        await using var rig = await FcmRig.StartAsync();
        rig.OAuth.Then(Reply.Status(status, body));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, code, false), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
        Assert.Empty(rig.Fcm.Requests);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await using var rig = await FcmRig.StartAsync();
        rig.OAuth.Then(Reply.Status(503));
        rig.Fcm.Then(FcmRig.Accepted);
        Assert.Equal(OutcomeKind.Retry, (await rig.SendAsync()).Kind);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
    }

    [Fact]
    public async Task A_token_address_inside_our_network_is_the_credentials_fault()
    {
        await using var rig = await FcmRig.StartAsync();
        var secret = new NotifyHub.Pipeline.Providers.ProviderSecret("inside", "{}", TestKeys.FcmSecret("https://169.254.169.254/token"));
        var outcome = await rig.Provider.SendAsync(rig.Call(FcmRig.Hello) with { Credential = secret }, CancellationToken.None);
        Assert.Equal((OutcomeKind.CredentialBad, "egress_refused"), (outcome.Kind, outcome.Code));
    }
}

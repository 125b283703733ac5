using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Huawei;

/// <summary>The access token: how it is got, how long it is kept, and what happens when it is refused.</summary>
public class HuaweiTokenTests
{
    [Fact]
    public async Task It_is_got_for_id_and_secret_and_carried_as_bearer()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(HuaweiRig.Accepted);
        await rig.SendAsync();

        var asked = rig.OAuth.Requests.Single();
        Assert.Equal(("POST", "/oauth2/v3/token", "application/x-www-form-urlencoded"), (asked.Method, asked.Path, asked.Header("Content-Type")));
        var form = QueryHelpers.ParseQuery(asked.Text);
        Assert.Equal(("client_credentials", "100000001", HuaweiRig.Secret), (form["grant_type"].ToString(), form["client_id"].ToString(), form["client_secret"].ToString()));

        var request = rig.Push.Requests.Single();
        Assert.Equal(("POST", "/v1/100000001/messages:send", "HTTP/1.1"), (request.Method, request.Path, request.Protocol));
        Assert.Equal("Bearer first+/=", request.Header("Authorization"));
        Assert.Equal("application/json; charset=utf-8", request.Header("Content-Type"));
        Assert.Equal(HuaweiRig.Token, request.Json.GetProperty("message").GetProperty("token")[0].GetString());
    }

    [Fact]
    public async Task It_is_kept_until_a_minute_before_it_expires()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Otherwise = HuaweiRig.Accepted;
        rig.OAuth.Then(HuaweiRig.Granted("one", 600), HuaweiRig.Granted("two", 600));
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromSeconds(539));
        await rig.SendAsync();
        rig.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SendAsync();
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], rig.Push.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task Many_first_sends_at_once_ask_for_one_token_and_another_version_for_its_own()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Otherwise = HuaweiRig.Accepted;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => rig.SendAsync()));
        Assert.All(outcomes, o => Assert.Equal(OutcomeKind.Accepted, o.Kind));
        Assert.Single(rig.OAuth.Requests);

        var next = new ProviderCall(rig.Credential with { CacheKey = "prj_1/crd_3/2" }, new(HuaweiRig.Token, null, null, null, default), HuaweiRig.Hello, "dlv_2", null, null);
        await rig.Provider.SendAsync(next, CancellationToken.None);
        Assert.Equal(2, rig.OAuth.Requests.Count);
    }

    [Theory]
    [InlineData("80200001", 401)]
    [InlineData("80200003", 401)]
    [InlineData("80200003", 200)]
    [InlineData("80200005", 401)]
    public async Task A_refused_token_is_replaced_once_and_the_message_resent(string code, int status)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.OAuth.Then(HuaweiRig.Granted("one"), HuaweiRig.Granted("two"));
        rig.Push.Then(HuaweiRig.Says(code, status: status), HuaweiRig.Accepted);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
        Assert.Equal(["Bearer one", "Bearer two"], rig.Push.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task A_second_refusal_is_the_credentials_fault()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Otherwise = HuaweiRig.Says("80200001", status: 401);
        var outcome = await rig.SendAsync();
        Assert.Equal((OutcomeKind.CredentialBad, "80200001", 401), (outcome.Kind, outcome.Code, outcome.Status));
        Assert.Equal(2, rig.Push.Requests.Count);
    }

    [Fact]
    public async Task A_401_without_words_counts_as_a_refused_token()
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.Push.Then(Reply.Status(401), HuaweiRig.Accepted);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);
    }

    [Theory]
    [InlineData(400, """{"error":1101,"sub_error":20044,"error_description":"invalid client"}""", OutcomeKind.CredentialBad, "1101")]
    [InlineData(401, """{"error":"invalid_client"}""", OutcomeKind.CredentialBad, "invalid_client")]
    [InlineData(404, "<html>", OutcomeKind.CredentialBad, "http_404")]
    [InlineData(400, "<html>", OutcomeKind.Retry, "http_400")]
    [InlineData(429, "", OutcomeKind.Retry, "http_429")]
    [InlineData(503, "", OutcomeKind.Retry, "http_503")]
    [InlineData(302, "", OutcomeKind.Retry, "http_302")]
    [InlineData(200, "<html>", OutcomeKind.Retry, "malformed")]
    [InlineData(200, """{"access_token":"x"}""", OutcomeKind.Retry, "malformed")]
    [InlineData(200, """{"access_token":"x\ny","expires_in":3600}""", OutcomeKind.Retry, "malformed")]
    public async Task Without_a_token_nothing_is_sent(int status, string body, OutcomeKind kind, string code)
    {
        await using var rig = await HuaweiRig.StartAsync();
        rig.OAuth.Then(Reply.Status(status, body));
        var outcome = await rig.SendAsync();
        Assert.Equal((kind, code, false), (outcome.Kind, outcome.Code, outcome.MaybeDelivered));
        Assert.Empty(rig.Push.Requests);
        rig.Push.Then(HuaweiRig.Accepted);
        Assert.Equal(OutcomeKind.Accepted, (await rig.SendAsync()).Kind);     // a failure is not kept
    }

    [Fact]
    public async Task A_token_address_without_a_path_gets_Huaweis_own()
    {
        await using var rig = await HuaweiRig.StartAsync();
        using var host = new ProviderHost(("Providers:Huawei:TokenUrl", rig.OAuth.Url), ("Providers:Huawei:PushUrl", rig.Push.Url + "/"));
        host.AllowList.Allow("127.0.0.1", rig.OAuth.Port);
        host.AllowList.Allow("127.0.0.1", rig.Push.Port);
        rig.Push.Then(HuaweiRig.Accepted);
        var call = new ProviderCall(rig.Credential, new(HuaweiRig.Token, null, null, null, default), HuaweiRig.Hello, "dlv_1", null, null);
        Assert.Equal(OutcomeKind.Accepted, (await host.Provider("huawei").SendAsync(call, CancellationToken.None)).Kind);
        Assert.Equal("/oauth2/v3/token", rig.OAuth.Requests.Single().Path);
    }
}

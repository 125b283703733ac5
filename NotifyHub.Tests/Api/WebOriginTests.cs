using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Pages of other sites: none by default, exactly the listed ones, only where a publishable key is enough, and never with cookies.</summary>
public sealed class WebOriginTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Shop = "https://shop.example.com";

    [Fact]
    public async Task Without_a_list_no_page_reads_anything()
    {
        var project = await hub.Hub.NewProjectAsync("Unlisted");
        Assert.Null(Allowed(await PreflightAsync("/v1/push/tokens", "https://unlisted.example.com")));
        Assert.Null(Allowed(await CallAsync(project.PublishableKey, "https://unlisted.example.com")));
    }

    [Fact]
    public async Task A_listed_origin_may_call_what_takes_a_publishable_key_and_nothing_else()
    {
        await ListAsync(hub.Hub.ServerKey, Shop);
        foreach (var path in new[] { "/v1/push/tokens", "/v1/push/acks", "/v1/push/sends/dlv_0000000000001/ack" })
        {
            var asked = await PreflightAsync(path, Shop);
            Assert.Equal((HttpStatusCode.NoContent, Shop, "POST", "Origin"), (asked.Status, Allowed(asked), asked.Header("Access-Control-Allow-Methods"), asked.Header("Vary")));
            Assert.Contains("Authorization", asked.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
            Assert.Null(asked.Header("Access-Control-Allow-Credentials"));
        }
        Assert.Equal(Shop, Allowed(await PreflightAsync("/v1/push/webpush/key", Shop, "GET")));
        foreach (var path in new[] { "/v1/push/send", "/v1/push/receipts", "/--/api/v2/push/send", "/v1/projects/current/origins", "/sign-in" })
        {
            Assert.Null(Allowed(await PreflightAsync(path, Shop)));
        }
        Assert.Null(Allowed(await CallAsync(hub.Hub.ServerKey, Shop, "/v1/push/send")));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("http://shop.example.com")]
    [InlineData("https://shop.example.com.evil.example")]
    [InlineData("https://evilshop.example.com")]
    [InlineData("https://sub.shop.example.com")]
    [InlineData("https://shop.example.com:8443")]
    [InlineData("https://SHOP.example.com")]
    [InlineData("https://shop.example.com/")]
    [InlineData("*")]
    public async Task What_only_looks_like_it_may_not(string origin)
    {
        await ListAsync(hub.Hub.ServerKey, Shop);
        Assert.Null(Allowed(await PreflightAsync("/v1/push/tokens", origin)));
        var project = await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, NotifyHub.Data.Rows.ApiScopes.None, NotifyHub.Data.Rows.ApiKeyKind.Publishable);
        Assert.Null(Allowed(await CallAsync(project, origin)));
    }

    [Fact]
    public async Task The_answer_belongs_to_the_keys_own_project_and_refusals_may_be_read_too()
    {
        await ListAsync(hub.Hub.ServerKey, Shop);
        var own = await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, NotifyHub.Data.Rows.ApiScopes.None, NotifyHub.Data.Rows.ApiKeyKind.Publishable);
        var refused = await CallAsync(own, Shop);
        Assert.Equal((HttpStatusCode.BadRequest, Shop), (refused.Status, Allowed(refused)));
        Assert.Null(Allowed(await CallAsync(hub.Other.PublishableKey, Shop)));
        Assert.Equal((HttpStatusCode.Unauthorized, Shop), ((await CallAsync("nhp_nonsense", Shop)).Status, Allowed(await CallAsync("nhp_nonsense", Shop))));
        await ListAsync(hub.Hub.ServerKey);
        Assert.Null(Allowed(await CallAsync(own, Shop)));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("shop.example.com")]
    [InlineData("https://shop.example.com/")]
    [InlineData("https://shop.example.com/path")]
    [InlineData("https://*.example.com")]
    [InlineData("https://user@shop.example.com")]
    [InlineData("http://shop.example.com")]
    [InlineData("HTTPS://shop.example.com")]
    [InlineData("ftp://shop.example.com")]
    [InlineData("https://shop.example.com:443")]
    [InlineData("")]
    public async Task What_no_browser_would_send_is_not_listed(string origin)
    {
        var answer = await hub.Client.CallAsync(HttpMethod.Put, "/v1/projects/current/origins", JsonContent(new JsonArray(origin)));
        Assert.Equal((HttpStatusCode.BadRequest, "/origins/0:bad_format"), (answer.Status, Assert.Single(answer.Faults)));
    }

    [Fact]
    public async Task The_list_is_kept_and_bounded()
    {
        await ListAsync(hub.Other.ServerKey, "http://localhost:3000", "https://a.example.com", "https://a.example.com");
        var listed = await hub.Hub.ClientFor(hub.Other.ServerKey).ReadAsync("/v1/projects/current/origins");
        Assert.Equal("""{"origins":["http://localhost:3000","https://a.example.com"]}""", listed.Text);
        var tooMany = await hub.Client.CallAsync(HttpMethod.Put, "/v1/projects/current/origins", JsonContent([.. Enumerable.Range(0, 51).Select(i => (JsonNode)$"https://{i}.example.com")]));
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.Status);
    }

    [Fact]
    public async Task The_SDK_may_be_loaded_by_any_page_and_nothing_beside_it()
    {
        using var anonymous = hub.Hub.ClientFor(null);
        foreach (var file in new[] { "/sdk/notifyhub.js", "/sdk/notifyhub-sw.js" })
        {
            var answer = await anonymous.ReadAsync(file);
            Assert.Equal((HttpStatusCode.OK, "*", "cross-origin"), (answer.Status, Allowed(answer), answer.Header("Cross-Origin-Resource-Policy")));
            Assert.Equal("text/javascript", answer.Message.Content.Headers.ContentType!.MediaType);
        }
        Assert.Null(Allowed(await anonymous.ReadAsync("/js/hub.js")));
    }

    private static string? Allowed(ApiAnswer answer) => answer.Header("Access-Control-Allow-Origin");

    private Task<ApiAnswer> CallAsync(string key, string origin, string path = "/v1/push/tokens") => SendAsync(hub.Hub.ClientFor(key), HttpMethod.Post, path, origin, JsonContent(new JsonObject()));

    private Task<ApiAnswer> PreflightAsync(string path, string origin, string method = "POST") => SendAsync(hub.Hub.ClientFor(null), HttpMethod.Options, path, origin, null, method);

    private static async Task<ApiAnswer> SendAsync(HttpClient client, HttpMethod method, string path, string origin, HttpContent? content, string? asks = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (asks is not null)
        {
            request.Headers.Add("Access-Control-Request-Method", asks);
            request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        }
        var answer = await client.SendAsync(request);
        return new ApiAnswer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    private static StringContent JsonContent(JsonArray origins) => JsonContent(new JsonObject { ["origins"] = origins });

    private static StringContent JsonContent(JsonObject body) => new(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");

    private async Task ListAsync(string key, params string[] origins)
    {
        var answer = await hub.Hub.ClientFor(key).CallAsync(HttpMethod.Put, "/v1/projects/current/origins", JsonContent(new JsonArray([.. origins.Select(origin => (JsonNode)origin)])));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}

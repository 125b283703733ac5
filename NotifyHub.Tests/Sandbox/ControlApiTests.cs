using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using NotifyHub.Sandbox;

namespace NotifyHub.Tests.Sandbox;

public sealed class ControlApiTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SandboxHost _sandbox = null!;
    private ApnsCaller _apple = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxSetup());
        _apple = new ApnsCaller(_sandbox);
        _http.BaseAddress = new Uri(_sandbox.Addresses.Http, "/sandbox/");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _apple.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_can_be_made_used_and_removed_from_another_process()
    {
        var phone = await MakeAsync(new { platform = "ios", name = "Remote", environment = "production" });
        var (id, token) = (phone.GetProperty("id").GetString(), phone.GetProperty("token").GetString()!);

        Assert.Equal(200, (await _apple.SendAsync(token, environment: "production")).Status);
        var messages = await _http.GetFromJsonAsync<JsonElement>($"phones/{id}/messages");
        Assert.Equal("Shipped", messages[0].GetProperty("push").GetProperty("title").GetString());
        Assert.Equal("shown", messages[0].GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/tap"));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync($"phones/{id}/tap"));

        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/script", new { script = "f429r5" }));
        Assert.Equal(429, (await _apple.SendAsync(token, environment: "production")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"phones/{id}/script", new { script = "loud" }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/script", new { script = "" }));

        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/offline"));
        Assert.Equal(200, (await _apple.SendAsync(token, environment: "production", payload: """{"aps":{"alert":"Later"}}""")).Status);
        Assert.Equal(1, (await _http.GetFromJsonAsync<JsonElement>($"phones/{id}")).GetProperty("waiting").GetInt32());
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/online"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/reply", new { text = "Yes" }));

        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/uninstall"));
        Assert.Equal(410, (await _apple.SendAsync(token, environment: "production")).Status);
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"phones/{id}/reinstall"));
        Assert.NotEqual(token, (await _http.GetFromJsonAsync<JsonElement>("phones"))[0].GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("phones/nobody/tap"));
    }

    [Fact]
    public async Task A_browser_comes_with_its_subscription()
    {
        var subscription = (await MakeAsync(new { platform = "web" })).GetProperty("subscription");

        Assert.StartsWith(_sandbox.Addresses.Http + "wpush/", subscription.GetProperty("endpoint").GetString(), StringComparison.Ordinal);
        Assert.Equal((87, 22), (subscription.GetProperty("keys").GetProperty("p256dh").GetString()!.Length, subscription.GetProperty("keys").GetProperty("auth").GetString()!.Length));
    }

    [Theory]
    [InlineData("""{"platform":"pager"}""")]
    [InlineData("""{"platform":"ios","environment":"staging"}""")]
    [InlineData("{")]
    public async Task A_phone_that_cannot_be_is_refused_in_words(string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("phones", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Foreign_keys_can_be_made_known_to_the_twins()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("apns/keys", new { keyId = "MYKEY12345", teamId = "MYTEAM1234", publicKeyPem = key.ExportSubjectPublicKeyInfoPem(), topic = "com.example.mine" }));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("fcm/accounts", new { clientEmail = "me@example.com", projectId = "mine", publicKeyPem = rsa.ExportSubjectPublicKeyInfoPem() }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("apns/keys", new { keyId = "K", teamId = "T", publicKeyPem = "nonsense", topic = "t" }));

        var phone = await MakeAsync(new { platform = "ios", app = "com.example.mine" });
        var bearer = _apple.Bearer("MYKEY12345", "MYTEAM1234", pem: key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(200, (await _apple.SendAsync(phone.GetProperty("token").GetString()!, authorization: bearer, headers: ("apns-topic", "com.example.mine"))).Status);
        using var google = new FcmCaller(_sandbox);
        Assert.Equal(200, (await google.MintAsync(issuer: "me@example.com", pem: rsa.ExportPkcs8PrivateKeyPem())).Status);
    }

    [Fact]
    public async Task Log_counts_and_credentials_can_be_read()
    {
        await _apple.SendAsync(new string('0', 64));
        await _apple.SendAsync("slow0-a");

        var lines = (await _http.GetStringAsync("log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var counts = await _http.GetFromJsonAsync<JsonElement>("counts");
        var credentials = await _http.GetFromJsonAsync<JsonElement>("credentials");

        Assert.Equal([400, 200], lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("status").GetInt32()));
        Assert.Equal((2, 1), (counts.GetProperty("apns").GetProperty("requests").GetInt32(), counts.GetProperty("apns").GetProperty("accepted").GetInt32()));
        Assert.Equal(_sandbox.Credentials.P8, credentials.GetProperty("apns").GetProperty("p8").GetString());
    }

    [Fact]
    public async Task Web_pages_do_not_reach_it()
    {
        using var named = new HttpRequestMessage(HttpMethod.Get, "phones") { Headers = { Host = "evil.example" } };
        using var cross = new HttpRequestMessage(HttpMethod.Post, "phones/x/uninstall") { Headers = { { "Origin", "https://evil.example" } } };

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await _http.SendAsync(named)).StatusCode);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await _http.SendAsync(cross)).StatusCode);
    }

    private async Task<JsonElement> MakeAsync(object phone)
    {
        using var answer = await _http.PostAsJsonAsync("phones", phone);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpStatusCode> PostAsync(string path, object? body = null)
    {
        using var answer = body is null ? await _http.PostAsync(path, null) : await _http.PostAsJsonAsync(path, body);
        return answer.StatusCode;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class CredentialTests : IAsyncLifetime
{
    private const string Path = "/v1/projects/current/push/credentials";
    private TestHub _hub = null!;

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    private JsonObject Apns(string keyId = SandboxCredentials.KeyId, bool activate = false) => new()
    {
        ["provider"] = "apns",
        ["config"] = new JsonObject { ["keyId"] = keyId, ["teamId"] = SandboxCredentials.TeamId, ["bundleId"] = SandboxCredentials.BundleId, ["environment"] = "production" },
        ["secret"] = new JsonObject { ["p8"] = _hub.Sandbox.Credentials.P8 },
        ["activate"] = activate,
    };

    private static JsonObject Vapid() => new() { ["provider"] = "webpush", ["config"] = new JsonObject { ["subject"] = "mailto:push@example.com" }, ["activate"] = true };

    private static async Task<(HttpStatusCode Status, JsonNode Json)> PostAsync(HttpClient client, string path, JsonNode? body)
    {
        using var answer = await client.PostAsJsonAsync(path, body ?? new JsonObject());
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    [Fact]
    public async Task Uploads_at_the_same_time_get_a_number_each_and_one_is_active()
    {
        var client = _hub.ClientFor((await _hub.NewProjectAsync("Uploads")).ServerKey);

        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => client.PostTextAsync("/v1/projects/current/push/credentials", $$"""{"provider":"webpush","config":{"subject":"mailto:ops{{i}}@example.com"},"activate":true}""")));

        Assert.All(made, upload => Assert.Equal(HttpStatusCode.Created, upload.Status));
        var kept = (await client.ReadAsync("/v1/projects/current/push/credentials")).Text;
        var rows = System.Text.Json.Nodes.JsonNode.Parse(kept)!["items"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, 6), rows.Select(row => (int)row!["version"]!).Order());
        Assert.Single(rows, row => (string)row!["state"]! == "active");
    }

    [Fact]
    public async Task Each_vendors_files_are_stored_probed_and_activated()
    {
        var fcm = new JsonObject { ["provider"] = "fcm", ["secret"] = new JsonObject { ["serviceAccountJson"] = _hub.Sandbox.Credentials.ServiceAccountJson() }, ["activate"] = true };
        var huawei = new JsonObject
        {
            ["provider"] = "huawei", ["config"] = new JsonObject { ["appId"] = SandboxCredentials.HuaweiAppId }, ["secret"] = new JsonObject { ["clientSecret"] = _hub.Sandbox.Credentials.HuaweiClientSecret }, ["activate"] = true,
        };
        var mipush = new JsonObject
        {
            ["provider"] = "mipush", ["config"] = new JsonObject { ["packageName"] = SandboxCredentials.PackageName }, ["secret"] = new JsonObject { ["appSecret"] = _hub.Sandbox.Credentials.MiPushAppSecret }, ["activate"] = true,
        };
        var expo = new JsonObject { ["provider"] = "expo", ["secret"] = new JsonObject { ["accessToken"] = _hub.Sandbox.Credentials.ExpoAccessToken }, ["activate"] = true };
        foreach (var upload in new[] { Apns(activate: true), fcm, Vapid(), huawei, mipush, expo })
        {
            var (status, json) = await PostAsync(_hub.Client, Path, upload);
            Assert.Equal(HttpStatusCode.Created, status);
            Assert.Equal("active", json["state"]!.GetValue<string>());
            Assert.Equal("ok", json["probe"]!["verdict"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task No_answer_ever_holds_the_secret()
    {
        await PostAsync(_hub.Client, Path, Apns());
        var list = await _hub.Client.GetStringAsync(Path);
        var canary = _hub.Sandbox.Credentials.P8.Split('\n')[1].Trim();
        Assert.True(canary.Length > 20);
        Assert.DoesNotContain(canary, list);
        Assert.DoesNotContain("PRIVATE KEY", list);
        Assert.Contains("fingerprint", list);
    }

    [Fact]
    public async Task A_refused_key_is_activated_by_force_only()
    {
        var (_, stored) = await PostAsync(_hub.Client, Path, Apns(keyId: "WRONGKEYID"));
        Assert.Null(stored["probe"]);
        var id = stored["id"]!.GetValue<string>();
        using var refused = await _hub.Client.PostAsync($"{Path}/{id}/activate", null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("verdict_says_no", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
        var (status, forced) = await PostAsync(_hub.Client, $"{Path}/{id}/activate", new JsonObject { ["force"] = true });
        Assert.Equal((HttpStatusCode.OK, "active"), (status, forced["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_wrong_file_is_a_fault_of_its_field()
    {
        var upload = Apns();
        upload["secret"]!["p8"] = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
        var (status, json) = await PostAsync(_hub.Client, Path, upload);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("/secret/p8", json["errors"]![0]!["pointer"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_repeated_upload_with_the_same_idempotency_key_is_one_version()
    {
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(Vapid()) };
            request.Headers.Add("Idempotency-Key", "first-vapid");
            using var answer = await _hub.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            ids.Add(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<string>());
        }
        Assert.Equal(ids[0], ids[1]);
        Assert.Single(JsonNode.Parse(await _hub.Client.GetStringAsync(Path))!["items"]!.AsArray());
    }

    [Fact]
    public async Task Another_projects_ids_are_not_found_and_change_nothing()
    {
        var (_, stored) = await PostAsync(_hub.Client, Path, Vapid());
        var id = stored["id"]!.GetValue<string>();
        var other = await _hub.NewProjectAsync();
        var stranger = _hub.ClientFor(other.ServerKey);
        var own = RowId.Format(RowId.Project, _hub.ProjectId);
        foreach (var project in new[] { "current", own, other.WireId })
        {
            var path = $"/v1/projects/{project}/push/credentials/{id}";
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{path}/probe", null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{path}/activate", null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync(path)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/v1/projects/{own}/push/credentials")).StatusCode);
        Assert.Equal("active", JsonNode.Parse(await _hub.Client.GetStringAsync(Path))!["items"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_a_server_key_with_manage_gets_in()
    {
        var sender = _hub.ClientFor(await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.All & ~ApiScopes.Manage));
        var app = _hub.ClientFor(await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        Assert.Equal(HttpStatusCode.Forbidden, (await sender.GetAsync(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.ClientFor(null).GetAsync(Path)).StatusCode);
        using var owner = await FormClient.OwnerOf(_hub);
        Assert.Equal(HttpStatusCode.Unauthorized, (await owner.Http.GetAsync(Path)).StatusCode);
    }

    [Fact]
    public async Task An_app_reads_the_key_that_its_site_subscribes_with()
    {
        var app = _hub.ClientFor(await _hub.NewKeyAsync(_hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/v1/push/webpush/key")).StatusCode);
        var (_, stored) = await PostAsync(_hub.Client, Path, Vapid());
        var answer = JsonNode.Parse(await app.GetStringAsync("/v1/push/webpush/key"))!;
        Assert.Equal(stored["config"]!["publicKey"]!.GetValue<string>(), answer["publicKey"]!.GetValue<string>());
    }
}

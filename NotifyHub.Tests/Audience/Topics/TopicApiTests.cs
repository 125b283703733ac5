using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Topics;

public sealed class TopicApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task A_device_joins_once_leaves_once_and_is_listed_between()
    {
        var device = await Api.NewDeviceAsync();
        Assert.True((await JoinAsync(device, "sports/football")).Json["isNew"]!.GetValue<bool>());
        Assert.False((await JoinAsync(device, "sports/football")).Json["isNew"]!.GetValue<bool>());
        await JoinAsync(device, "news");
        Assert.Equal(["news", "sports/football"], await TopicsOfAsync(device));
        var page = (await Api.ReadAsync($"/v1/push/tokens/{device}/topics?limit=1")).Json;
        var next = (await Api.ReadAsync($"/v1/push/tokens/{device}/topics?limit=1&cursor={page["nextCursor"]}")).Json;
        Assert.NotEqual(page["items"]![0]!["topic"]!.GetValue<string>(), next["items"]![0]!["topic"]!.GetValue<string>());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{device}/topics/sports%2Ffootball")).Status);
        }
        Assert.Equal(["news"], await TopicsOfAsync(device));
    }

    [Fact]
    public async Task Names_have_limits()
    {
        var device = await Api.NewDeviceAsync();
        Assert.Equal(["/topic:too_short"], (await JoinAsync(device, "")).Faults);
        Assert.Equal(["/topic:too_long"], (await JoinAsync(device, new string('x', 201))).Faults);
        Assert.Equal(["/topic:bad_text"], (await JoinAsync(device, "a\nb")).Faults);
        Assert.Equal(["/topic:required"], (await JoinAsync(device, "  ")).Faults);
        Assert.True((await JoinAsync(device, new string('ü', 200))).Json["isNew"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Bulk_takes_devices_and_users_counts_what_changed_and_refuses_whole()
    {
        var (one, two) = (await Api.NewDeviceAsync(), await Api.NewDeviceAsync());
        var members = new JsonObject { ["devices"] = new JsonArray(one, two, one), ["users"] = new JsonArray("bulk-anna", "bulk-ben") };
        Assert.Equal("""{"topic":"bulk","devices":2,"users":2}""", (await Api.PostAsync("/v1/topics/bulk/subscriptions", members)).Text);
        Assert.Equal("""{"topic":"bulk","devices":0,"users":0}""", (await Api.PostAsync("/v1/topics/bulk/subscriptions", members)).Text);
        Assert.Equal((2, 2), await CountsAsync("bulk"));
        Assert.Equal(HttpStatusCode.OK, (await Api.ReadAsync("/v1/users/bulk-anna")).Status);
        var refused = await Api.PostAsync("/v1/topics/bulk/subscriptions", new JsonObject { ["devices"] = new JsonArray(await Api.NewDeviceAsync(), "dev_0000000000001", "x") });
        Assert.Equal((HttpStatusCode.NotFound, "unknown_device"), (refused.Status, refused.Code));
        Assert.Equal("batch_too_large", (await Api.PostAsync("/v1/topics/bulk/subscriptions", new JsonObject())).Code);
        Assert.Equal("batch_too_large", (await Api.PostAsync("/v1/topics/bulk/subscriptions", new JsonObject { ["users"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => (JsonNode)$"u{i}")]) })).Code);
        Assert.Equal("""{"topic":"bulk","devices":1,"users":1}""", (await Api.PostAsync("/v1/topics/bulk/subscriptions/remove", new JsonObject { ["devices"] = new JsonArray(one), ["users"] = new JsonArray("bulk-ben", "nobody") })).Text);
        Assert.Equal((1, 1), await CountsAsync("bulk"));
        Assert.Equal("""{"topic":"no such","devices":0,"users":0}""", (await Api.PostAsync("/v1/topics/no%20such/subscriptions/remove", new JsonObject { ["users"] = new JsonArray("bulk-ben") })).Text);
        Assert.DoesNotContain("no such", (await Api.ReadAsync("/v1/topics?limit=200")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_of_one_name_in_two_projects_never_meet()
    {
        using var others = hub.Hub.ClientFor(hub.Other.ServerKey);
        var (ours, theirs) = (await Api.NewDeviceAsync(), await others.NewDeviceAsync());
        await JoinAsync(ours, "meeting");
        await others.PostAsync($"/v1/push/tokens/{theirs}/topics", new JsonObject { ["topic"] = "meeting" });
        Assert.Equal((1, 0), await CountsAsync("meeting"));
        Assert.Equal(HttpStatusCode.NotFound, (await JoinAsync(theirs, "meeting")).Status);
        Assert.Equal("unknown_device", (await Api.PostAsync("/v1/topics/meeting/subscriptions", new JsonObject { ["devices"] = new JsonArray(theirs) })).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{theirs}/topics/meeting")).Status);
        await using var rows = hub.Rows(hub.Other.Id);
        Assert.Equal(1, await rows.TopicSubscriptions.CountAsync(s => rows.Topics.Any(t => t.Id == s.TopicId && t.Name == "meeting")));
    }

    [Fact]
    public async Task A_rotated_token_keeps_its_topics_a_replaced_device_hands_them_on_and_a_deleted_one_ends_them()
    {
        var device = (await RegisterAsync(new() { ["installationId"] = "keeps" })).Id;
        await JoinAsync(device, "kept");
        await RegisterAsync(new() { ["installationId"] = "keeps" });
        Assert.Equal(["kept"], await TopicsOfAsync(device));

        var heir = (await RegisterAsync(new() { ["installationId"] = "heir" })).Id;
        await JoinAsync(heir, "own");
        await RegisterAsync(new() { ["installationId"] = "heir", ["replaces"] = device });
        Assert.Equal(["kept", "own"], (await TopicsOfAsync(heir)).Order());
        Assert.Empty(await TopicsOfAsync(device));

        await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{heir}");
        Assert.Empty(await TopicsOfAsync(heir));
    }

    [Fact]
    public async Task A_publishable_key_changes_the_topics_of_its_own_device_only()
    {
        using var app = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        var token = ApiCalls.NewToken();
        var own = (await app.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = token })).Id;
        var path = $"/v1/push/tokens/{own}/topics";
        Assert.Equal("device_proof_required", (await app.PostAsync(path, new JsonObject { ["topic"] = "mine" })).Code);
        Assert.Equal("device_proof_required", (await app.ReadAsync(path)).Code);

        app.DefaultRequestHeaders.Add("Device-Token", token);
        Assert.True((await app.PostAsync(path, new JsonObject { ["topic"] = "mine" })).Json["isNew"]!.GetValue<bool>());
        Assert.Contains("mine", (await app.ReadAsync(path)).Text, StringComparison.Ordinal);
        var another = await Api.NewDeviceAsync();
        await JoinAsync(another, "theirs");
        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync($"/v1/push/tokens/{another}/topics", new JsonObject { ["topic"] = "mine" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.ReadAsync($"/v1/push/tokens/{another}/topics")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{another}/topics/theirs")).Status);
        Assert.Equal(["theirs"], await TopicsOfAsync(another));
        Assert.Equal(HttpStatusCode.NoContent, (await app.CallAsync(HttpMethod.Delete, $"{path}/mine")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.PostAsync("/v1/topics/mine/subscriptions", new JsonObject { ["devices"] = new JsonArray(own) })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ReadAsync("/v1/topics")).Status);
    }

    [Fact]
    public async Task Many_joining_a_new_topic_at_once_make_one_topic()
    {
        var devices = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Api.NewDeviceAsync()));
        await Task.WhenAll(devices.Select(device => JoinAsync(device, "rush")));
        Assert.Equal((24, 0), await CountsAsync("rush"));
    }

    private Task<ApiAnswer> JoinAsync(string device, string topic) => Api.PostAsync($"/v1/push/tokens/{device}/topics", new JsonObject { ["topic"] = topic });

    private async Task<IEnumerable<string>> TopicsOfAsync(string device) =>
        (await Api.ReadAsync($"/v1/push/tokens/{device}/topics")).Json["items"]!.AsArray().Select(item => item!["topic"]!.GetValue<string>());

    private async Task<(int Devices, int Users)> CountsAsync(string topic)
    {
        var row = (await Api.ReadAsync("/v1/topics?limit=200")).Json["items"]!.AsArray().Single(item => item!["topic"]!.GetValue<string>() == topic)!;
        return (row["devices"]!.GetValue<int>(), row["users"]!.GetValue<int>());
    }

    private async Task<ApiAnswer> RegisterAsync(JsonObject device)
    {
        device["provider"] = "apns";
        device["token"] = ApiCalls.NewToken();
        return await Api.PostAsync("/v1/push/tokens", device);
    }
}

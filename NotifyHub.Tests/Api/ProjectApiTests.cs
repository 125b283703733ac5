using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>A project from above: sends, figures, audit log.</summary>
public sealed class ProjectApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Sends_are_listed_filtered_and_paged()
    {
        var device = await hub.Client.NewDeviceAsync();
        foreach (var i in Enumerable.Range(1, 3))
        {
            await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = $"Number {i}", ["campaignId"] = "paged", ["sendAt"] = "2027-06-11T08:00:00Z" });
        }

        var first = await hub.Client.CallAsync(HttpMethod.Get, $"/v1/projects/current/sends?campaign=paged&status=scheduled&device={device}&limit=2");
        var second = await hub.Client.CallAsync(HttpMethod.Get, $"/v1/projects/current/sends?campaign=paged&limit=2&cursor={first.Json["nextCursor"]}");

        Assert.Equal(["Number 3", "Number 2"], first.Json["items"]!.AsArray().Select(i => i!["title"]!.GetValue<string>()));
        Assert.Equal(["Number 1"], second.Json["items"]!.AsArray().Select(i => i!["title"]!.GetValue<string>()));
        Assert.Null(second.Json["nextCursor"]);
        Assert.Empty((await hub.Client.CallAsync(HttpMethod.Get, "/v1/projects/current/sends?campaign=paged&ack=yes")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("status=lost")]
    [InlineData("provider=pigeon")]
    [InlineData("ack=maybe")]
    [InlineData("device=7")]
    [InlineData("from=yesterday")]
    [InlineData("color=red")]
    public async Task A_filter_that_is_none_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.Client.CallAsync(HttpMethod.Get, $"/v1/projects/current/sends?{query}")).Status);

    [Fact]
    public async Task Figures_count_what_waits()
    {
        var other = hub.Hub.ClientFor(hub.Other.ServerKey);
        await other.SendAsync(new JsonObject { ["to"] = await other.NewDeviceAsync(), ["title"] = "Later", ["sendAt"] = "2027-06-11T08:00:00Z" });

        var stats = await other.CallAsync(HttpMethod.Get, "/v1/projects/current/stats");

        Assert.Equal(1, stats.Json["waiting"]!["scheduled"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_audit_log_says_who_did_what()
    {
        await hub.Client.CallAsync(HttpMethod.Post, "/v1/projects/current/push/credentials", new StringContent("""{"provider":"webpush","config":{"subject":"mailto:ops@example.com"}}""", System.Text.Encoding.UTF8, "application/json"));

        var log = await hub.Client.CallAsync(HttpMethod.Get, "/v1/projects/current/audit?limit=1");

        var entry = log.Json["items"]![0]!;
        Assert.StartsWith("credential.", entry["action"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(64, entry["hash"]!.GetValue<string>().Length);
        Assert.NotNull(log.Json["nextCursor"]);
    }
}

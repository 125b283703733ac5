using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>A project from above: figures, audit log.</summary>
public sealed class ProjectApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
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

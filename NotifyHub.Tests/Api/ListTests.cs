using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>The lists of sends and devices, for programs.</summary>
public sealed class ListTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Sends = "/v1/projects/current/push/sends", Devices = "/v1/push/tokens";

    [Fact]
    public async Task Sends_are_filtered_and_paged_newest_first()
    {
        var campaign = $"c-{Guid.NewGuid():N}";
        var device = await hub.Client.NewDeviceAsync();
        var sent = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            sent.Add((await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = $"Nr {i}", ["campaignId"] = campaign, ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") })).Json["tickets"]![0]!["id"]!.GetValue<string>());
        }
        var first = await hub.Client.ReadAsync($"{Sends}?campaign={campaign}&limit=3");
        var second = await hub.Client.ReadAsync($"{Sends}?campaign={campaign}&limit=3&cursor={first.Json["nextCursor"]}");
        Assert.Equal(Enumerable.Reverse(sent), Ids(first).Concat(Ids(second)));
        Assert.Null(second.Json["nextCursor"]);
        Assert.Equal(("Nr 4", "scheduled", device), (first.Json["items"]![0]!["title"]!.GetValue<string>(), first.Json["items"]![0]!["status"]!.GetValue<string>(), first.Json["items"]![0]!["device"]!.GetValue<string>()));
        foreach (var filter in new[] { "status=scheduled", "provider=apns", $"device={device}", "ack=no", "q=Nr", "from=2020-01-01T00:00:00Z", "to=2999-01-01T00:00:00Z" })
        {
            Assert.Equal(5, Ids(await hub.Client.ReadAsync($"{Sends}?campaign={campaign}&{filter}")).Count);
        }
        foreach (var filter in new[] { "status=failed", "provider=fcm", "device=dev_0000000000001", "ack=yes", "q=Nothing", "from=2999-01-01T00:00:00Z", "to=2020-01-01T00:00:00Z", "user=nobody", "category=x", "template=x" })
        {
            Assert.Empty(Ids(await hub.Client.ReadAsync($"{Sends}?campaign={campaign}&{filter}")));
        }
        Assert.Empty(Ids(await hub.Hub.ClientFor(hub.Other.ServerKey).ReadAsync($"{Sends}?campaign={campaign}")));
    }

    [Theory]
    [InlineData(Sends, "status=done")]
    [InlineData(Sends, "provider=smoke")]
    [InlineData(Sends, "ack=maybe")]
    [InlineData(Sends, "device=x")]
    [InlineData(Sends, "from=yesterday")]
    [InlineData(Sends, "to=2026-06-11T08:00:00")]
    [InlineData(Sends, "colour=red")]
    [InlineData(Sends, "limit=0")]
    [InlineData(Devices, "status=asleep")]
    [InlineData(Devices, "provider=smoke")]
    [InlineData(Devices, "colour=red")]
    public async Task An_unknown_value_is_told(string list, string query)
    {
        var answer = await hub.Client.ReadAsync($"{list}?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith($"?{query.Split('=')[0]}:", Assert.Single(answer.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_are_filtered_and_never_show_a_token()
    {
        var (user, token) = ($"u-{Guid.NewGuid():N}", ApiCalls.NewToken());
        var device = (await hub.Client.PostAsync(Devices, new JsonObject { ["provider"] = "apns", ["token"] = token, ["userId"] = user, ["platform"] = "ios" })).Id;
        var listed = await hub.Client.ReadAsync($"{Devices}?user={user}&provider=apns&status=active&platform=ios");
        Assert.Equal([device], Ids(listed));
        Assert.DoesNotContain(token, listed.Text, StringComparison.Ordinal);
        Assert.Equal([device], Ids(await hub.Client.ReadAsync($"{Devices}?q={device}")));
        Assert.Empty(Ids(await hub.Client.ReadAsync($"{Devices}?user={user}&status=retired")));
        Assert.Empty(Ids(await hub.Hub.ClientFor(hub.Other.ServerKey).ReadAsync($"{Devices}?q={device}")));
    }

    private static List<string> Ids(ApiAnswer answer) => [.. answer.Json["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())];
}

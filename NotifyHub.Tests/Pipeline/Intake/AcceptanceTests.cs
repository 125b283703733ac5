using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Intake;

public sealed class AcceptanceTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task Nobody_is_answered_before_the_commit()
    {
        var devices = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            devices.Add(await hub.Client.NewDeviceAsync());
        }
        var gate = hub.Hub.Services.GetRequiredService<IWriteGate>();
        var release = new TaskCompletionSource();
        var blocking = await Held.AllWritersAsync(gate, release.Task);
        var sends = devices.Select(d => hub.Client.SendAsync(new JsonObject { ["to"] = d, ["title"] = "x", ["correlationId"] = "grouped", ["sendAt"] = "2026-12-31T00:00:00Z" })).ToList();
        await using (var during = hub.Rows())
        {
            Assert.Equal(0, await during.Notifications.CountAsync(n => n.CorrelationId == "grouped"));
        }
        Assert.DoesNotContain(sends, s => s.IsCompleted);

        release.SetResult();
        await blocking;
        Assert.All(await Task.WhenAll(sends), a => Assert.Equal(HttpStatusCode.Accepted, a.Status));
        await using var after = hub.Rows();
        Assert.Equal(20, await after.Notifications.CountAsync(n => n.CorrelationId == "grouped"));
    }

    [Fact]
    public async Task A_full_store_gives_503_stores_nothing_and_recovers_by_itself()
    {
        var device = await hub.Client.NewDeviceAsync();
        var gate = hub.Hub.Services.GetRequiredService<IWriteGate>();
        await FullStore.FillAsync(gate);
        var body = new JsonObject { ["to"] = device, ["title"] = "x", ["correlationId"] = "full", ["data"] = new JsonObject { ["fill"] = new string('x', 3000) } };
        ApiAnswer answer;
        do
        {
            answer = await hub.Client.SendAsync(body);
        }
        while (answer.Status == HttpStatusCode.Accepted);
        await using var before = hub.Rows();
        var stored = await before.Notifications.CountAsync(n => n.CorrelationId == "full");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "store_unavailable", "5"), (answer.Status, answer.Code, answer.Header("Retry-After")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await hub.Client.SendAsync(body, "full-1")).Status);

        await FullStore.FreeAsync(gate);
        Assert.Equal(HttpStatusCode.Accepted, (await hub.Client.SendAsync(body, "full-1")).Status);
        await using var after = hub.Rows();
        Assert.Equal(stored + 1, await after.Notifications.CountAsync(n => n.CorrelationId == "full"));
    }

    [Fact]
    public async Task Readiness_follows_the_store()
    {
        Assert.Equal("ready", await hub.Client.GetStringAsync("/health/ready"));
        Assert.Equal("ok", await hub.Client.GetStringAsync("/health/live"));
    }
}

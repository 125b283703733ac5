using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Intake;

/// <summary>A foreign process holds SQLite's write lock for longer than the hub waits.</summary>
[Trait("Engine", "sqlite")]
public class HeldLockTests
{
    [Fact]
    public async Task Sends_get_503_and_never_a_false_202_and_all_resumes_by_itself()
    {
        await using var hub = await TestHub.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["NotifyHub:Database:BusyTimeoutSeconds"] = "1" });
        var device = await hub.Client.NewDeviceAsync();
        var body = new JsonObject { ["to"] = device, ["title"] = "x", ["correlationId"] = "held" };
        await using var foreign = new SqliteConnection($"Data Source={Path.Combine(hub.DataDirectory, "notifyhub.db")};Pooling=false");
        await foreign.OpenAsync();
        await using (var held = foreign.BeginTransaction(deferred: false))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => hub.Client.SendAsync(body, $"held-{i}")));
            Assert.All(answers, a => Assert.Equal((HttpStatusCode.ServiceUnavailable, "store_unavailable"), (a.Status, a.Code)));
            Assert.All(answers, a => Assert.NotNull(a.Header("Retry-After")));
            Assert.Equal(0, await CountAsync(hub));
        }
        // The same keys are free: nothing of the first tries was stored.
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => hub.Client.SendAsync(body, $"held-{i}")));
        Assert.All(again, a => Assert.Equal(HttpStatusCode.Accepted, a.Status));
        Assert.Equal(5, await CountAsync(hub));
    }

    private static async Task<int> CountAsync(TestHub hub)
    {
        await using var db = hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(hub.ProjectId));
        return await db.Notifications.CountAsync(n => n.CorrelationId == "held");
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Data.Postgres;

/// <summary>The server dies and comes back while a hub is at work on it: 503 meanwhile, never a 202 for what is not stored, and all goes on without a restart.</summary>
[Trait("Engine", "postgres")]
public sealed class PostgresCrashTests : IAsyncLifetime
{
    private PostgresServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        await _server.AskAsync("create database hub");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_202_is_stored_and_nothing_else_is_when_the_server_dies_under_load()
    {
        var folder = Path.Combine(Path.GetTempPath(), "notifyhub-crash-" + Guid.NewGuid().ToString("n"));
        await using var hub = await TestHub.StartAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["NotifyHub:Database:Provider"] = "postgres", ["ConnectionStrings:Hub"] = _server.ConnectionString("hub"), ["NotifyHub:Limits:DevicePerMinute"] = "1000000",
            },
            folder: folder);
        var device = await hub.Client.NewDeviceAsync();
        using var enough = new CancellationTokenSource();
        var accepted = new System.Collections.Concurrent.ConcurrentBag<string>();
        var others = new System.Collections.Concurrent.ConcurrentDictionary<HttpStatusCode, int>();
        var senders = Enumerable.Range(0, 8).Select(async s =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var name = $"crash-{s}-{i}";
                var answer = await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["correlationId"] = name, ["sendAt"] = "2027-11-30T00:00:00Z" }, name);
                // As a good client does: the same key again until the store has an answer.
                while (answer.Status == HttpStatusCode.ServiceUnavailable && !enough.IsCancellationRequested)
                {
                    others.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
                    await Task.Yield();
                    answer = await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["correlationId"] = name, ["sendAt"] = "2027-11-30T00:00:00Z" }, name);
                }
                if (answer.Status == HttpStatusCode.Accepted)
                {
                    accepted.Add(name);
                }
                else
                {
                    others.AddOrUpdate(answer.Status, 1, (_, n) => n + 1);
                }
            }
        }).ToList();
        for (var round = 0; round < 3; round++)
        {
            var before = accepted.Count;
            await UntilAsync(() => accepted.Count > before + 50);
            await _server.CrashAsync();
            var refused = others.Values.Sum();
            await UntilAsync(() => others.Values.Sum() > refused + 20);
            await _server.RestartAsync();
        }
        var last = accepted.Count;
        await UntilAsync(() => accepted.Count > last + 50);
        await enough.CancelAsync();
        await Task.WhenAll(senders);

        Assert.Equal([HttpStatusCode.ServiceUnavailable], others.Keys);
        await using var db = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<NotifyHub.Data.HubContexts>(hub.Services).Open(ProjectScope.Of(hub.ProjectId));
        var stored = await db.Notifications.Where(n => n.CorrelationId!.StartsWith("crash-")).Select(n => n.CorrelationId!).ToListAsync();
        Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(accepted.Except(stored, StringComparer.Ordinal));
        // What was refused to the end may still have been stored by its last try: at most one for each sender.
        Assert.InRange(stored.Count - accepted.Count, 0, senders.Count);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "Not within a minute.");
            // Progress of many requests has no signal of its own.
            await Task.Delay(20);
        }
    }
}

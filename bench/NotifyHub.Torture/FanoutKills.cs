using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Kill;

namespace NotifyHub.Torture;

/// <summary>
/// A send to everyone, for later so that its rows stay as they were written, while the process dies again and again inside a chunk (P8): in the end
/// everybody has one. Then one that is cancelled while it is written: nothing of it is left to go out.
/// </summary>
public sealed class FanoutKills(TortureOptions options, string dll)
{
    private const int Devices = 6000, KillsMax = 40;
    private const int Killed = 137;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The report and whether every promise was kept.</summary>
    public async Task<(string Report, bool Holds)> RunAsync(CancellationToken cancel)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["NotifyHub__Database__Provider"] = options.Engine, ["ConnectionStrings__Hub"] = options.Connection ?? "" };
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, settings, cancel);
        HubStore store = options.Connection is { } connection ? new PostgresHubStore(connection) : new SqliteHubStore(hub.Nodes[0].DataFolder);
        await Parallel.ForAsync(0, Devices, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (_, stop) =>
            await hub.RegisterAsync(new JsonObject { ["provider"] = "fcm", ["token"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) }, stop));
        var chance = new Random(options.Seed);
        var node = hub.Nodes[0];
        await node.Process.TerminateAsync(cancel);
        await StartAsync(node, chance, cancel);
        var sent = (await HubUnderLoad.PostAsync(hub.Api, "/v1/push/send", Everyone("killed"), cancel))["notificationId"]!.GetValue<string>();
        var kills = await KillAsync(hub, node, sent, chance, cancel);
        // What comes next is to be cancelled by a caller, not by a death.
        await node.Process.KillAsync();
        node.Process.Environment[Killer.Variable] = null;
        await node.StartAsync(cancel);
        var verdict = new Verdict();
        verdict.Tell("deaths inside a chunk", kills);
        await UntilAsync(hub, sent, "done", cancel);

        var cancelled = (await HubUnderLoad.PostAsync(hub.Api, "/v1/push/send", Everyone("cancelled"), cancel))["notificationId"]!.GetValue<string>();
        using (var answer = await hub.Api.PostAsync($"/v1/notifications/{cancelled}/cancel", null, cancel))
        {
            answer.EnsureSuccessStatusCode();
        }
        await UntilAsync(hub, cancelled, "cancelled", cancel);
        await node.Process.TerminateAsync(cancel);

        var rows = await store.DeliveriesAsync();
        var everyone = rows.Where(r => r.Correlation == "killed").ToList();
        verdict.Tell("devices", Devices);
        verdict.Tell("deliveries", everyone.Count);
        verdict.None("fewer deaths than were wanted", kills >= 5 ? [] : [$"{kills}"]);
        verdict.None("people who got none", Enumerable.Repeat("one", Math.Max(0, Devices - everyone.Select(r => r.DeviceId).Distinct().Count())));
        verdict.None("people who got two", everyone.GroupBy(r => r.DeviceId).Where(g => g.Count() > 1).Select(g => RowId.Format(RowId.Device, g.Key)));
        verdict.None("a count that is not the rows'", everyone.Where(r => r.Recipients != Devices).Take(1).Select(r => $"{r.Recipients}"));
        verdict.Tell("written before the cancellation reached it", rows.Count(r => r.Correlation == "cancelled"));
        verdict.None("left to go out after the cancellation", rows.Where(r => r.Correlation == "cancelled" && r.Status != DeliveryStatus.Cancelled).Select(r => $"{RowId.Format(RowId.Delivery, r.Id)} {r.Status}"));
        verdict.None("faults of the store's own check", new[] { await store.FaultAsync() }.OfType<string>());
        return ($"fanout: seed {options.Seed}, {options.Engine}\n\n{verdict}\n", verdict.Holds);
    }

    private static JsonObject Everyone(string name) => new()
    {
        ["to"] = new JsonObject { ["everyone"] = true }, ["title"] = "Torture", ["correlationId"] = name, ["sendAt"] = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O"),
    };

    private static async Task<int> KillAsync(HubUnderLoad hub, HubNodeProcess node, string sent, Random chance, CancellationToken cancel)
    {
        for (var kills = 0; kills < KillsMax; kills++)
        {
            // Through before it died once more: the point is not reached any more.
            while (!node.Process.HasExited)
            {
                if (await StateAsync(hub, sent, cancel) == "done")
                {
                    return kills;
                }
            }
            if (await node.Process.ExitAsync(cancel) is not Killed and var exit)
            {
                throw new InvalidOperationException($"exit {exit}: {node.Process.Output}");
            }
            await StartAsync(node, chance, cancel);
        }
        return KillsMax;
    }

    private static async Task StartAsync(HubNodeProcess node, Random chance, CancellationToken cancel)
    {
        node.Process.Environment[Killer.Variable] = $"P8:kill@{chance.Next(1, 4)}";
        try
        {
            await node.StartAsync(cancel);
        }
        catch (InvalidOperationException) when (node.Process.Output.Contains("failpoint ", StringComparison.Ordinal))
        {
            // It reached the point before it was ready.
        }
    }

    private static async Task UntilAsync(HubUnderLoad hub, string notification, string state, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        while (await StateAsync(hub, notification, limit.Token) != state)
        {
            await Task.Delay(100, limit.Token);
        }
    }

    // Null while nobody answers.
    private static async Task<string?> StateAsync(HubUnderLoad hub, string notification, CancellationToken cancel)
    {
        try
        {
            var answer = await hub.Api.GetFromJsonAsync<JsonObject>($"/v1/notifications/{notification}", cancel);
            return answer?["fanout"]?["state"]?.GetValue<string>();
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null;
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.E2E.Support;
using NotifyHub.Failpoints;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Kill;

namespace NotifyHub.Torture;

/// <summary>
/// People with something of them in every place that keeps anything, who are erased while the process dies between the slices (P13). In the end no row, no file
/// and no printed line has a word of them, and nothing goes out to them any more.
/// </summary>
public sealed class ErasureKills(TortureOptions options, string dll, string? serverFolder)
{
    // One push of whoever is not erased waits for its time.
    private const int StaysPending = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The report and whether every promise was kept.</summary>
    public async Task<(string Report, bool Holds)> RunAsync(CancellationToken cancel)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NotifyHub__Database__Provider"] = options.Engine, ["ConnectionStrings__Hub"] = options.Connection ?? "", ["Logging__LogLevel__Default"] = "Information",
        };
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, settings, cancel);
        var (process, node) = (hub.Nodes[0].Process, new PointedNode(hub.Nodes[0], CrashPoint.P13));
        HubStore store = options.Connection is { } connection ? new PostgresHubStore(connection) : new SqliteHubStore(hub.Nodes[0].DataFolder);
        var chance = new Random(options.Seed);
        var marks = Enumerable.Range(0, Math.Max(options.Kills, 1)).Select(_ => $"zq{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}").ToList();
        var stays = $"st{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
        foreach (var mark in marks.Append(stays))
        {
            await LeaveTracesAsync(hub, mark, cancel);
        }
        var printed = new List<string> { process.Output };
        var (before, others) = (await store.TablesWithAsync(marks), await store.TablesWithAsync([stays]));
        await process.KillAsync();
        foreach (var mark in marks)
        {
            await node.StartAsync(chance.Next(1, 5), cancel);
            await EraseAsync(hub, mark, cancel);
            printed.Add(process.Output);
            await node.EndAsync(cancel);
        }
        await node.LiveAsync(cancel);
        // Whoever did not get an answer asks again.
        foreach (var mark in marks)
        {
            await EraseAsync(hub, mark, cancel);
        }
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            limit.CancelAfter(Patience);
            do
            {
                using var run = await hub.Api.PostAsync("/v1/projects/current/jobs/user_erasure/run", null, limit.Token);
            }
            while (await store.CountAsync("select count(*) from erasures where finished_at is null") > 0);
        }
        var verdict = new Verdict();
        verdict.Tell("people", marks.Count);
        verdict.Tell("deaths between slices", node.Deaths);
        verdict.Tell("tables that had a word of them", before.Count);
        verdict.None("fewer deaths than were wanted", node.Deaths * 2 >= marks.Count ? [] : [$"{node.Deaths}"]);
        verdict.None("tables that had too few to prove anything", before.Count >= 8 ? [] : before);
        verdict.None("tables that still have a word of them", await store.TablesWithAsync(marks));
        verdict.None("deliveries of theirs that may still go out", await store.PendingAsync() is > StaysPending and var left ? [$"{left - StaysPending}"] : []);
        verdict.None("tables that lost a word of somebody else", others.Except(await store.TablesWithAsync([stays])));
        verdict.None("files of the running hub with a word of them", await FilesWithAsync(hub.Nodes[0].DataFolder, marks, cancel));
        await process.TerminateAsync(cancel);
        printed.Add(process.Output);
        verdict.None("files of the stopped hub with a word of them", await FilesWithAsync(hub.Nodes[0].DataFolder, marks, cancel));
        verdict.None("printed lines with a word of them", printed.SelectMany(text => text.Split('\n')).Where(line => marks.Exists(mark => line.Contains(mark, StringComparison.Ordinal))));
        if (serverFolder is not null)
        {
            // What a row left behind goes when PostgreSQL takes its place again, and samples of columns when it takes new ones; that is its own business, and here we ask for it.
            foreach (var sql in new[] { "analyze", "vacuum full", "checkpoint" })
            {
                await store.ChangeAsync(sql);
            }
            verdict.None("table files of PostgreSQL with a word of them, after its analyze and vacuum", await FilesWithAsync(Path.Combine(serverFolder, "data", "base"), marks, cancel));
        }
        return ($"erase: seed {options.Seed}, {options.Engine}\n\n{verdict}\n", verdict.Holds);
    }

    private static async Task LeaveTracesAsync(HubUnderLoad hub, string mark, CancellationToken cancel)
    {
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)));
        await PutAsync(hub, $"/v1/users/{mark}", new JsonObject
        {
            ["name"] = mark, ["email"] = $"{mark}@example.test", ["phone"] = "+491701234567", ["fingerprintHex"] = fingerprint, ["traits"] = new JsonObject { ["note"] = mark },
        }, cancel);
        var device = await hub.RegisterAsync(new JsonObject
        {
            ["provider"] = "fcm", ["token"] = $"{mark}{mark}{mark}", ["userId"] = mark, ["installationId"] = mark, ["model"] = mark, ["traits"] = new JsonObject { ["note"] = mark },
        }, cancel);
        await HubUnderLoad.PostAsync(hub.Api, $"/v1/push/tokens/{device}/topics", new JsonObject { ["topic"] = "news" }, cancel);
        await PutAsync(hub, $"/v1/users/{mark}/preferences", new JsonObject { ["preferences"] = new JsonArray(new JsonObject { ["category"] = "offers", ["optedOut"] = true }) }, cancel);
        var push = new JsonObject { ["to"] = new JsonObject { ["user"] = mark }, ["title"] = mark, ["body"] = mark, ["data"] = new JsonObject { ["note"] = mark }, ["correlationId"] = mark };
        var ticket = (await HubUnderLoad.PostAsync(hub.Api, "/v1/push/send", push, cancel))["tickets"]![0]!["id"]!.GetValue<string>();
        push["sendAt"] = TimeProvider.System.GetUtcNow().AddDays(1).ToString("O");
        await HubUnderLoad.PostAsync(hub.Api, "/v1/push/send", push, cancel);
        await HubUnderLoad.PostAsync(hub.Api, "/v1/notifications", new JsonObject
        {
            ["type"] = "feedback.new", ["to"] = new JsonObject { ["user"] = mark }, ["content"] = new JsonObject { ["title"] = mark, ["body"] = mark },
        }, cancel);
        // Nothing of these is delivered to them: sends that only name them.
        await HubUnderLoad.PostAsync(hub.Api, "/v1/notifications", new JsonObject
        {
            ["type"] = "feedback.new", ["to"] = new JsonObject { ["users"] = new JsonArray(mark, "somebody-else") }, ["content"] = new JsonObject { ["title"] = "Both", ["body"] = "of you" },
            ["sendAt"] = push["sendAt"]!.DeepClone(),
        }, cancel);
        await HubUnderLoad.PostAsync(hub.Api, "/v1/notifications", new JsonObject
        {
            ["type"] = "feedback.new", ["to"] = new JsonObject { ["user"] = mark }, ["content"] = new JsonObject { ["title"] = mark, ["body"] = mark }, ["sendAt"] = push["sendAt"]!.DeepClone(),
        }, cancel);
        await HubUnderLoad.PostAsync(hub.Api, "/v1/push/send", new JsonObject { ["to"] = new JsonObject { ["userFingerprintHex"] = fingerprint }, ["title"] = mark }, cancel);
        await HubUnderLoad.PostAsync(hub.Api, "/v1/schedules", new JsonObject
        {
            ["send"] = new JsonObject { ["to"] = new JsonObject { ["user"] = mark }, ["title"] = mark }, ["every"] = new JsonObject { ["frequency"] = "daily", ["time"] = "08:00", ["zone"] = "UTC" },
        }, cancel);
        await HubUnderLoad.PostAsync(hub.Api, $"/v1/push/sends/{ticket}/ack", new JsonObject { ["eventType"] = "reply", ["replyText"] = mark, ["sessionId"] = mark }, cancel);
        await HubUnderLoad.PostAsync(hub.Api, "/v1/events", new JsonObject { ["name"] = "bought", ["timestamp"] = TimeProvider.System.GetUtcNow().ToString("O"), ["userId"] = mark, ["props"] = new JsonObject { ["note"] = mark } }, cancel);
    }

    // 404: an erasure that was begun before the process died has taken the person away.
    private static async Task EraseAsync(HubUnderLoad hub, string mark, CancellationToken cancel)
    {
        try
        {
            using var answer = await hub.Api.DeleteAsync($"/v1/users/{mark}", cancel);
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound)
            {
                throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
            }
        }
        catch (HttpRequestException)
        {
            // It died before it answered.
        }
    }

    private static async Task PutAsync(HubUnderLoad hub, string path, JsonObject body, CancellationToken cancel)
    {
        using var answer = await hub.Api.PutAsJsonAsync(path, body, cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }

    // cp minds no locks of the running hub.
    private static async Task<List<string>> FilesWithAsync(string folder, List<string> marks, CancellationToken cancel)
    {
        var copy = Directory.CreateTempSubdirectory("notifyhub-search-").FullName;
        try
        {
            using (var cp = Process.Start("cp", ["-r", folder, copy]))
            {
                await cp.WaitForExitAsync(cancel);
            }
            var found = new List<string>();
            foreach (var file in Directory.GetFiles(copy, "*", SearchOption.AllDirectories))
            {
                var bytes = await File.ReadAllBytesAsync(file, cancel);
                var hits = marks.Count(mark => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(mark)) >= 0);
                if (hits > 0)
                {
                    found.Add($"{Path.GetFileName(file)}: {hits} of {marks.Count}");
                }
            }
            return found;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}

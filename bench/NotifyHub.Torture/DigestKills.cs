using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyHub.E2E.Support;
using NotifyHub.Failpoints;
using NotifyHub.Torture.Check;
using NotifyHub.Torture.Hub;
using NotifyHub.Torture.Kill;

namespace NotifyHub.Torture;

/// <summary>
/// Digests to people whose process dies inside the flush, again and again (P9), while new items come. In the end each item was told in one digest of its reader:
/// the counts of all digests sum up to the items, and no item is told in two.
/// </summary>
public sealed partial class DigestKills(TortureOptions options, string dll)
{
    private const int People = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    // The newest seconds are left to the next digest.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(11);

    /// <summary>The report and whether every promise was kept.</summary>
    public async Task<(string Report, bool Holds)> RunAsync(CancellationToken cancel)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["NotifyHub__Database__Provider"] = options.Engine, ["ConnectionStrings__Hub"] = options.Connection ?? "" };
        await using var hub = await HubUnderLoad.StartAsync(dll, quick: true, settings, cancel);
        HubStore store = options.Connection is { } connection ? new PostgresHubStore(connection) : new SqliteHubStore(hub.Nodes[0].DataFolder);
        var users = Enumerable.Range(0, People).Select(i => $"reader-{i}").ToList();
        await HubUnderLoad.PostAsync(hub.Api, "/v1/users/bulk", new JsonObject { ["users"] = new JsonArray([.. users.Select(user => (JsonNode)new JsonObject { ["userId"] = user })]) }, cancel);
        using (var answer = await hub.Api.PutAsJsonAsync("/v1/projects/current/policy", new JsonObject { ["digest"] = new JsonObject { ["cadence"] = "hourly" } }, cancel))
        {
            answer.EnsureSuccessStatusCode();
        }
        await HubUnderLoad.PostAsync(hub.Api, "/v1/projects/current/jobs/digest_plan/run", new JsonObject(), cancel);

        var chance = new Random(options.Seed);
        var node = new PointedNode(hub.Nodes[0], CrashPoint.P9);
        await hub.Nodes[0].Process.KillAsync();
        var (sent, item) = (new List<string>(), Item(chance));
        for (var round = 1; round <= options.Kills; round++)
        {
            await store.ChangeAsync($"update digest_states set next_at = {round}");
            // Two hits a digest.
            await node.StartAsync(chance.Next(1, 2 * People + 1), cancel);
            // The job's own schedule may flush, and die, before the item is with everybody; then the next round sends it by the same key.
            if (await SendAsync(hub, users, item, cancel))
            {
                sent.Add(item);
                item = Item(chance);
                await FlushAsync(hub, store, cancel);
            }
            await node.EndAsync(cancel);
        }
        await node.LiveAsync(cancel);
        if (await SendAsync(hub, users, item, cancel))
        {
            sent.Add(item);
        }
        await Task.Delay(Settle, cancel);
        await hub.Nodes[0].Process.TerminateAsync(cancel);
        await store.ChangeAsync($"update digest_states set next_at = {options.Kills + 1}");
        await node.LiveAsync(cancel);
        await FlushAsync(hub, store, cancel);
        await hub.Nodes[0].Process.TerminateAsync(cancel);

        var digests = (await store.WordsAsync("issue.digest")).Select(row => (row.Target, Count: int.Parse(Number().Match(row.Title).ValueSpan, CultureInfo.InvariantCulture), Items: Told().Matches(row.Payload).Select(m => m.Value).ToList())).ToList();
        var items = await store.CountAsync("select count(*) from inbox_items");
        var verdict = new Verdict();
        verdict.Tell("deaths inside a flush", node.Deaths);
        verdict.Tell("items", items);
        verdict.Tell("digests", digests.Count);
        verdict.None("fewer deaths than were wanted", node.Deaths * 2 >= options.Kills ? [] : [$"{node.Deaths}"]);
        verdict.None("items that were not written once to each", items == sent.Count * People ? [] : [$"{items} of {sent.Count * People}"]);
        verdict.None("readers whose digests do not sum up to their items", users.Select(user => (user, Sum: digests.Where(d => d.Target.Contains($"\"{user}\"", StringComparison.Ordinal)).Sum(d => d.Count)))
            .Where(one => one.Sum != sent.Count).Select(one => $"{one.user}: {one.Sum} of {sent.Count}"));
        verdict.None("items told twice to one reader", digests.SelectMany(d => d.Items.Select(item => (d.Target, item))).GroupBy(told => told).Where(g => g.Count() > 1).Select(g => $"{g.Key.Target} {g.Key.item}"));
        verdict.None("faults of the store's own check", new[] { await store.FaultAsync() }.OfType<string>());
        return ($"digest: seed {options.Seed}, {options.Engine}, {options.Kills} rounds\n\n{verdict}\n", verdict.Holds);
    }

    private static string Item(Random chance) => $"item{chance.NextInt64():x16}";

    // One item to everybody; false when the process died before it was certain.
    private static async Task<bool> SendAsync(HubUnderLoad hub, List<string> users, string item, CancellationToken cancel)
    {
        var body = new JsonObject
        {
            ["type"] = "feedback.new", ["to"] = new JsonObject { ["users"] = new JsonArray([.. users.Select(user => (JsonNode)user)]) }, ["channels"] = new JsonArray("in_app"),
            ["content"] = new JsonObject { ["title"] = item, ["body"] = "x" }, ["idempotencyKey"] = item,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            var id = (await HubUnderLoad.PostAsync(hub.Api, "/v1/notifications", body, cancel))["notificationId"]!.GetValue<string>();
            while ((await hub.Api.GetFromJsonAsync<JsonObject>($"/v1/notifications/{id}", limit.Token))?["fanout"]?["state"]?.GetValue<string>() != "done")
            {
                await Task.Delay(20, limit.Token);
            }
            return true;
        }
        catch (Exception error) when (error is HttpRequestException or System.Net.Sockets.SocketException or IOException && (hub.Nodes[0].Process.HasExited || hub.Nodes[0].Process.Output.Contains("failpoint ", StringComparison.Ordinal)))
        {
            return false;
        }
    }

    // The job is run, and either it ends or the process does.
    private static async Task FlushAsync(HubUnderLoad hub, HubStore store, CancellationToken cancel)
    {
        try
        {
            using var answer = await hub.Api.PostAsync("/v1/projects/current/jobs/digest/run", null, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or System.Net.Sockets.SocketException or IOException)
        {
            return;
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        // Its schedule may have been first: then the run that was asked for is refused, and the other is waited for.
        while (!hub.Nodes[0].Process.HasExited && await store.CountAsync("select count(*) from digest_states where next_at < 1000000") > 0)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    [GeneratedRegex("^[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Number();

    [GeneratedRegex("item[0-9a-f]{16}", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Told();
}

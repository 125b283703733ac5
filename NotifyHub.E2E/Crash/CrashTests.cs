using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NotifyHub.E2E.Support;
using Xunit.Abstractions;

namespace NotifyHub.E2E.Crash;

/// <summary>kill -9 under load, again and again: no accepted send is lost, none is invented, and copies stay within what was in flight.</summary>
public class CrashTests(PublishedApp app, ITestOutputHelper output) : IClassFixture<PublishedApp>
{
    private const int Kills = 30;
    private const int Seed = 20261121;

    // Results that may wait for their commit: the writer takes a commit for each 200, and one commit may be under way.
    private const int UnwrittenAtMost = 400;

    [Fact]
    public async Task Killed_thirty_times_nothing_accepted_is_lost()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(12));
        var cancel = limit.Token;
        // The per-device rate limit would slow the three devices' load to 3 sends a second; it is not what is tested here.
        await using var hub = await HubUnderLoad.StartAsync(app.Dll, quick: false, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NotifyHub__Limits__DevicePerMinute"] = "1000000",
            ["NotifyHub__Limits__InFlight"] = "64",
        }, cancel);
        var devices = new List<string>();
        foreach (var platform in new[] { "ios", "android", "web", "ios", "android", "web" })
        {
            devices.Add(await hub.AddPhoneAsync(platform, cancel));
        }

        var ledger = new SendLedger();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(1, 6).Select(i => new Generator(hub.Api, devices, ledger, Seed + i).RunAsync(stop.Token, cancel)).ToList();
        var chance = new Random(Seed);
        long claimedAtKills = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            // The moment of the kill is what is drawn here; nothing is waited for.
            await Task.Delay(chance.Next(0, 2000), cancel);
            await hub.Hub.KillAsync();
            claimedAtKills += await ClaimedAtKillAsync(hub);
            await hub.StartHubAsync(cancel);
        }
        await stop.CancelAsync();
        await Task.WhenAll(load);
        await DrainedAsync(hub, cancel);
        var exit = await hub.Hub.TerminateAsync(cancel);
        Assert.Equal(0, exit);

        var arrivals = (await File.ReadAllLinesAsync(hub.ArrivalFile, cancel)).Select(line => JsonNode.Parse(line)!)
            .Where(a => a["status"]!.GetValue<int>() is >= 200 and < 300 && a["msgId"] is not null)
            .GroupBy(a => a["msgId"]!.GetValue<string>(), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var lost = ledger.Deliveries.Where(d => !arrivals.ContainsKey(d)).ToList();
        var accepted = ledger.Deliveries.ToHashSet(StringComparer.Ordinal);
        var unexpected = arrivals.Keys.Where(a => !accepted.Contains(a)).ToList();
        var duplicates = arrivals.Values.Sum(count => count - 1);
        var (notifications, onTheWire, notSent) = await CountAsync(hub);
        var bound = Math.Min(claimedAtKills, onTheWire + (Kills * UnwrittenAtMost));
        output.WriteLine($"seed {Seed}: {Kills} kills, {ledger.Accepted} sends and {accepted.Count} deliveries accepted; lost {lost.Count}, unexpected {unexpected.Count}, "
            + $"duplicates {duplicates} of at most {bound} ({onTheWire} on the wire at the kills, {claimedAtKills} claimed and without a result on disk)");

        Assert.True(ledger.Accepted > Kills, "The load was too thin to show anything.");
        Assert.Equal([], lost);
        Assert.Equal([], unexpected);
        Assert.Equal([], ledger.Contradictions);
        Assert.Equal(ledger.Accepted, notifications);
        Assert.Equal(0, notSent);
        Assert.InRange(duplicates, 0, bound);
    }

    private static async Task DrainedAsync(HubUnderLoad hub, CancellationToken cancel)
    {
        // Another process gives no signal, so its file is polled: a reader in WAL mode disturbs nobody.
        while ((await CountAsync(hub)).NotSent > 0)
        {
            await Task.Delay(200, cancel);
        }
    }

    // Between a kill and the next start: the file as the dead process left it. A copy is read, so that nobody but the app recovers the original.
    private static async Task<long> ClaimedAtKillAsync(HubUnderLoad hub)
    {
        var copy = Directory.CreateTempSubdirectory("notifyhub-copy-").FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(hub.Folder, "data"), "notifyhub.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        var claimed = await ReadAsync(copy, "select count(*) from deliveries where status = 3", row => row.GetInt64(0));
        Directory.Delete(copy, recursive: true);
        return claimed;
    }

    // A row that was on the wire when its process died is counted (crashes) when the next process takes it back.
    private static Task<(long Notifications, long OnTheWire, long NotSent)> CountAsync(HubUnderLoad hub) => ReadAsync(
        Path.Combine(hub.Folder, "data"),
        "select (select count(*) from notifications), (select coalesce(sum(crashes), 0) from deliveries), (select count(*) from deliveries where status <> 10)",
        row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)));

    private static async Task<T> ReadAsync<T>(string folder, string sql, Func<SqliteDataReader, T> map)
    {
        await using var db = new SqliteConnection($"Data Source={Path.Combine(folder, "notifyhub.db")};Pooling=false");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = "pragma query_only = 1; " + sql;
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return map(row);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using NotifyHub.Data.Rows;
using NotifyHub.E2E.Support;
using NotifyHub.Sandbox.Arrivals;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Nodes;

/// <summary>Several processes of the hub on one PostgreSQL, the twins as a process of their own whose vendor takes a second for each answer.</summary>
public sealed class NodesRig : IAsyncDisposable
{
    /// <summary>Shortest that is allowed.</summary>
    public const int LeaseSeconds = 30;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);
    private readonly string _connection;
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private string[] _phones = [];

    private NodesRig(HubUnderLoad hub, string connection) => (Hub, _connection) = (hub, connection);

    public HubUnderLoad Hub { get; }

    /// <summary>Starts a node for each role; the first serves.</summary>
    public static async Task<NodesRig> StartAsync(string dll, PostgresServer server, string database, IReadOnlyList<string> roles, CancellationToken cancel)
    {
        await server.AskAsync($"create database {database}");
        var connection = server.ConnectionString(database);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["NotifyHub__Database__Provider"] = "postgres", ["ConnectionStrings__Hub"] = connection, ["NotifyHub__Nodes__LeaseSeconds"] = $"{LeaseSeconds}",
            // Leases are under test here, not limits.
            ["NotifyHub__Limits__Project__PerSecond"] = "0", ["NotifyHub__Limits__Vendors__Apns__PerSecond"] = "0", ["NotifyHub__Limits__Vendors__Fcm__PerSecond"] = "0", ["NotifyHub__Limits__Vendors__WebPush__PerSecond"] = "0",
            ["NotifyHub__Limits__InFlight"] = "300", ["NotifyHub__Limits__DevicePerMinute"] = "1000000",
        };
        var rig = new NodesRig(await HubUnderLoad.StartAsync(dll, quick: false, settings, cancel, roles.Count, roles: roles), connection);
        rig._phones = [await rig.Hub.AddPhoneAsync("android", cancel, "slow1"), await rig.Hub.AddPhoneAsync("android", cancel, "slow1")];
        return rig;
    }

    /// <summary>Sends so many through a node, at once; each must be taken.</summary>
    public async Task BurstAsync(int sends, CancellationToken cancel, int node = 0)
    {
        using var client = Hub.NewClient(Hub.Nodes[node].Url);
        await Parallel.ForEachAsync(Enumerable.Range(0, sends), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancel }, async (i, stop) =>
            Note(await HubUnderLoad.PostAsync(client, "/v1/push/send", Message(i), stop)));
    }

    /// <summary>A push to one of the phones.</summary>
    public JsonObject Message(int i) => new() { ["to"] = _phones[i % _phones.Length], ["title"] = $"Message {i}" };

    /// <summary>Keeps what a 202 promised.</summary>
    public void Note(JsonObject answer)
    {
        lock (_accepted)
        {
            _accepted.Add(answer["notificationId"]!.GetValue<string>());
        }
    }

    /// <summary>Waits until the twins have answered so many calls in all.</summary>
    public async Task AnsweredAsync(int calls, CancellationToken cancel)
    {
        while ((await ArrivalsAsync(cancel)).Count < calls)
        {
            // The twins' file tells nobody when it grows.
            await Task.Delay(100, cancel);
        }
    }

    /// <summary>Waits until nothing is on its way; returns how long that took.</summary>
    public async Task<TimeSpan> DrainedAsync(CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await NumberAsync("select count(*) from deliveries where status < 10") > 0)
        {
            // Seen from outside, another process's rows give no signal.
            await Task.Delay(200, cancel);
        }
        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Waits until a node has said this.</summary>
    public async Task SaidAsync(int node, string words, CancellationToken cancel)
    {
        while (!Hub.Nodes[node].Process.Output.Contains(words, StringComparison.Ordinal))
        {
            // Its output is read line by line as it comes; a line gives no signal here.
            await Task.Delay(100, cancel);
        }
    }

    /// <summary>All that was accepted was sent, each with a row for each counted call, and at no time were two calls of one delivery under way. Returns how many went out more than once.</summary>
    public async Task<int> AuditAsync(CancellationToken cancel)
    {
        Assert.Equal(_accepted.Count, await NumberAsync("select count(*) from notifications"));
        Assert.Equal(_accepted.Count, await NumberAsync($"select count(*) from deliveries where status = {(int)DeliveryStatus.Sent}"));
        Assert.Equal(0, await NumberAsync("select count(*) from deliveries d where d.attempts <> (select count(*) from attempts a where a.delivery_id = d.id)"));
        var calls = (await ArrivalsAsync(cancel)).GroupBy(arrival => arrival.MsgId, arrival => arrival.At, StringComparer.Ordinal).ToList();
        Assert.Equal(_accepted.Count, calls.Count);
        foreach (var call in calls)
        {
            var ends = call.Order().ToList();
            Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.True(pair.Second - pair.First >= AnswerTime, $"{call.Key} was under way twice at {pair.First:O} and {pair.Second:O}"));
        }
        return calls.Count(call => call.Count() > 1);
    }

    public async Task<long> NumberAsync(string sql)
    {
        await using var db = new NpgsqlConnection(_connection);
        await db.OpenAsync();
        await using var command = new NpgsqlCommand(sql, db);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private async Task<List<Arrival>> ArrivalsAsync(CancellationToken cancel)
    {
        var arrivals = new List<Arrival>();
        foreach (var line in await File.ReadAllLinesAsync(Hub.ArrivalFile, cancel))
        {
            // The last line may be half written; a probe of a credential names no delivery.
            if (line.EndsWith('}') && JsonSerializer.Deserialize<Arrival>(line, JsonSerializerOptions.Web) is { MsgId: { } id } arrival && RowId.TryParse(RowId.Delivery, id, out _))
            {
                arrivals.Add(arrival);
            }
        }
        return arrivals;
    }
}

using System.Reflection;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Gate;

namespace NotifyHub.Data.Nodes;

/// <summary>This process's place among the nodes: its row, its number (which its ids carry), its signs of life. Where one process owns the store there are no rows: nobody looks.</summary>
public sealed class HubNodes(HubEngine engine, IWriteGate gate, HubIds ids, HubClock clock, IOptions<NodeOptions> options)
{
    /// <summary>Time between two signs of life.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    /// <summary>A node without a sign for so long is taken for dead.</summary>
    public static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(10);

    /// <summary>So long a number rests after its holder's last sign of life; a holder that was silent for half of it takes another.</summary>
    private static readonly TimeSpan NumberRests = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private const string Used = "select number from nodes where stopped_at is null and heartbeat_at > @since and id <> @id";
    private const string Forget = "delete from nodes where heartbeat_at < @since";

    private const string Register = """
        insert into nodes (id, number, name, role, version, started_at, heartbeat_at) values (@id, @number, @name, @role, @version, @now, @now)
        """;

    private const string Alive = "update nodes set heartbeat_at = @now, number = @number where id = @id";
    private const string Stopped = "update nodes set stopped_at = @now where id = @id and stopped_at is null";

    private DateTimeOffset _lastBeat;

    /// <summary>Boot id: unique for this run of the process, larger than that of an earlier one.</summary>
    public long Id { get; private set; }

    /// <summary>0 to 63; no other living node has it.</summary>
    public int Number { get; private set; }

    /// <summary>Takes a number, once the store is open and before anything else is written.</summary>
    /// <exception cref="StartRefusedException">All numbers are taken.</exception>
    public async Task RegisterAsync(CancellationToken cancel)
    {
        if (engine.OwnedByOneProcess)
        {
            Id = ids.Next();
            return;
        }
        await clock.ReadAsync(cancel);
        var now = clock.Now;
        (Id, Number) = await gate.WriteAsync(async session =>
        {
            await session.Prepare(Forget).Bind(now - Remembered).ExecuteAsync();
            var number = await FreeAsync(session, now);
            ids.Take(number);
            var id = ids.Next();
            await session.Prepare(Register).Bind(id, number, $"{Environment.MachineName}:{Environment.ProcessId}", options.Value.Kind.Wire(), Version, now).ExecuteAsync();
            session.Changed(0, HubTables.Nodes);
            return (id, number);
        }, cancel);
        _lastBeat = now;
    }

    /// <summary>Reads the shared clock and gives a sign of life.</summary>
    public async Task BeatAsync(CancellationToken cancel)
    {
        await clock.ReadAsync(cancel);
        var now = clock.Now;
        var number = Number;
        await gate.WriteAsync(async session =>
        {
            // We stood still for a while: another may have our number by now.
            number = now - _lastBeat > NumberRests / 2 ? await FreeAsync(session, now) : Number;
            await session.Prepare(Alive).Bind(now, number, Id).ExecuteAsync();
        }, cancel);
        ids.Take(Number = number);
        _lastBeat = now;
    }

    /// <summary>Says goodbye for this run, or for an earlier one that is known to be dead.</summary>
    public async Task StoppedAsync(long id)
    {
        if (!engine.OwnedByOneProcess)
        {
            await gate.WriteAsync(session =>
            {
                session.Changed(0, HubTables.Nodes);
                return session.Prepare(Stopped).Bind(clock.Now, id).ExecuteAsync();
            });
        }
    }

    private static string Version => typeof(HubNodes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private async Task<int> FreeAsync(WriteSession session, DateTimeOffset now)
    {
        await session.TakeTurnAsync(WriteTurn.Nodes);
        var used = (await session.Prepare(Used).Bind(now - NumberRests, Id).QueryAsync(row => row.GetInt32(0))).ToHashSet();
        var free = Enumerable.Range(0, HubIds.Nodes).Where(number => !used.Contains(number)).ToList();
        return free.Count > 0 ? free[0] : throw new StartRefusedException($"{HubIds.Nodes} nodes work on this database already, or were killed within the last minute.");
    }
}

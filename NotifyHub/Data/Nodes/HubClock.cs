using System.Data.Common;

namespace NotifyHub.Data.Nodes;

/// <summary>
/// The clock of leases and heartbeats. Where nodes share a database it is the database's, read with each heartbeat and carried on by a clock
/// that nobody sets: nodes whose own clocks differ agree on when a lease ends, and a process that stood still for a while knows it.
/// </summary>
public sealed class HubClock(HubEngine engine, TimeProvider time)
{
    private Reading? _last;

    /// <summary>Now, within the time of one trip to the database.</summary>
    public DateTimeOffset Now => Volatile.Read(ref _last) is { } last ? last.At + time.GetElapsedTime(last.Mark) : time.GetUtcNow();

    /// <summary>Reads the database's clock, where it counts.</summary>
    /// <exception cref="StoreUnavailableException">It can't be read now; the last reading goes on.</exception>
    public async Task ReadAsync(CancellationToken cancel)
    {
        if (engine.ClockSql is not { } sql)
        {
            return;
        }
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        object? told;
        try
        {
            told = await command.ExecuteScalarAsync(cancel);
        }
        catch (DbException error)
        {
            // A pooled connection whose other end died in the meantime opens well and fails at its first use.
            throw new StoreUnavailableException("The database's clock can't be read now.", error);
        }
        if (HubEngine.Number(told) is { } now)
        {
            // Marked after the answer: the reading is late by the way back, so a lease seems shorter to us than to others, never longer.
            Volatile.Write(ref _last, new Reading(DateTimeOffset.FromUnixTimeMilliseconds(now), time.GetTimestamp()));
        }
    }

    private sealed record Reading(DateTimeOffset At, long Mark);
}

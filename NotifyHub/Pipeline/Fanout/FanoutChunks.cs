using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>
/// One chunk of a run: which stretch it covers is read outside the gate; its rows and where the next begins are one transaction, so a crash neither
/// skips nor repeats a device. Nothing of a chunk is held in memory.
/// </summary>
internal sealed class FanoutChunks(HubEngine engine, IWriteGate gate, HubIds ids, PeopleFanout people, HubNodes node, HubClock clock, QueueDepth queue, TimeProvider time)
{
    /// <summary>Time for which a chunk may keep other writers waiting: SQLite has one, PostgreSQL several.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(40), Beside = TimeSpan.FromMilliseconds(150);

    /// <summary>Length of a lease; each chunk prolongs it.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(15);

    private readonly Dictionary<long, FanoutSize> _sizes = [];

    /// <summary>Takes the run's lease, or finds that this node has it.</summary>
    /// <returns>False while another node has it, or when there is nothing to do any more.</returns>
    public async Task<bool> LeaseAsync(FanoutRun run, CancellationToken cancel)
    {
        if (run.LeaseOwner == node.Id && run.LeaseUntil - LeaseTime / 2 > clock.Now)
        {
            return true;
        }
        // What an earlier process of this folder held is nobody's.
        var (grow, alone) = (run.LeaseOwner == node.Id ? 0 : 1, engine.OwnedByOneProcess);
        var until = clock.Now + LeaseTime;
        if (await gate.WriteAsync(session => session.Prepare(FanoutSql.Lease).Bind(node.Id, until, grow, run.Id, clock.Now, alone).ExecuteAsync(), cancel) == 0)
        {
            return false;
        }
        (run.LeaseOwner, run.LeaseUntil, run.Fence) = (node.Id, until, run.Fence + grow);
        return true;
    }

    /// <summary>Writes the deliveries of the next stretch of candidates.</summary>
    /// <returns>False when the queue is full: nothing was written, and it goes on when there is room.</returns>
    public async Task<bool> ExpandAsync(FanoutRun run, CancellationToken cancel)
    {
        var room = await queue.RoomAsync();
        if (room == 0)
        {
            return false;
        }
        var began = time.GetTimestamp();
        var target = AudienceTarget.Read(run.Target);
        var parts = run.Type is null ? TargetSql.Parts(engine, target, run.CreatedAt) : PeopleSql.Parts(engine, target, run.CreatedAt);
        var part = parts[run.Part];
        var size = SizeOf(run);
        // People have a few devices each.
        var limit = (int)Math.Min(part.IsWide ? Math.Max(1, size.Next / 4) : size.Next, room);
        (long Upto, int Count) window;
        FanoutTimes? times;
        var total = run.Total;
        await using (var connection = await engine.OpenReadAsync(cancel))
        {
            total ??= await CountAsync(connection, run, parts, cancel);
            window = await part.WindowAsync(connection, run.ProjectId, run.Cursor, limit, cancel);
            times = run.Type is not null ? null : await FanoutTimes.ReadAsync(connection, run, part, window.Upto, time.GetUtcNow(), cancel);
        }
        var isLastOfPart = window.Count < limit;
        var step = new Step(isLastOfPart ? run.Part + 1 : run.Part, isLastOfPart ? 0 : window.Upto, window.Count, total, isLastOfPart && run.Part == parts.Count - 1 ? FanoutState.Done : null);
        try
        {
            var (took, added) = await gate.WriteAsync(async session =>
            {
                var started = TimeProvider.System.GetTimestamp();
                if (!await AdvanceAsync(session, run, step, began))
                {
                    return (TimeSpan.Zero, 0);
                }
                var written = window.Count == 0 ? 0 : await InsertAsync(session, run, part, window, times);
                await session.Prepare(FanoutSql.Count).Bind(written, 0, run.Id).ExecuteLaterAsync();
                if (run.CampaignId is null)
                {
                    await session.Prepare(FanoutSql.Recipients).Bind(written, run.Id).ExecuteAsync();
                }
                Failpoint.Hit(run.CampaignId is null ? CrashPoint.P8 : CrashPoint.P10);
                session.Changed(run.ProjectId, HubTables.Deliveries | HubTables.Work);
                TellEnd(session, run, step);
                return (TimeProvider.System.GetElapsedTime(started), written);
            }, cancel);
            queue.Add(added);
            Note(run, size, window.Count, took, step);
        }
        catch (StretchTooWideException)
        {
            size.Shrink();
        }
        return true;
    }

    // More devices stand behind a stretch than ids were set aside for it: nothing was written, and a shorter stretch does.
    private sealed class StretchTooWideException : Exception;

    /// <summary>Takes back what waits of the next stretch of deliveries.</summary>
    public async Task TakeBackAsync(FanoutRun run, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var size = SizeOf(run);
        (long Upto, int Count) window;
        await using (var connection = await engine.OpenReadAsync(cancel))
        {
            window = await WrittenAsync(connection, run, size.Next, cancel);
        }
        var step = new Step(0, window.Upto, 0, run.Total, window.Count < size.Next ? FanoutState.Cancelled : null);
        var took = await gate.WriteAsync(async session =>
        {
            var started = TimeProvider.System.GetTimestamp();
            if (!await AdvanceAsync(session, run, step, began))
            {
                return TimeSpan.Zero;
            }
            var taken = await session.Prepare(FanoutSql.TakeBack).Bind(time.GetUtcNow(), run.Id, run.Cursor, window.Upto).ExecuteAsync();
            await session.Prepare(FanoutSql.Count).Bind(0, taken, run.Id).ExecuteAsync();
            session.Changed(run.ProjectId, HubTables.Deliveries);
            TellEnd(session, run, step);
            return TimeProvider.System.GetElapsedTime(started);
        }, cancel);
        Note(run, size, window.Count, took, step);
    }

    /// <summary>Gives the next stretch of deliveries the run's new time.</summary>
    public async Task MoveAsync(FanoutRun run, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var size = SizeOf(run);
        (long Upto, int Count) window;
        FanoutTimes? times;
        await using (var connection = await engine.OpenReadAsync(cancel))
        {
            window = await WrittenAsync(connection, run, size.Next, cancel);
            times = await FanoutTimes.ReadWrittenAsync(connection, run, window.Upto, time.GetUtcNow(), cancel);
        }
        var isLast = window.Count < size.Next;
        var took = await gate.WriteAsync(async session =>
        {
            var started = TimeProvider.System.GetTimestamp();
            if (!await AdvanceAsync(session, run, new Step(0, window.Upto, 0, run.Total, null), began))
            {
                return TimeSpan.Zero;
            }
            var now = time.GetUtcNow();
            var rows = times?.Rows.ToList() ?? [];
            await session.BindNamed(FanoutSql.Move(rows.Count), [.. Bound(times, rows), ("@now", now), ("@id", run.Id), ("@after", run.Cursor), ("@upto", window.Upto)]).ExecuteAsync();
            await WidenAsync(session, run, window.Count == 0 ? null : times);
            if (isLast)
            {
                await session.Prepare(FanoutSql.Moved).Bind(now, run.Id).ExecuteAsync();
                await session.Prepare(FanoutSql.Settled).Bind(run.Id).ExecuteAsync();
            }
            session.Changed(run.ProjectId, HubTables.Deliveries | HubTables.Work | HubTables.Fanouts);
            return TimeProvider.System.GetElapsedTime(started);
        }, cancel);
        Note(run, size, window.Count, took, new Step(0, 0, 0, null, isLast ? FanoutState.Done : null));
    }

    // Where the next stretch of written deliveries ends, and how many it has.
    private static async Task<(long Upto, int Count)> WrittenAsync(System.Data.Common.DbConnection connection, FanoutRun run, int limit, CancellationToken cancel)
    {
        await using var command = connection.Command(FanoutSql.WrittenWindow, ("@id", run.Id), ("@after", run.Cursor), ("@limit", (long)limit));
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) && !row.IsDBNull(0) ? (row.GetInt64(0), (int)row.GetInt64(1)) : (run.Cursor, 0);
    }

    private static IEnumerable<(string Name, object? Value)> Bound(FanoutTimes? times, List<(string Zone, DateTimeOffset At)> rows) =>
        rows.SelectMany((row, i) => new[] { ($"@zone{i}_", (object?)row.Zone), ($"@at{i}_", row.At) }).Append(("@fallback", times?.Fallback));

    private static async ValueTask WidenAsync(WriteSession session, FanoutRun run, FanoutTimes? times)
    {
        if (times is not null)
        {
            await session.BindNamed(FanoutSql.Widen, ("@first", times.First), ("@last", times.Last), ("@id", run.Id)).ExecuteLaterAsync();
            await session.BindNamed(FanoutSql.Latest, ("@last", times.Last), ("@id", run.Id)).ExecuteLaterAsync();
        }
    }

    private readonly record struct Step(int Part, long Cursor, int Looked, long? Total, FanoutState? End);

    // Its last delivery may have ended before it was through, or there is none that anybody will settle.
    private static void TellEnd(WriteSession session, FanoutRun run, Step step)
    {
        if (step.End is not null && session.Wants(run.ProjectId, FactKind.NotificationCompleted))
        {
            session.Happened(new HubFact(FactKind.NotificationCompleted, run.ProjectId, run.Id));
        }
    }

    private async ValueTask<bool> AdvanceAsync(WriteSession session, FanoutRun run, Step step, long began)
    {
        var now = time.GetUtcNow();
        var ms = (long)time.GetElapsedTime(began).TotalMilliseconds + 1;
        return await session.Prepare(FanoutSql.Advance).Bind(
            step.Part, step.Cursor, step.Looked, step.Total, ms, clock.Now + LeaseTime, now, step.End is null ? null : now, step.End ?? run.State,
            run.Id, run.State, node.Id, run.Fence, run.Part, run.Cursor).ExecuteAsync() > 0;
    }

    private async ValueTask<int> InsertAsync(WriteSession session, FanoutRun run, TargetPart part, (long Upto, int Count) window, FanoutTimes? times)
    {
        if (run.Type is not null)
        {
            return await people.WriteAsync(session, run, part, window.Upto, window.Count) ?? throw new StretchTooWideException();
        }
        // Somebody may have come in between since the stretch was measured, and a person may have several devices.
        var reserved = Math.Min(HubIds.MostReserved, ((part.IsWide ? 8 : 2) * window.Count) + 1000);
        if (run.CampaignId is not null)
        {
            return await CampaignFanout.WriteAsync(session, run, part, window.Upto, (ids.Reserve(reserved), reserved), time.GetUtcNow()) ?? throw new StretchTooWideException();
        }
        var rows = times?.Rows.ToList() ?? [];
        var written = await session.BindNamed(FanoutSql.Insert(part, run.Category is not null, rows.Count),
            [.. Bound(times, rows), .. part.Values.Select(v => (v.Name, (object?)v.Value)), ("@project", run.ProjectId), ("@base", ids.Reserve(reserved)), ("@now", time.GetUtcNow()), ("@id", run.Id), ("@after", run.Cursor), ("@upto", window.Upto)]).ExecuteAsync();
        await WidenAsync(session, run, times);
        return written <= reserved ? written : throw new StretchTooWideException();
    }

    private static async Task<long> CountAsync(System.Data.Common.DbConnection connection, FanoutRun run, IReadOnlyList<TargetPart> parts, CancellationToken cancel)
    {
        var total = 0L;
        foreach (var part in parts)
        {
            await using var command = part.Command(connection, part.Count, run.ProjectId);
            total += HubEngine.Number(await command.ExecuteScalarAsync(cancel)) ?? 0;
        }
        return total;
    }

    private FanoutSize SizeOf(FanoutRun run) => _sizes.TryGetValue(run.Id, out var size) ? size : _sizes[run.Id] = new FanoutSize(engine.OwnedByOneProcess ? Alone : Beside);

    private void Note(FanoutRun run, FanoutSize size, int count, TimeSpan took, Step step)
    {
        if (took > TimeSpan.Zero && count > 0)
        {
            size.Took(count, took);
        }
        if (step.End is not null)
        {
            _sizes.Remove(run.Id);
        }
    }
}

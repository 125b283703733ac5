using Microsoft.EntityFrameworkCore;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Another time for a send that has not begun.</summary>
public sealed record NewSendTime
{
    /// <summary>Not before this time; in the past means now; at most 400 days ahead.</summary>
    public DateTimeOffset? SendAt { get; init; }
    /// <summary>At this wall time of each recipient's own zone (the device's, else the person's), 2026-06-11T08:00. In place of sendAt.</summary>
    public string? SendAtLocal { get; init; }
    /// <summary>With sendAtLocal: IANA zone of recipients whose own is not known; the project's when left out.</summary>
    public string? SendAtZone { get; init; }
}

/// <summary>What a rescheduling reached.</summary>
/// <param name="Moved">Deliveries that go at the new time; of a send that is still being written, those that are.</param>
/// <param name="SendAt">The first of their times.</param>
public sealed record RescheduledSend(int Moved, DateTimeOffset SendAt);

/// <summary>Gives a scheduled notification another time, while none of it has begun.</summary>
public sealed class SendReschedule
{
    internal static readonly string MoveAll = $"""
        update deliveries set expires_at = expires_at - due_at + @due, due_at = @due, updated_at = @now
        where notification_id = @notification and status = {(int)DeliveryStatus.Scheduled}
        """;

    internal static readonly string MoveZone = $"""
        {MoveAll} and exists (select 1 from devices v where v.id = deliveries.device_id
            and coalesce(v.time_zone, (select p.time_zone from people p where p.project_id = v.project_id and p.user_id = v.user_id)) = @zone)
        """;

    internal static readonly string Begun = $"""
        select 1 from deliveries where notification_id = @notification
            and status not in ({(int)DeliveryStatus.Scheduled}, {(int)DeliveryStatus.Suppressed}, {(int)DeliveryStatus.Cancelled}) limit 1
        """;

    internal const string Mark = """
        update notifications set send_at = @at, send_at_local = @local, send_at_zone = @zone, expires_at = (select max(expires_at) from deliveries where notification_id = @id)
        where id = @id and project_id = @project
        """;

    // A send to many is not looked through before it is moved, so nothing of it may be on its way yet.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    // Its life stays as long as it was: the time between due and end.
    internal const string MarkMany = """
        update notifications set send_at = @at, send_at_local = @local, send_at_zone = @zone, moved_at = case when @rows = 1 then cast(@now as bigint) end,
            expires_at = expires_at + cast(@at as bigint) - (select f.due_at from fanouts f where f.id = notifications.id)
        where id = @id and project_id = @project
        """;

    // From the beginning: what is written is gone through once; then the run is what it was. The fence grows, so that a stretch whose times were read before this is not written.
    internal static readonly string Order = $"""
        update fanouts set due_at = @at, updated_at = @now, fence = fence + 1, afterwards = case when @rows = 1 then case when state = {(int)FanoutState.Moving} then afterwards else state end end,
            state = case when @rows = 1 then {(int)FanoutState.Moving} else state end, finished_at = case when @rows = 1 then null else finished_at end,
            part = case when @rows = 1 then 0 else part end, "cursor" = case when @rows = 1 then 0 else "cursor" end
        where id = @id and project_id = @project
        """;

    private readonly HubContexts _contexts;
    private readonly IWriteGate _gate;
    private readonly WorkSignal _work;
    private readonly TimeProvider _time;

    internal SendReschedule(HubContexts contexts, IWriteGate gate, WorkSignal work, TimeProvider time) => (_contexts, _gate, _work, _time) = (contexts, gate, work, time);

    /// <summary>Moves it.</summary>
    /// <returns>Null when there is no such notification in this project.</returns>
    /// <exception cref="RefusedException">The time is none, or some of it has begun.</exception>
    public async Task<RescheduledSend?> MoveAsync(long projectId, long notificationId, NewSendTime to, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        var faults = new FaultList();
        if (to is { SendAt: null, SendAtLocal: null })
        {
            faults.Add("", "required", "Give sendAt or sendAtLocal.");
        }
        SendChecks.Times(to.SendAt, to.SendAtLocal, to.SendAtZone, now, faults);
        faults.ThrowIfAny();
        var many = await WaitingOfManyAsync(projectId, notificationId, cancel);
        var (fallback, zones) = await MomentsAsync(projectId, notificationId, to, now, isMany: many is not null, cancel);
        return await _gate.WriteAsync<RescheduledSend?>(async session =>
        {
            // The statements below go by the notification alone: it is of this project, or nothing is done.
            await using var db = session.Open(ProjectScope.Of(projectId));
            if (!await db.Notifications.AnyAsync(n => n.Id == notificationId, cancel))
            {
                return null;
            }
            if (await db.Fanouts.AsNoTracking().SingleOrDefaultAsync(f => f.Id == notificationId, cancel) is { } run)
            {
                return await MoveManyAsync(session, db, run, to, fallback, now, many);
            }
            var moved = await session.Prepare(MoveAll).Bind(fallback, now, notificationId).ExecuteAsync();
            foreach (var (zone, at) in zones)
            {
                await session.Prepare(MoveZone).Bind(at, now, notificationId, zone).ExecuteAsync();
            }
            // Looked at after the rows are ours: a claim that took one meanwhile is seen.
            if (moved == 0 || await session.Prepare(Begun).Bind(notificationId).ScalarAsync() is not null)
            {
                throw new RefusedException(RefusalCode.StateConflict, "This notification has begun or has ended; what has not left can be cancelled.");
            }
            var first = zones.Select(zone => zone.At).Append(fallback).Min();
            await session.Prepare(Mark).Bind(first, to.SendAtLocal, to.SendAtZone, notificationId, projectId).ExecuteAsync();
            session.Changed(projectId, HubTables.Deliveries | HubTables.Work);
            session.AfterCommit(_work.Wake);
            return new RescheduledSend(moved, first);
        }, cancel);
    }

    private async Task<RescheduledSend> MoveManyAsync(WriteSession session, HubDb db, FanoutRun run, NewSendTime to, DateTimeOffset at, DateTimeOffset now, int? written)
    {
        var row = await db.Notifications.AsNoTracking().SingleAsync(n => n.Id == run.Id);
        if (row.CancelledAt is not null || row.SendAt is not { } was || was <= now + Margin)
        {
            throw new RefusedException(RefusalCode.StateConflict, "This notification begins within 10 seconds, has begun or has ended; what has not left can be cancelled.");
        }
        // What goes to people is written when its time comes: there are no rows to move.
        var rows = run.Type is null ? 1 : 0;
        await session.BindNamed(MarkMany, ("@at", at), ("@local", to.SendAtLocal), ("@zone", to.SendAtZone), ("@rows", rows), ("@now", now), ("@id", run.Id), ("@project", run.ProjectId)).ExecuteAsync();
        await session.BindNamed(Order, ("@at", at), ("@now", now), ("@rows", rows), ("@id", run.Id), ("@project", run.ProjectId)).ExecuteAsync();
        session.Changed(run.ProjectId, HubTables.Deliveries | HubTables.Fanouts | HubTables.Work);
        return new RescheduledSend(written ?? 0, at);
    }

    // Counted beside the writes: it may be a million rows, and the figure is for people. Null for a send that was small.
    private async Task<int?> WaitingOfManyAsync(long projectId, long notificationId, CancellationToken cancel)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await db.Fanouts.AnyAsync(f => f.Id == notificationId, cancel)
            ? await db.Deliveries.CountAsync(d => d.NotificationId == notificationId && d.Status < DeliveryStatus.Sent && d.Status != DeliveryStatus.Sending, cancel) : null;
    }

    private async Task<(DateTimeOffset Fallback, List<(string Zone, DateTimeOffset At)> Zones)> MomentsAsync(
        long projectId, long notificationId, NewSendTime to, DateTimeOffset now, bool isMany, CancellationToken cancel)
    {
        if (!WallClock.TryParse(to.SendAtLocal, out var wall))
        {
            return (Later(to.SendAt!.Value), []);
        }
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        // Those of a send to many are found stretch by stretch.
        var zones = isMany ? [] : await db.Deliveries.Where(d => d.NotificationId == notificationId)
            .Join(db.Devices, d => d.DeviceId, v => v.Id, (_, v) => v.TimeZone ?? db.People.Where(p => p.ProjectId == projectId && p.UserId == v.UserId).Select(p => p.TimeZone).FirstOrDefault()).Where(zone => zone != null).Distinct().ToListAsync(cancel);
        var moments = new List<(string, DateTimeOffset)>();
        foreach (var name in zones)
        {
            if (WallClock.TryZone(name, out var zone))
            {
                moments.Add((name!, Later(WallClock.Moment(wall, zone))));
            }
        }
        return (Later(WallClock.Moment(wall, WallClock.ZoneOf(to.SendAtZone, await ProjectZone.OfAsync(_contexts, projectId, cancel)))), moments);

        DateTimeOffset Later(DateTimeOffset at) => at > now ? at : now;
    }
}

using Microsoft.EntityFrameworkCore;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Schedules;

/// <summary>Who asks for something about a schedule.</summary>
/// <param name="Origin">Project and key.</param>
/// <param name="Actor">E-mail or key name, for the audit log.</param>
/// <param name="Ip">Where from, when known.</param>
public sealed record ScheduleCaller(SendOrigin Origin, string Actor, string? Ip = null);

/// <summary>Makes, changes and ends schedules. What an occurrence does lies in <see cref="ScheduleWorker"/>.</summary>
public sealed class SendSchedules
{
    private readonly HubContexts _contexts;
    private readonly IWriteGate _gate;
    private readonly HubIds _ids;
    private readonly SendIntake _intake;
    private readonly IAuditLog _audit;
    private readonly ScheduleSignal _signal;
    private readonly TimeProvider _time;

    internal SendSchedules(HubContexts contexts, IWriteGate gate, HubIds ids, SendIntake intake, IAuditLog audit, ScheduleSignal signal, TimeProvider time) =>
        (_contexts, _gate, _ids, _intake, _audit, _signal, _time) = (contexts, gate, ids, intake, audit, signal, time);

    /// <summary>A new schedule; its send is checked as if it were sent now.</summary>
    /// <exception cref="RefusedException">It is refused; nothing was stored.</exception>
    public async Task<SendSchedule> CreateAsync(ScheduleCaller caller, ScheduleRequest request, Once<SendSchedule>? once = null, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        var (rule, zone) = await CheckAsync(caller.Origin.ProjectId, request.Name, request.Send, request.Every, now, cancel);
        var schedule = new SendSchedule
        {
            Id = _ids.Next(), ProjectId = caller.Origin.ProjectId, Name = request.Name, Send = ScheduleJson.Write(request.Send), Rule = ScheduleJson.Write(rule!), TimeZone = zone!.Id,
            PerRecipient = request.Every.PerRecipient, MostOccurrences = request.Every.Count, ApiKeyId = caller.Origin.ApiKeyId, CreatedBy = caller.Actor, CreatedAt = now, UpdatedAt = now,
        };
        Plan(schedule, rule!, zone!, now);
        if (schedule.State == ScheduleState.Finished)
        {
            throw Refused("/every", "out_of_range", "This rule has no occurrence that is still to come.");
        }
        await _gate.WriteAsync(async session =>
        {
            await using (var db = session.Open(ProjectScope.Of(schedule.ProjectId)))
            {
                db.Add(schedule);
                await db.SaveChangesAsync(cancel);
            }
            await _audit.AppendAsync(session, Fact(caller, "schedule.created", schedule.Id));
            if (once is not null)
            {
                await once.RecordAsync(session, schedule, now);
            }
            Tell(session, schedule.ProjectId);
        }, cancel);
        return schedule;
    }

    /// <summary>Changes what is given. Null when there is no such schedule in this project.</summary>
    /// <exception cref="RefusedException">It is refused, or the schedule has ended.</exception>
    public async Task<SendSchedule?> ChangeAsync(ScheduleCaller caller, long id, SchedulePatch patch, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        var (rule, zone) = await CheckAsync(caller.Origin.ProjectId, patch.Name, patch.Send, patch.Every, now, cancel);
        return await DoAsync(caller, id, "schedule.changed", schedule =>
        {
            schedule.Name = patch.Name ?? schedule.Name;
            schedule.Send = patch.Send is null ? schedule.Send : ScheduleJson.Write(patch.Send);
            if (rule is not null)
            {
                (schedule.Rule, schedule.TimeZone, schedule.PerRecipient, schedule.MostOccurrences) = (ScheduleJson.Write(rule), zone!.Id, patch.Every!.PerRecipient, patch.Every.Count);
            }
            var paused = patch.Paused ?? schedule.State == ScheduleState.Paused;
            if (rule is not null || paused != (schedule.State == ScheduleState.Paused))
            {
                Plan(schedule, ScheduleJson.RuleOf(schedule), WallClock.ZoneOf(schedule.TimeZone), now);
                if (schedule.State == ScheduleState.Finished)
                {
                    throw Refused("/every", "out_of_range", "This rule has no occurrence that is still to come.");
                }
            }
            if (paused)
            {
                (schedule.State, schedule.NextAt) = (ScheduleState.Paused, null);
            }
        }, cancel);
    }

    /// <summary>Ends it for good; what it has sent stays. Null when there is no such schedule in this project.</summary>
    /// <exception cref="RefusedException">It has ended.</exception>
    public Task<SendSchedule?> CancelAsync(ScheduleCaller caller, long id, CancellationToken cancel = default) =>
        DoAsync(caller, id, "schedule.cancelled", schedule => (schedule.State, schedule.NextAt, schedule.NextWall) = (ScheduleState.Cancelled, null, null), cancel);

    /// <summary>One schedule; null when it is not of this project.</summary>
    public async Task<SendSchedule?> FindAsync(long projectId, long id, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);
    }

    /// <summary>Newest first, before this id.</summary>
    public async Task<IReadOnlyList<SendSchedule>> ListAsync(long projectId, ScheduleState? state, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await Listed(db, projectId, state, before).Take(take).ToListAsync(cancel);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<SendSchedule> Listed(HubDb db, long projectId, ScheduleState? state, long? before) =>
        db.Schedules.AsNoTracking().Where(s => s.ProjectId == projectId && (before == null || s.Id < before) && (state == null || s.State == state)).OrderByDescending(s => s.Id);

    /// <summary>The next occurrences of a schedule, at most so many, as moments; of one that counts each recipient's own clock the first moment of each.</summary>
    public static IReadOnlyList<DateTimeOffset> Upcoming(SendSchedule schedule, int most)
    {
        if (schedule.State != ScheduleState.Active || !WallClock.TryParse(schedule.NextWall, out var next))
        {
            return [];
        }
        var left = schedule.MostOccurrences is { } all ? Math.Min(most, all - schedule.Occurrences) : most;
        var zone = WallClock.ZoneOf(schedule.TimeZone);
        return [.. ScheduleJson.RuleOf(schedule).Next(next, Math.Max(0, left - 1)).Prepend(next).Take(left).Select(wall => ScheduleClock.MomentOf(wall, zone, schedule.PerRecipient))];
    }

    /// <summary>What it sends.</summary>
    public static PushSend SendOf(SendSchedule schedule) => ScheduleJson.SendOf(schedule);

    /// <summary>Its rule.</summary>
    public static Recurrence RuleOf(SendSchedule schedule) => ScheduleJson.RuleOf(schedule);

    // A clock that was set back since the last one does not bring it again.
    private static void Plan(SendSchedule schedule, Recurrence rule, TimeZoneInfo zone, DateTimeOffset now)
    {
        var next = schedule.Occurrences >= schedule.MostOccurrences ? null : ScheduleClock.FirstAfter(rule, zone, schedule.PerRecipient, schedule.LastAt > now ? schedule.LastAt.Value : now);
        schedule.State = next is null ? ScheduleState.Finished : ScheduleState.Active;
        schedule.NextWall = next is { } wall ? WallClock.Write(wall) : null;
        schedule.NextAt = next is { } at ? ScheduleClock.MomentOf(at, zone, schedule.PerRecipient) : null;
    }

    private async Task<(Recurrence? Rule, TimeZoneInfo? Zone)> CheckAsync(long projectId, string? name, PushSend? send, ScheduleRule? every, DateTimeOffset now, CancellationToken cancel)
    {
        var faults = new FaultList();
        faults.Length("/name", name, 100);
        Recurrence? rule = null;
        TimeZoneInfo? zone = null;
        if (every is not null)
        {
            zone = WallClock.ZoneOf(every.Zone, await ProjectZone.OfAsync(_contexts, projectId, cancel));
            rule = ScheduleChecks.Rule(every, "/every", DateOnly.FromDateTime(WallClock.At(now, zone)), faults);
        }
        if (send is not null)
        {
            ScheduleChecks.Send(send, "/send", faults);
            faults.ThrowIfAny();
            await CheckSendAsync(projectId, send, now, cancel);
        }
        faults.ThrowIfAny();
        return (rule, zone);
    }

    private async Task CheckSendAsync(long projectId, PushSend send, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            await _intake.DraftAsync(projectId, send, now, cancel);
        }
        catch (RefusedException refused)
        {
            throw new RefusedException(refused.Code, refused.Message)
            {
                Faults = [.. refused.Faults.Select(fault => fault with { Pointer = "/send" + fault.Pointer })], Figures = refused.Figures, RetryAfter = refused.RetryAfter,
            };
        }
    }

    private async Task<SendSchedule?> DoAsync(ScheduleCaller caller, long id, string action, Action<SendSchedule> deed, CancellationToken cancel)
    {
        try
        {
            return await WriteAsync(caller, id, action, deed, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RefusedException(RefusalCode.StateConflict, "The schedule has moved on in the meantime; read it again.");
        }
    }

    private Task<SendSchedule?> WriteAsync(ScheduleCaller caller, long id, string action, Action<SendSchedule> deed, CancellationToken cancel) =>
        _gate.WriteAsync<SendSchedule?>(async session =>
        {
            await using var db = session.Open(ProjectScope.Of(caller.Origin.ProjectId));
            if (await db.Schedules.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } schedule)
            {
                return null;
            }
            if (schedule.State is ScheduleState.Finished or ScheduleState.Cancelled)
            {
                throw new RefusedException(RefusalCode.StateConflict, "This schedule has ended.");
            }
            var version = schedule.Version;
            deed(schedule);
            (schedule.Version, schedule.UpdatedAt) = (version + 1, _time.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            await _audit.AppendAsync(session, Fact(caller, action, id));
            Tell(session, schedule.ProjectId);
            return schedule;
        }, cancel);

    private void Tell(WriteSession session, long projectId)
    {
        session.Changed(projectId, HubTables.Schedules);
        session.AfterCommit(_signal.Wake);
    }

    private static AuditFact Fact(ScheduleCaller caller, string action, long id) =>
        new(caller.Origin.ProjectId, caller.Actor, action, RowId.Format(RowId.Schedule, id), null, caller.Ip);

    private static RefusedException Refused(string pointer, string code, string words) => RefusedException.For([new Fault(pointer, code, words)]);
}

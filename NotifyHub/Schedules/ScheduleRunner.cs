using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Schedules;

/// <summary>What came of looking at a due schedule.</summary>
internal enum ScheduleOutcome { Sent, PassedOver, Refused, Later, TakenByAnother }

/// <summary>
/// Does one due occurrence: the send and the schedule's step to the next are one transaction, guarded by the schedule's version. A crash before
/// the commit leaves it due, one after it leaves it done; of two nodes one finds the version changed and stores nothing.
/// </summary>
internal sealed class ScheduleRunner(SendIntake intake, IWriteGate gate, TimeProvider time, ILogger<ScheduleRunner> log)
{
    internal const string Step = """
        update schedules set version = version + 1, occurrences = occurrences + @over, missed = missed + @missed, failures = failures + @failures, last_error = @error,
            last_notification_id = coalesce(@notification, last_notification_id), last_at = coalesce(@sent_at, last_at), next_wall = @wall, next_at = @next, state = @state, updated_at = @now
        where id = @id and version = @version and next_at is not null
        """;

    /// <summary>Sends what is due, once.</summary>
    public async Task<ScheduleOutcome> RunAsync(SendSchedule schedule, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var (rule, zone, send) = (ScheduleJson.RuleOf(schedule), WallClock.ZoneOf(schedule.TimeZone), ScheduleJson.SendOf(schedule));
        if (schedule.NextAt is not { } due || due > now || !WallClock.TryParse(schedule.NextWall, out var next))
        {
            return ScheduleOutcome.TakenByAnother;
        }
        TimeSpan? life = send.Options?.Ttl is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var step = ScheduleClock.StepAt(rule, zone, schedule.PerRecipient, next, schedule.MostOccurrences - schedule.Occurrences, life, now);
        if (step.Occurrence is not { } wall)
        {
            return await PassAsync(schedule, step, zone, now, error: null, cancel) ? ScheduleOutcome.PassedOver : ScheduleOutcome.TakenByAnother;
        }
        try
        {
            await intake.AcceptAsync(
                new SendOrigin(schedule.ProjectId, schedule.ApiKeyId), Timed(send, schedule, wall, zone, now),
                async (session, accepted) => await WriteAsync(session, schedule, step, zone, now, accepted.NotificationId, error: null), cancel);
            return ScheduleOutcome.Sent;
        }
        catch (OccurrenceTakenException)
        {
            return ScheduleOutcome.TakenByAnother;
        }
        catch (StoreUnavailableException error)
        {
            ScheduleLog.Later(log, schedule.Id, error);
            return ScheduleOutcome.Later;
        }
        catch (RefusedException refused) when (refused.RetryAfter is not null)
        {
            ScheduleLog.Later(log, schedule.Id, refused);
            return ScheduleOutcome.Later;
        }
        catch (RefusedException refused)
        {
            ScheduleLog.Refused(log, schedule.Id, refused);
            return await PassAsync(schedule, step, zone, now, $"{refused.Code}: {refused.Message}", cancel) ? ScheduleOutcome.Refused : ScheduleOutcome.TakenByAnother;
        }
    }

    // Its life counts from its own time, however late it goes.
    private static PushSend Timed(PushSend send, SendSchedule schedule, DateTime wall, TimeZoneInfo zone, DateTimeOffset now)
    {
        var correlation = send.CorrelationId ?? RowId.Format(RowId.Schedule, schedule.Id);
        if (schedule.PerRecipient)
        {
            return send with { SendAtLocal = WallClock.Write(wall), SendAtZone = schedule.TimeZone, CorrelationId = correlation };
        }
        var at = WallClock.Moment(wall, zone);
        var late = now > at ? (int)(now - at).TotalSeconds : 0;
        var options = send.Options is { Ttl: { } life } ? send.Options with { Ttl = Math.Max(0, life - late) } : send.Options;
        return send with { SendAt = at, Options = options, CorrelationId = correlation };
    }

    private Task<bool> PassAsync(SendSchedule schedule, ScheduleStep step, TimeZoneInfo zone, DateTimeOffset now, string? error, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        try
        {
            await WriteAsync(session, schedule, step, zone, now, notification: null, error);
            return true;
        }
        catch (OccurrenceTakenException)
        {
            return false;
        }
    }, cancel);

    private static async ValueTask WriteAsync(WriteSession session, SendSchedule schedule, ScheduleStep step, TimeZoneInfo zone, DateTimeOffset now, long? notification, string? error)
    {
        var changed = await session.Prepare(Step).Bind(
            step.Over, step.Missed, error is null ? 0 : 1, error?[..Math.Min(error.Length, 500)], notification, notification is null ? (DateTimeOffset?)null : now,
            step.Next is { } wall ? WallClock.Write(wall) : null, step.Next is { } next ? ScheduleClock.MomentOf(next, zone, schedule.PerRecipient) : (DateTimeOffset?)null,
            step.Next is null ? ScheduleState.Finished : ScheduleState.Active, now, schedule.Id, schedule.Version).ExecuteAsync();
        if (changed == 0)
        {
            throw new OccurrenceTakenException();
        }
        session.Changed(schedule.ProjectId, HubTables.Schedules);
    }

    private sealed class OccurrenceTakenException() : Exception("Another node, or a change of the schedule, was first.");
}

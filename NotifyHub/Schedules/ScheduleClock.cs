using NotifyHub.Calendar;
using NotifyHub.Data.Rows;

namespace NotifyHub.Schedules;

/// <summary>What a schedule does at a moment.</summary>
/// <param name="Occurrence">Wall time of the occurrence that is sent now; null when all that is due is past its time to live.</param>
/// <param name="Missed">Occurrences that are passed over: overtaken by a later one while nothing ran, or past their time to live.</param>
/// <param name="Next">Wall time of the first that is not due yet; null when there is none.</param>
internal readonly record struct ScheduleStep(DateTime? Occurrence, int Missed, DateTime? Next)
{
    /// <summary>Occurrences that are over after this step.</summary>
    public int Over => Missed + (Occurrence is null ? 0 : 1);
}

/// <summary>The wall clock of schedules: pure, the moment is handed in.</summary>
internal static class ScheduleClock
{
    // The first clock on Earth to show a wall time is 14 h ahead of UTC, the last is 12 h behind.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(14);
    private static readonly TimeSpan Behind = TimeSpan.FromHours(12);

    /// <summary>When an occurrence is to be done: at its wall time, or when the first recipient's clock can show it.</summary>
    public static DateTimeOffset MomentOf(DateTime wall, TimeZoneInfo zone, bool perRecipient) =>
        perRecipient ? new DateTimeOffset(wall, TimeSpan.Zero) - Ahead : WallClock.Moment(wall, zone);

    /// <summary>The first occurrence that is still to come.</summary>
    public static DateTime? FirstAfter(Recurrence rule, TimeZoneInfo zone, bool perRecipient, DateTimeOffset now)
    {
        // A day before: a gap or an overlap may move an occurrence over the wall clock's own order.
        var wall = rule.After(WallClock.At(now, zone).AddDays(-2));
        while (wall is { } found && MomentOf(found, zone, perRecipient) <= now)
        {
            wall = rule.After(found);
        }
        return wall;
    }

    /// <summary>What is to be done now: of everything that has come due while nothing ran the last one, once, unless its time to live is over.</summary>
    public static ScheduleStep StepAt(Recurrence rule, TimeZoneInfo zone, bool perRecipient, DateTime next, int? left, TimeSpan? timeToLive, DateTimeOffset now)
    {
        var (due, missed) = (next, 0);
        while (!(missed + 1 >= left) && rule.After(due) is { } later && MomentOf(later, zone, perRecipient) <= now)
        {
            (due, missed) = (later, missed + 1);
        }
        var after = missed + 1 >= left ? null : rule.After(due);
        var lastMoment = perRecipient ? new DateTimeOffset(due, TimeSpan.Zero) + Behind : MomentOf(due, zone, perRecipient);
        return lastMoment + timeToLive <= now ? new ScheduleStep(null, missed + 1, after) : new ScheduleStep(due, missed, after);
    }
}

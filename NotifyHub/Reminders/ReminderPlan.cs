using NotifyHub.Calendar;

namespace NotifyHub.Reminders;

/// <summary>Whose clock reminders go by.</summary>
/// <param name="Zone">The person's zone.</param>
/// <param name="Hour">Local hour at which they are said.</param>
public readonly record struct ReminderClock(TimeZoneInfo Zone, int Hour);

/// <summary>One thing that is said of a task.</summary>
/// <param name="Tier">Days from the day on which it is due: -30 to -1 before, 0 on the day, 1 to 12 overdue.</param>
/// <param name="At">When.</param>
public readonly record struct ReminderWord(int Tier, DateTimeOffset At);

/// <summary>What is said next.</summary>
/// <param name="Due">When the task is due to which it belongs.</param>
/// <param name="Word">The word.</param>
public readonly record struct ReminderStep(DateTimeOffset Due, ReminderWord Word);

/// <summary>
/// When a person is reminded of a task. The rarer a task, the earlier it is said: <see cref="Leads"/> says how many days before; then on the day, at the hour or at the due time itself where that is earlier;
/// once overdue, on each of three days, then every third, and no more after the fourteenth. A task that comes back and was not done then goes on to its next due date.
/// Pure: the tier that comes next is kept with the task, so that no zone, hour or clock that changes says one twice, and of several that were missed only the latest is said.
/// </summary>
public static class ReminderPlan
{
    /// <summary>Local hour where the project's digests have none.</summary>
    public const int UsualHour = 9;

    private static readonly int[] Overdue = [1, 2, 3, 6, 9, 12];

    /// <summary>How many days before the due date something is said, earliest first.</summary>
    public static IReadOnlyList<int> Leads(TaskRecurrence recurrence) => recurrence switch
    {
        TaskRecurrence.Daily => [],
        TaskRecurrence.Weekly => [3, 1],
        TaskRecurrence.Monthly => [7, 3, 1],
        TaskRecurrence.Yearly => [30, 14, 7, 3, 1],
        _ => [14, 7, 3, 1],
    };

    /// <summary>All that is said of one due date, in order.</summary>
    public static IReadOnlyList<ReminderWord> Words(DateTimeOffset due, TaskRecurrence recurrence, ReminderClock clock)
    {
        var day = DateOnly.FromDateTime(WallClock.At(due, clock.Zone));
        var onTheDay = At(0) < due ? At(0) : due;
        return [.. Leads(recurrence).Select(lead => new ReminderWord(-lead, At(-lead))), new ReminderWord(0, onTheDay), .. Overdue.Select(late => new ReminderWord(late, At(late)))];

        DateTimeOffset At(int days) => WallClock.Moment(day.AddDays(days).ToDateTime(new TimeOnly(clock.Hour, 0)), clock.Zone);
    }

    /// <summary>The first thing that is said of a task after this moment; null when it is too late for any.</summary>
    /// <param name="first">The due date that the task was given: the others are counted from it, so the 31st comes back after a short month.</param>
    /// <param name="due">The due date that it stands at.</param>
    /// <param name="recurrence">How often it comes back.</param>
    /// <param name="clock">Whose clock.</param>
    /// <param name="now">The moment.</param>
    public static ReminderStep? After(DateTimeOffset first, DateTimeOffset due, TaskRecurrence recurrence, ReminderClock clock, DateTimeOffset now)
    {
        foreach (var word in Words(due, recurrence, clock))
        {
            if (word.At > now)
            {
                return new ReminderStep(due, word);
            }
        }
        return Round(first, due, recurrence, clock, now);
    }

    /// <summary>What is said now, where a tier has come, and what after it.</summary>
    /// <param name="first">The due date that the task was given.</param>
    /// <param name="due">The due date that it stands at.</param>
    /// <param name="tier">The tier that comes next.</param>
    /// <param name="recurrence">How often it comes back.</param>
    /// <param name="clock">Whose clock.</param>
    /// <param name="now">The moment.</param>
    /// <returns>Say is null when the clock was changed since and it is too early.</returns>
    public static (ReminderWord? Say, ReminderStep? Next) Move(DateTimeOffset first, DateTimeOffset due, int tier, TaskRecurrence recurrence, ReminderClock clock, DateTimeOffset now)
    {
        ReminderWord? say = null;
        foreach (var word in Words(due, recurrence, clock))
        {
            if (word.Tier < tier)
            {
                continue;
            }
            if (word.At > now)
            {
                return (say, new ReminderStep(due, word));
            }
            say = word;
        }
        return (say, Round(first, due, recurrence, clock, now));
    }

    /// <summary>The first due date later than this; null for a task that does not come back.</summary>
    public static DateTimeOffset? NextDue(DateTimeOffset first, TaskRecurrence recurrence, TimeZoneInfo zone, DateTimeOffset after)
    {
        if (recurrence == TaskRecurrence.None)
        {
            return null;
        }
        var from = WallClock.At(first, zone);
        var rule = new Recurrence
        {
            Frequency = recurrence switch { TaskRecurrence.Daily => RecurrenceFrequency.Daily, TaskRecurrence.Weekly => RecurrenceFrequency.Weekly, _ => RecurrenceFrequency.Monthly },
            Interval = recurrence == TaskRecurrence.Yearly ? 12 : 1, Time = TimeOnly.FromDateTime(from), From = DateOnly.FromDateTime(from),
        };
        // In an hour that the clock shows twice, a time that is still to come on the wall may be over.
        for (var wall = rule.After(WallClock.At(after, zone)); wall is { } found; wall = rule.After(found))
        {
            if (WallClock.Moment(found, zone) is var due && due > after)
            {
                return due;
            }
        }
        return null;
    }

    // To the next due date of which something can be said before it has come: never at once "overdue" of a task that nobody was told of.
    private static ReminderStep? Round(DateTimeOffset first, DateTimeOffset due, TaskRecurrence recurrence, ReminderClock clock, DateTimeOffset now)
    {
        for (var next = NextDue(first, recurrence, clock.Zone, due > now ? due : now); next is { } found; next = NextDue(first, recurrence, clock.Zone, found))
        {
            foreach (var word in Words(found, recurrence, clock))
            {
                if (word.Tier <= 0 && word.At > now)
                {
                    return new ReminderStep(found, word);
                }
            }
        }
        return null;
    }
}

namespace NotifyHub.Calendar;

/// <summary>How often.</summary>
public enum RecurrenceFrequency { Daily = 1, Weekly = 2, Monthly = 3 }

/// <summary>
/// When something happens again and again, on the wall clock: every n-th day, on weekdays of every n-th week, or on days of every n-th month, at one time of day.
/// Pure: the zone is applied by whoever asks, so that one rule serves a project's zone as well as each person's own.
/// </summary>
public sealed record Recurrence
{
    private const int MostSteps = 1000;

    /// <summary>How often.</summary>
    public required RecurrenceFrequency Frequency { get; init; }

    /// <summary>Every n-th day, week or month.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>Of weekly ones; empty for the weekday of <see cref="From"/>.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>Of monthly ones: 1 to 31, where a month is shorter its last day; empty for the day of <see cref="From"/>.</summary>
    public IReadOnlyList<int> MonthDays { get; init; } = [];

    /// <summary>Time of day.</summary>
    public required TimeOnly Time { get; init; }

    /// <summary>First day that counts; intervals are counted from its week or month.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day that counts; null for ever.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The first occurrence later than this wall time; null when there is none.</summary>
    public DateTime? After(DateTime wall)
    {
        var day = DateOnly.FromDateTime(wall) < From ? From : DateOnly.FromDateTime(wall);
        if (day == DateOnly.FromDateTime(wall) && TimeOnly.FromDateTime(wall) >= Time)
        {
            if (day == DateOnly.MaxValue)
            {
                return null;
            }
            day = day.AddDays(1);
        }
        return OnOrAfter(day) is { } found && !(found > Until) ? found.ToDateTime(Time) : null;
    }

    /// <summary>The next occurrences after this wall time, at most so many.</summary>
    public IEnumerable<DateTime> Next(DateTime wall, int most)
    {
        var at = After(wall);
        for (var i = 0; i < most && at is { } found; i++)
        {
            yield return found;
            at = After(found);
        }
    }

    private DateOnly? OnOrAfter(DateOnly day) => Frequency switch
    {
        RecurrenceFrequency.Daily => Plus(day, (Interval - ((day.DayNumber - From.DayNumber) % Interval)) % Interval),
        RecurrenceFrequency.Weekly => Weekly(day),
        _ => Monthly(day),
    };

    private DateOnly? Weekly(DateOnly day)
    {
        var days = Weekdays.Count == 0 ? [From.DayOfWeek] : Weekdays;
        var first = MondayOf(From);
        // Of a week that counts, at most seven days are looked at; between two that count there are at most 7 (interval - 1) more.
        for (var candidate = day; candidate.DayNumber - day.DayNumber <= 7 * (Interval + 1);)
        {
            var week = (MondayOf(candidate).DayNumber - first.DayNumber) / 7;
            if (week % Interval == 0 && days.Contains(candidate.DayOfWeek))
            {
                return candidate;
            }
            if (Plus(candidate, 1) is not { } next)
            {
                return null;
            }
            candidate = next;
        }
        return null;
    }

    private DateOnly? Monthly(DateOnly day)
    {
        var days = MonthDays.Count == 0 ? [From.Day] : MonthDays;
        var month = Months(day) - Months(From);
        month += (Interval - (month % Interval)) % Interval;
        for (var step = 0; step < MostSteps; step++, month += Interval)
        {
            var (year, of) = Math.DivRem(Months(From) + month, 12);
            if (year > DateOnly.MaxValue.Year)
            {
                return null;
            }
            var length = DateTime.DaysInMonth(year, of + 1);
            foreach (var number in days.Select(d => Math.Min(d, length)).Distinct().Order())
            {
                var candidate = new DateOnly(year, of + 1, number);
                if (candidate >= day)
                {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static int Months(DateOnly day) => (day.Year * 12) + day.Month - 1;

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-Math.Min(day.DayNumber, ((int)day.DayOfWeek + 6) % 7));

    private static DateOnly? Plus(DateOnly day, int days) => day.DayNumber + days > DateOnly.MaxValue.DayNumber ? null : day.AddDays(days);
}

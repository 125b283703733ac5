using System.Globalization;
using NotifyHub.Calendar;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Schedules;

/// <summary>Reads a rule from the wire; what is wrong with it goes to the faults.</summary>
internal static class ScheduleChecks
{
    private static readonly string[] Days = [.. Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant())];

    /// <summary>The rule; null when it has faults.</summary>
    public static Recurrence? Rule(ScheduleRule rule, string pointer, DateOnly today, FaultList faults)
    {
        var before = faults.Count;
        faults.OneOf($"{pointer}/frequency", rule.Frequency, "daily", "weekly", "monthly");
        faults.Range($"{pointer}/interval", rule.Interval, 1, 366);
        faults.Range($"{pointer}/count", rule.Count, 1, 100_000);
        if (!TimeOnly.TryParseExact(rule.Time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            faults.Add($"{pointer}/time", "bad_format", "time must be a time of day, such as 08:30.");
        }
        if (rule.Zone is not null && !WallClock.TryZone(rule.Zone, out _))
        {
            faults.Add($"{pointer}/zone", "bad_format", "zone must be an IANA name, such as Europe/Zurich.");
        }
        var (from, until) = (Day(rule.From, $"{pointer}/from", faults) ?? today, Day(rule.Until, $"{pointer}/until", faults));
        if (until < from)
        {
            faults.Add($"{pointer}/until", "out_of_range", "until must not be before from.");
        }
        if (from.DayNumber > today.DayNumber + 400)
        {
            faults.Add($"{pointer}/from", "out_of_range", "from must be at most 400 days ahead.");
        }
        Lists(rule, pointer, faults);
        if (faults.Count > before)
        {
            return null;
        }
        return new Recurrence
        {
            Frequency = Enum.Parse<RecurrenceFrequency>(rule.Frequency, ignoreCase: true), Interval = rule.Interval ?? 1, Time = time, From = from, Until = until,
            Weekdays = [.. (rule.Weekdays ?? []).Select(day => Enum.Parse<DayOfWeek>(day, ignoreCase: true)).Distinct()], MonthDays = [.. (rule.MonthDays ?? []).Distinct().Order()],
        };
    }

    /// <summary>A schedule gives the time itself.</summary>
    public static void Send(PushSend send, string pointer, FaultList faults)
    {
        NotHere($"{pointer}/sendAt", send.SendAt is not null, "The schedule says when.", faults);
        NotHere($"{pointer}/sendAtLocal", send.SendAtLocal is not null, "The schedule says when; use every.perRecipient.", faults);
        NotHere($"{pointer}/sendAtZone", send.SendAtZone is not null, "The schedule says when; use every.zone.", faults);
        NotHere($"{pointer}/dryRun", send.DryRun, "Explain the send by POST /v1/notifications/explain.", faults);
        NotHere($"{pointer}/idempotencyKey", send.IdempotencyKey is not null, "Each occurrence is sent once by itself.", faults);
    }

    private static void Lists(ScheduleRule rule, string pointer, FaultList faults)
    {
        NotHere($"{pointer}/weekdays", rule.Weekdays is not null && rule.Frequency is "daily" or "monthly", "Only weekly rules have weekdays.", faults);
        NotHere($"{pointer}/monthDays", rule.MonthDays is not null && rule.Frequency is "daily" or "weekly", "Only monthly rules have monthDays.", faults);
        faults.Range($"{pointer}/weekdays", rule.Weekdays?.Count, 1, 7);
        faults.Range($"{pointer}/monthDays", rule.MonthDays?.Count, 1, 31);
        for (var i = 0; i < Math.Min(rule.Weekdays?.Count ?? 0, 7); i++)
        {
            faults.OneOf($"{pointer}/weekdays/{i}", rule.Weekdays![i], Days);
        }
        for (var i = 0; i < Math.Min(rule.MonthDays?.Count ?? 0, 31); i++)
        {
            faults.Range($"{pointer}/monthDays/{i}", rule.MonthDays![i], 1, 31);
        }
    }

    private static DateOnly? Day(string? text, string pointer, FaultList faults)
    {
        if (text is null)
        {
            return null;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1970 and < 9000)
        {
            return day;
        }
        faults.Add(pointer, "bad_format", "A day is written like 2026-06-11.");
        return null;
    }

    private static void NotHere(string pointer, bool isThere, string words, FaultList faults)
    {
        if (isThere)
        {
            faults.Add(pointer, "not_allowed", words);
        }
    }
}

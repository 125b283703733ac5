using System.Globalization;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Schedules;

namespace NotifyHub.Components.Pages.Scheduled;

/// <summary>Schedules as a person says them.</summary>
public static class ScheduleWords
{
    /// <summary>"Every 2 weeks on Mon and Fri at 08:30, Europe/Zurich".</summary>
    public static string Rule(SendSchedule schedule)
    {
        var rule = SendSchedules.RuleOf(schedule);
        var every = rule.Frequency switch
        {
            RecurrenceFrequency.Daily => Every(rule.Interval, "day"),
            RecurrenceFrequency.Weekly => $"{Every(rule.Interval, "week")} on {List([.. (rule.Weekdays.Count == 0 ? [rule.From.DayOfWeek] : rule.Weekdays).OrderBy(day => ((int)day + 6) % 7).Select(day => day.ToString()[..3])])}",
            _ => $"{Every(rule.Interval, "month")} on day {List([.. (rule.MonthDays.Count == 0 ? [rule.From.Day] : rule.MonthDays).Select(day => day.ToString(CultureInfo.InvariantCulture))])}",
        };
        var whose = schedule.PerRecipient ? "by each recipient's clock" : schedule.TimeZone;
        return $"{every} at {rule.Time.ToString("HH:mm", CultureInfo.InvariantCulture)}, {whose}{End(schedule, rule)}";
    }

    /// <summary>What it is called: its name, else the title of what it sends.</summary>
    public static string Name(SendSchedule schedule) => schedule.Name ?? SendSchedules.SendOf(schedule).Title ?? "Silent push";

    /// <summary>"12 sent, 1 missed, 2 refused".</summary>
    public static string History(SendSchedule schedule)
    {
        var parts = new List<string> { $"{schedule.Occurrences - schedule.Missed - schedule.Failures} sent" };
        if (schedule.Missed > 0)
        {
            parts.Add($"{schedule.Missed} missed");
        }
        if (schedule.Failures > 0)
        {
            parts.Add($"{schedule.Failures} refused");
        }
        return string.Join(", ", parts);
    }

    /// <summary>A day: "Today", "Tomorrow", "Thursday, 3 December"; with the year where it differs.</summary>
    public static string Day(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => "Today",
        1 => "Tomorrow",
        _ => day.ToString(day.Year == today.Year ? "dddd, d MMMM" : "dddd, d MMMM yyyy", CultureInfo.InvariantCulture),
    };

    private static string End(SendSchedule schedule, Recurrence rule) => (rule.Until, schedule.MostOccurrences) switch
    {
        ({ } until, _) => $", until {until.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}",
        (_, { } most) => $", {most} times",
        _ => "",
    };

    private static string Every(int interval, string unit) => interval == 1 ? $"Every {unit}" : $"Every {interval} {unit}s";

    private static string List(string[] parts) => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}

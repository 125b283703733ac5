using System.Globalization;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Digests;

namespace NotifyHub.Reminders;

/// <summary>The words of reminders. How far off a task is, is counted when it is said: a reminder that comes late tells no old number.</summary>
internal static class ReminderWords
{
    /// <summary>Type of a tier.</summary>
    public static string TypeOf(int tier) => tier > 0 ? "task.overdue" : "task.due_soon";

    /// <summary>What is said of one task, before its own words.</summary>
    public static string Body(Reminder task, DateTimeOffset now, TimeZoneInfo zone)
    {
        var line = $"{Distance(task, now, zone)}, {WallClock.At(task.DueAt, zone).ToString("dddd d MMMM 'at' HH:mm", CultureInfo.InvariantCulture)}.";
        return string.IsNullOrWhiteSpace(task.Body) ? line : $"{line}\n{task.Body}";
    }

    /// <summary>First line of a summary.</summary>
    public static string Title(IReadOnlyList<Reminder> tasks) => tasks.Count == 1 ? "1 more task" : $"{tasks.Count} more tasks";

    /// <summary>The rest of it.</summary>
    public static string Body(IReadOnlyList<Reminder> tasks, DateTimeOffset now, TimeZoneInfo zone) =>
        DigestWords.List([.. tasks.Select(task => $"{Distance(task, now, zone)}: {task.Title}")], tasks.Count);

    private static string Distance(Reminder task, DateTimeOffset now, TimeZoneInfo zone) => Days(task, now, zone) switch
    {
        1 => "Due tomorrow",
        0 => "Due today",
        -1 => "Due yesterday",
        > 1 and var days => $"Due in {days} days",
        var days => $"Overdue for {-days} days",
    };

    private static int Days(Reminder task, DateTimeOffset now, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(WallClock.At(task.DueAt, zone)).DayNumber - DateOnly.FromDateTime(WallClock.At(now, zone)).DayNumber;
}

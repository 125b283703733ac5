using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Reminders;

/// <summary>What goes through the front door.</summary>
internal static class ReminderSends
{
    /// <summary>Longest that one waits on its way: tomorrow it would be wrong. Items in the inbox stay.</summary>
    private const int Seconds = 24 * 60 * 60;

    /// <summary>Of one task; the app finds it by <c>data.reminder</c>, its key.</summary>
    public static PeopleSend Of(Reminder task, string userId, int tier, DateTimeOffset now, TimeZoneInfo zone) => To(userId) with
    {
        Type = ReminderWords.TypeOf(tier), CorrelationId = RowId.Format(RowId.Reminder, task.Id),
        Content = new PeopleContent { Title = task.Title, Body = ReminderWords.Body(task, now, zone), Link = task.Link, Data = new JsonObject { ["reminder"] = task.Key } },
    };

    /// <summary>Of many at once; overdue when one of them is.</summary>
    public static PeopleSend Of(IReadOnlyList<Reminder> tasks, string userId, int tier, DateTimeOffset now, TimeZoneInfo zone) => To(userId) with
    {
        Type = ReminderWords.TypeOf(tier), IsSummary = true, Content = new PeopleContent { Title = ReminderWords.Title(tasks), Body = ReminderWords.Body(tasks, now, zone) },
    };

    private static PeopleSend To(string userId) => new() { Type = "", To = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["user"] = userId }), Ttl = Seconds };
}

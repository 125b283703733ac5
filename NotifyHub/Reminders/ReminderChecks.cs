using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Reminders;

/// <summary>What must hold of a reminder.</summary>
internal static class ReminderChecks
{
    private const int KeyMax = 200, TitleMax = 200, BodyMax = 1000;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(3653);
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The longest sentence that stands before a task's own words.
    private const int Farthest = -30;

    /// <summary>What needs nothing but the call.</summary>
    /// <exception cref="RefusedException">With all faults.</exception>
    public static void Check(string key, ReminderDraft draft, DateTimeOffset now)
    {
        var faults = new FaultList();
        faults.Length("/key", key, KeyMax);
        if (key.Any(char.IsControl))
        {
            faults.Add("/key", "bad_text", "key must not hold control characters.");
        }
        faults.Required("/title", draft.Title);
        faults.Length("/title", draft.Title, TitleMax, min: 0);
        faults.Length("/body", draft.Body, BodyMax);
        faults.OneOf("/recurrence", draft.Recurrence, [.. TaskRecurrences.Names]);
        if (draft.DueAt < Earliest || draft.DueAt > now + Ahead)
        {
            faults.Add("/dueAt", "out_of_range", "dueAt must be later than 1999 and at most ten years ahead.");
        }
        faults.ThrowIfAny();
    }

    /// <summary>Whether its notification would be taken now: link, size for the vendors, types.</summary>
    /// <exception cref="RefusedException">With all faults, at their places in the reminder.</exception>
    public static async Task SendAsync(PeopleIntake intake, Reminder task, string userId, DateTimeOffset now, TimeZoneInfo zone, CancellationToken cancel)
    {
        try
        {
            await intake.DraftAsync(task.ProjectId, ReminderSends.Of(task, userId, Farthest, now, zone), now, cancel);
        }
        catch (RefusedException refused)
        {
            throw new RefusedException(refused.Code, refused.Message)
            {
                Faults = [.. refused.Faults.Select(fault => fault with { Pointer = fault.Pointer.StartsWith("/content/", StringComparison.Ordinal) ? fault.Pointer["/content".Length..] : fault.Pointer })],
                Figures = refused.Figures, RetryAfter = refused.RetryAfter,
            };
        }
    }
}

using NotifyHub.Data.Rows;
using NotifyHub.Reminders;

namespace NotifyHub.Api.Contracts;

/// <summary>A task of which a user is reminded.</summary>
/// <param name="Id">The reminder; the correlation id of what it sends.</param>
/// <param name="Key">The app's own name of the task, unique for the user.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Body">More about it.</param>
/// <param name="Link">Where the task is opened.</param>
/// <param name="DueAt">The due date that it stands at; of a task that comes back the one that is not done yet.</param>
/// <param name="Recurrence">none, daily, weekly, monthly or yearly.</param>
/// <param name="NextAt">When something is said next; null when nothing more will be.</param>
/// <param name="Told">Reminders said so far.</param>
/// <param name="DoneAt">When it was done; null for an open one, and for one that comes back.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">Last change by the app.</param>
public sealed record ReminderAnswer(
    string Id, string Key, string Title, string? Body, string? Link, DateTimeOffset DueAt, string Recurrence, DateTimeOffset? NextAt, int Told, DateTimeOffset? DoneAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static ReminderAnswer From(Reminder row) => new(
        RowId.Format(RowId.Reminder, row.Id), row.Key, row.Title, row.Body, row.Link, row.DueAt, TaskRecurrences.Read(row.Recurrence).Wire(), row.NextAt, row.Told, row.DoneAt, row.CreatedAt, row.UpdatedAt);
}

/// <summary>That a task is done.</summary>
public sealed record ReminderDone
{
    /// <summary>The due date that was done. Where the reminder stands at another by now nothing changes, so that the call can be repeated; the one that it stands at when left out.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

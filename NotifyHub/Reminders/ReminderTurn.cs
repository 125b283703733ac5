using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Reminders;

/// <summary>A task whose time has come.</summary>
/// <param name="Task">The task as it was read.</param>
/// <param name="Say">What is said of it; null for nothing.</param>
/// <param name="Next">What is said after that; null for nothing.</param>
internal readonly record struct ReminderTurn(Reminder Task, ReminderWord? Say, ReminderStep? Next)
{
    /// <summary>By the plan.</summary>
    public static ReminderTurn Of(Reminder task, ReminderClock clock, DateTimeOffset now)
    {
        var (say, next) = ReminderPlan.Move(task.FirstDueAt, task.DueAt, task.NextTier ?? int.MinValue, TaskRecurrences.Read(task.Recurrence), clock, now);
        return new ReminderTurn(task, say, next);
    }

    /// <summary>Moves it on, where it stands as it was read.</summary>
    /// <returns>Rows that were moved.</returns>
    public async ValueTask<int> StepAsync(WriteSession session)
    {
        var moved = await session.Prepare(ReminderSql.Step).Bind(Next?.Due ?? Task.DueAt, Next?.Word.At, Next?.Word.Tier, Say is null ? 0 : 1, Task.Id, Task.NextAt).ExecuteAsync();
        session.Changed(Task.ProjectId, Data.HubTables.Reminders);
        return moved;
    }
}

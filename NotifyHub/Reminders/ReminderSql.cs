namespace NotifyHub.Reminders;

/// <summary>Statements about reminders. Each that moves one names where it stood, so that of two who move it one is first.</summary>
internal static class ReminderSql
{
    // The task was given the same dates as before: where it stands is kept.
    private const string Same = "reminders.first_due_at = excluded.first_due_at and coalesce(reminders.recurrence, '') = coalesce(excluded.recurrence, '')";

    /// <summary>Makes it, or changes what it says; other dates begin it anew. In order: @id @key @title @body @link @due @recurrence @next @tier @now @person @project.</summary>
    public const string Put = $"""
        insert into reminders (id, project_id, person_id, key, title, body, link, first_due_at, due_at, recurrence, next_at, next_tier, told, done_at, created_at, updated_at)
        select cast(@id as bigint), p.project_id, p.id, cast(@key as text), cast(@title as text), cast(@body as text), cast(@link as text), cast(@due as bigint), cast(@due as bigint), cast(@recurrence as text),
            cast(@next as bigint), cast(@tier as integer), 0, null, cast(@now as bigint), cast(@now as bigint)
        from people p where p.id = @person and p.project_id = @project
        on conflict (person_id, key) do update set title = excluded.title, body = excluded.body, link = excluded.link, first_due_at = excluded.first_due_at, recurrence = excluded.recurrence,
            due_at = case when {Same} then reminders.due_at else excluded.due_at end, next_at = case when {Same} then reminders.next_at else excluded.next_at end,
            next_tier = case when {Same} then reminders.next_tier else excluded.next_tier end, told = case when {Same} then reminders.told else 0 end,
            done_at = case when {Same} then reminders.done_at else null end, updated_at = excluded.updated_at
        """;

    /// <summary>On to what is said next. In order: @due @next @tier @said @id @slot.</summary>
    public const string Step = "update reminders set due_at = @due, next_at = @next, next_tier = @tier, told = told + @said where id = @id and next_at = @slot";

    /// <summary>Done: over, or on to its next due date. In order: @due @next @tier @done @now @id @project @seen.</summary>
    public const string Done = "update reminders set due_at = @due, next_at = @next, next_tier = @tier, done_at = @done, updated_at = @now where id = @id and project_id = @project and due_at = @seen and done_at is null";

    /// <summary>In order: @id @project.</summary>
    public const string Drop = "delete from reminders where id = @id and project_id = @project";
}

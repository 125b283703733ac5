using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Reminders;

/// <summary>The tasks of which people are reminded: put by the app, done, taken away. Saying them is <see cref="ReminderJob"/>'s.</summary>
public sealed class ReminderBook
{
    /// <summary>Most of one person.</summary>
    public const int Most = 1000;

    private readonly HubContexts _contexts;
    private readonly IWriteGate _gate;
    private readonly HubIds _ids;
    private readonly PeopleIntake _intake;
    private readonly TimeProvider _time;

    internal ReminderBook(HubContexts contexts, IWriteGate gate, HubIds ids, PeopleIntake intake, TimeProvider time) => (_contexts, _gate, _ids, _intake, _time) = (contexts, gate, ids, intake, time);

    /// <summary>Makes it, or changes it. With the due date and recurrence that it was given before it goes on where it stands; with others it begins anew.</summary>
    /// <returns>Null when the project has no such user.</returns>
    /// <exception cref="RefusedException">Fields are wrong, or the person has as many as one may have.</exception>
    public Task<Reminder?> PutAsync(long projectId, string userId, string key, ReminderDraft draft, CancellationToken cancel = default) => PutAsync(projectId, userId, key, draft, null, cancel);

    /// <summary>As if it had been put at a moment that is past: of the tiers since then the latest is said at the next run, as after downtime. For the sandbox, where nobody waits for tomorrow.</summary>
    internal async Task<Reminder?> PutAsync(long projectId, string userId, string key, ReminderDraft draft, DateTimeOffset? since, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        ReminderChecks.Check(key, draft, now);
        if (await OwnerAsync(projectId, userId, cancel) is not var (person, clock))
        {
            return null;
        }
        var task = new Reminder { Id = _ids.Next(), ProjectId = projectId, PersonId = person.Id, Key = key, Title = draft.Title, Body = draft.Body, Link = draft.Link, FirstDueAt = draft.DueAt, DueAt = draft.DueAt };
        await ReminderChecks.SendAsync(_intake, task, userId, now, clock.Zone, cancel);
        var recurrence = TaskRecurrences.Read(draft.Recurrence);
        var step = ReminderPlan.After(draft.DueAt, draft.DueAt, recurrence, clock, since ?? now);
        return await _gate.WriteAsync(ProjectScope.Of(projectId), async (db, session) =>
        {
            var kept = db.Reminders.AsNoTracking().Where(r => r.PersonId == person.Id && r.Key == key);
            if (!await kept.AnyAsync(cancel) && await db.Reminders.CountAsync(r => r.PersonId == person.Id, cancel) >= Most)
            {
                throw new RefusedException(RefusalCode.StateConflict, $"This user has {Most} reminders, as many as one may have. Delete some that are done.");
            }
            await session.Prepare(ReminderSql.Put).Bind(
                task.Id, key, draft.Title, draft.Body, draft.Link, draft.DueAt, recurrence == TaskRecurrence.None ? null : recurrence.Wire(), step?.Word.At, step?.Word.Tier, now, person.Id, projectId).ExecuteAsync();
            session.Changed(projectId, HubTables.Reminders);
            return await kept.SingleOrDefaultAsync(cancel);
        }, cancel);
    }

    /// <summary>One; null when the user, or a reminder of that key, is not there.</summary>
    public async Task<Reminder?> FindAsync(long projectId, string userId, string key, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await OfUser(db, projectId, userId).SingleOrDefaultAsync(r => r.Key == key, cancel);
    }

    /// <summary>A user's, newest first, before this id; null when the project has no such user.</summary>
    public async Task<IReadOnlyList<Reminder>?> ListAsync(long projectId, string userId, bool? isDone, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var person = await db.People.AsNoTracking().Where(p => p.ProjectId == projectId && p.UserId == userId).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancel);
        return person is { } id ? await Listed(db, id, isDone, before).Take(take).ToListAsync(cancel) : null;
    }

    /// <summary>What a person still has to do, the most urgent first, at most so many; and how many there are.</summary>
    public async Task<(IReadOnlyList<Reminder> Tasks, int Count)> OpenAsync(long projectId, long personId, int take, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var open = db.Reminders.AsNoTracking().Where(r => r.PersonId == personId && r.DoneAt == null);
        return (await open.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(take).ToListAsync(cancel), await open.CountAsync(cancel));
    }

    /// <summary>It is done: nothing more is said, or a task that comes back moves on to its next due date that is still to come.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="userId">Whose.</param>
    /// <param name="key">Which.</param>
    /// <param name="due">The due date that was done; where the task stands at another, nothing changes, so that a repeated call does no harm. Null for the one it stands at.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>As it stands now; null when it is not there.</returns>
    public async Task<Reminder?> DoneAsync(long projectId, string userId, string key, DateTimeOffset? due, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        if (await OwnerAsync(projectId, userId, cancel) is not var (_, clock) || await FindAsync(projectId, userId, key, cancel) is not { } task)
        {
            return null;
        }
        if (task.DoneAt is not null || (due is { } seen && seen.ToUnixTimeMilliseconds() != task.DueAt.ToUnixTimeMilliseconds()))
        {
            return task;
        }
        var recurrence = TaskRecurrences.Read(task.Recurrence);
        var next = ReminderPlan.NextDue(task.FirstDueAt, recurrence, clock.Zone, task.DueAt > now ? task.DueAt : now);
        var step = next is { } again ? ReminderPlan.After(task.FirstDueAt, again, recurrence, clock, now) : null;
        await _gate.WriteAsync(async session =>
        {
            await session.Prepare(ReminderSql.Done).Bind(next ?? task.DueAt, step?.Word.At, step?.Word.Tier, next is null ? now : null, now, task.Id, projectId, task.DueAt).ExecuteAsync();
            session.Changed(projectId, HubTables.Reminders);
        }, cancel);
        return await FindAsync(projectId, userId, key, cancel);
    }

    /// <summary>Takes it away.</summary>
    /// <returns>False when it is not there.</returns>
    public async Task<bool> DeleteAsync(long projectId, string userId, string key, CancellationToken cancel = default)
    {
        if (await FindAsync(projectId, userId, key, cancel) is not { } task)
        {
            return false;
        }
        return await _gate.WriteAsync(async session =>
        {
            session.Changed(projectId, HubTables.Reminders);
            return await session.Prepare(ReminderSql.Drop).Bind(task.Id, projectId).ExecuteAsync();
        }, cancel) > 0;
    }

    /// <summary>The list itself, for the test of its plan.</summary>
    internal static IQueryable<Reminder> Listed(HubDb db, long personId, bool? isDone, long? before) =>
        db.Reminders.AsNoTracking().Where(r => r.PersonId == personId && (before == null || r.Id < before) && (isDone == null || (r.DoneAt != null) == isDone)).OrderByDescending(r => r.Id);

    /// <summary>A user's, for the same test.</summary>
    internal static IQueryable<Reminder> OfUser(HubDb db, long projectId, string userId) =>
        db.Reminders.AsNoTracking().Where(r => r.PersonId == db.People.Where(p => p.ProjectId == projectId && p.UserId == userId).Select(p => p.Id).FirstOrDefault());

    private async Task<(Person Person, ReminderClock Clock)?> OwnerAsync(long projectId, string userId, CancellationToken cancel)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.ProjectId == projectId && p.UserId == userId, cancel);
        var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancel);
        return person is null || project is null ? null : (person, ReminderClocks.Of(person, project));
    }
}

using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Reminders;

/// <summary>
/// Reminds people of tasks whose time has come. The notification and the step to the next tier are one transaction, guarded by where the task stood, so that a crash, a second node
/// or a task that is done in this moment neither repeats nor loses one. Of what was missed while nothing ran the latest tier is said. One person gets at most five at a time and the rest in one.
/// </summary>
internal sealed class ReminderJob(HubContexts contexts, PeopleIntake intake, IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("reminder", "Reminds people of tasks that are due soon or overdue.", TimeSpan.FromSeconds(30));

    /// <summary>Told one by one to one person at a time.</summary>
    internal const int Single = 5;

    private const int Slice = 200;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var (people, said, refused) = (0, 0, 0);
        while (true)
        {
            var due = await DueAsync(cancel);
            foreach (var person in due.DistinctBy(task => task.PersonId))
            {
                try
                {
                    var (sent, dropped) = await TellAsync(person.ProjectId, person.PersonId, cancel);
                    (people, said, refused) = (people + 1, said + sent, refused + dropped);
                }
                catch (RefusedException full) when (full.RetryAfter is not null)
                {
                    return $"{said} sent; the queue is full, the others wait";
                }
            }
            if (due.Count < Slice)
            {
                return people == 0 ? null : $"{said} sent to {people} {(people == 1 ? "person" : "people")}{(refused > 0 ? $", {refused} refused" : "")}";
            }
        }
    }

    /// <summary>Tasks whose time has come, longest ago first.</summary>
    internal static IQueryable<Reminder> Due(HubDb db, DateTimeOffset now) => db.Reminders.AsNoTracking().Where(r => r.NextAt != null && r.NextAt <= now).OrderBy(r => r.NextAt).Take(Slice);

    /// <summary>Those of one person, the most urgent first.</summary>
    internal static IQueryable<Reminder> DueOf(HubDb db, long personId, DateTimeOffset now) =>
        db.Reminders.AsNoTracking().Where(r => r.PersonId == personId && r.NextAt != null && r.NextAt <= now).OrderBy(r => r.DueAt).ThenBy(r => r.Id);

    /// <summary>All that is due for one person.</summary>
    /// <returns>Notifications that were sent, and tasks whose were refused.</returns>
    internal async Task<(int Sent, int Refused)> TellAsync(long projectId, long personId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancel);
        var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == projectId, cancel);
        var tasks = await DueOf(db, personId, now).ToListAsync(cancel);
        if (person is null || project is null)
        {
            // They are being erased; what is left of theirs goes with them.
            await StepAsync(tasks.Select(task => new ReminderTurn(task, null, null)), cancel);
            return default;
        }
        var clock = ReminderClocks.Of(person, project);
        var turns = tasks.Select(task => ReminderTurn.Of(task, clock, now)).ToList();
        await StepAsync(turns.Where(turn => turn.Say is null), cancel);
        var told = turns.Where(turn => turn.Say is not null).ToList();
        var (sent, refused) = (0, 0);
        var parts = told.Take(Single).Select(turn => new[] { turn }).Append([.. told.Skip(Single)]).Where(part => part.Length > 0);
        foreach (var (index, part) in parts.Index())
        {
            var tier = part.Max(turn => turn.Say!.Value.Tier);
            var send = index < Single
                ? ReminderSends.Of(part[0].Task, person.UserId, tier, now, clock.Zone)
                : ReminderSends.Of([.. part.Select(turn => turn.Task)], person.UserId, tier, now, clock.Zone);
            switch (await SendAsync(projectId, send, part, cancel))
            {
                case true: sent++; break;
                case false: refused += part.Length; break;
            }
        }
        return (sent, refused);
    }

    // Null where somebody else was first.
    private async Task<bool?> SendAsync(long projectId, PeopleSend send, IReadOnlyList<ReminderTurn> part, CancellationToken cancel)
    {
        try
        {
            await intake.AcceptAsync(new SendOrigin(projectId, null), send, async (session, _) =>
            {
                foreach (var turn in part)
                {
                    if (await turn.StepAsync(session) == 0)
                    {
                        throw new MovedException();
                    }
                }
            }, cancel);
            return true;
        }
        catch (MovedException)
        {
            return null;
        }
        catch (RefusedException refused) when (refused.RetryAfter is null)
        {
            // What is refused now would be refused for ever: the tier is passed over.
            await StepAsync(part.Select(turn => turn with { Say = null }), cancel);
            return false;
        }
    }

    private async Task StepAsync(IEnumerable<ReminderTurn> turns, CancellationToken cancel)
    {
        var all = turns.ToList();
        if (all.Count > 0)
        {
            await gate.WriteAsync(async session =>
            {
                foreach (var turn in all)
                {
                    await turn.StepAsync(session);
                }
            }, cancel);
        }
    }

    private async Task<IReadOnlyList<Reminder>> DueAsync(CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        return await Due(db, time.GetUtcNow()).ToListAsync(cancel);
    }

    private sealed class MovedException() : Exception("Another node was first, or the task was moved or done.");
}

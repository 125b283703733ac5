using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Digests;

/// <summary>
/// Sends digests whose slot has come: one notification of what came unread into the inbox since the one before. The notification and the step to the next slot are one transaction,
/// guarded by the slot, so that a crash or a second node neither repeats nor loses one. After downtime there is one for all slots that were missed; with nothing new there is none.
/// </summary>
internal sealed class DigestJob(HubContexts contexts, PeopleIntake intake, DigestReader reader, IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("digest", "Sends digests of unread notifications at each person's slot.", TimeSpan.FromSeconds(30));

    private const int Slice = 200;

    // Items are numbered before they are committed: the newest few seconds are left to the next digest.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>To the next slot. In order: @next @covered @slot @person @slot.</summary>
    internal const string Step = "update digest_states set next_at = @next, covered_to = @covered, last_slot = @slot where person_id = @person and next_at = @slot";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var (sent, empty, refused) = (0, 0, 0);
        for (var more = true; more;)
        {
            var due = await DueAsync(cancel);
            foreach (var state in due)
            {
                try
                {
                    var isSent = await FlushAsync(state, cancel);
                    (sent, empty) = isSent ? (sent + 1, empty) : (sent, empty + 1);
                }
                catch (RefusedException error) when (error.RetryAfter is null)
                {
                    refused++;
                }
                catch (RefusedException)
                {
                    return $"{sent} sent; the queue is full, the others wait";
                }
            }
            more = due.Count == Slice;
        }
        return sent + empty + refused == 0 ? null : $"{sent} sent, {empty} had nothing new{(refused > 0 ? $", {refused} refused" : "")}";
    }

    internal async Task<IReadOnlyList<DigestState>> DueAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = contexts.Open(ProjectScope.EveryProject);
        return await db.DigestStates.AsNoTracking().Where(d => d.NextAt <= now).OrderBy(d => d.NextAt).Take(Slice).ToListAsync(cancel);
    }

    /// <summary>One person's.</summary>
    /// <returns>Whether one was sent.</returns>
    internal async Task<bool> FlushAsync(DigestState state, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = contexts.Open(ProjectScope.Of(state.ProjectId));
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == state.PersonId, cancel);
        var project = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == state.ProjectId, cancel);
        var own = await db.PersonSettings.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == state.PersonId, cancel);
        if (person is null || project is null || DigestWish.Of(project, person.TimeZone, own).After(now) is not { } next)
        {
            await gate.WriteAsync(session => session.Prepare(DigestPlanJob.End).Bind(state.PersonId, state.NextAt).ExecuteAsync(), cancel);
            return false;
        }
        var upto = Math.Max(state.CoveredTo, HubIds.FloorAt(now - Settle));
        var news = await reader.ReadAsync(db, state.ProjectId, state.PersonId, state.CoveredTo, upto, cancel);
        if (news.Count == 0)
        {
            await gate.WriteAsync(session => StepAsync(session, state, next, upto), cancel);
            return false;
        }
        var send = new PeopleSend
        {
            Type = DigestWords.TypeOf(news), To = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["user"] = person.UserId }),
            Content = new PeopleContent { Title = DigestWords.Title(news), Body = DigestWords.Body(news) }, CorrelationId = $"digest {state.NextAt.UtcDateTime:yyyy-MM-dd'T'HH:mm}Z",
        };
        try
        {
            await intake.AcceptAsync(new SendOrigin(state.ProjectId, null), send, async (session, _) =>
            {
                if (await StepAsync(session, state, next, upto) == 0)
                {
                    throw new SlotTakenException();
                }
                Failpoint.Hit(CrashPoint.P9);
            }, cancel);
            Failpoint.Hit(CrashPoint.P9);
            return true;
        }
        catch (SlotTakenException)
        {
            return false;
        }
        catch (RefusedException refused) when (refused.RetryAfter is null)
        {
            // What is refused now would be refused for ever: the slot is passed over, the items stay for the next.
            await gate.WriteAsync(session => StepAsync(session, state, next, state.CoveredTo), cancel);
            throw;
        }
    }

    private static ValueTask<int> StepAsync(WriteSession session, DigestState state, DateTimeOffset next, long covered) =>
        session.Prepare(Step).Bind(next, covered, state.NextAt, state.PersonId).ExecuteAsync();

    private sealed class SlotTakenException() : Exception("Another node was first, or the slot was moved.");
}

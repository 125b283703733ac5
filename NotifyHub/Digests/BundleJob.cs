using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Types;

namespace NotifyHub.Digests;

/// <summary>
/// Sends one summary of what was too many of a kind for one person and channel, at the end of the first one's window. The summary and the rows that it sums up go in one transaction,
/// so that a crash or a second node neither repeats nor loses one; what comes too late for it begins the next.
/// </summary>
internal sealed class BundleJob(HubContexts contexts, PeopleIntake intake, TypeBook types, IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("bundle", "Sends one summary of what was too many of a kind for a person and channel.", TimeSpan.FromSeconds(30));

    private const int Slice = 200;

    // Ids of one group that go into one summary; the rest make the next.
    private const int MostRows = 1000;

    internal const string Drop = "delete from bundles where person_id = @person and type = @type and channel = @channel and notification_id = @notification";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var (sent, refused) = (0, 0);
        for (var more = true; more;)
        {
            var due = await DueAsync(cancel);
            foreach (var group in due)
            {
                try
                {
                    sent += await FlushAsync(group, cancel) ? 1 : 0;
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
        return sent + refused == 0 ? null : $"{sent} sent{(refused > 0 ? $", {refused} refused" : "")}";
    }

    /// <summary>Groups of which at least one is due.</summary>
    internal async Task<IReadOnlyList<HeldGroup>> DueAsync(CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        return await Due(db, time.GetUtcNow()).ToListAsync(cancel);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<HeldGroup> Due(HubDb db, DateTimeOffset now) => db.Bundles.AsNoTracking().Where(b => b.SummaryAt <= now)
        .Select(b => new HeldGroup(b.ProjectId, b.PersonId, b.Type, b.Channel, b.DigestKey)).Distinct().Take(Slice);

    private async Task<bool> FlushAsync(HeldGroup group, CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.Of(group.ProjectId));
        var held = await db.Bundles.AsNoTracking()
            .Where(b => b.PersonId == group.PersonId && b.Type == group.Type && b.Channel == group.Channel && b.DigestKey == group.DigestKey)
            .OrderBy(b => b.NotificationId).Select(b => b.NotificationId).Take(MostRows).ToListAsync(cancel);
        var user = await db.People.Where(p => p.Id == group.PersonId).Select(p => p.UserId).SingleOrDefaultAsync(cancel);
        if (held.Count == 0 || user is null || await types.FindAsync(group.ProjectId, group.Type, cancel) is not { } type)
        {
            await gate.WriteAsync(session => DropAsync(session, group, held), cancel);
            return false;
        }
        var newest = held.TakeLast(DigestWords.Lines).ToArray();
        var titles = await db.Notifications.AsNoTracking().Where(n => newest.Contains(n.Id)).OrderByDescending(n => n.Id).Select(n => n.Title).ToListAsync(cancel);
        var send = new PeopleSend
        {
            Type = group.Type, To = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["user"] = user }), Channels = [group.Channel.Wire()],
            Content = DigestWords.Summary(type.Label, held.Count, [.. titles.Select(title => title ?? type.Label)]), DigestKey = Bundle.SummaryKey, IsSummary = true,
        };
        try
        {
            await intake.AcceptAsync(new SendOrigin(group.ProjectId, null), send, async (session, _) =>
            {
                if (await DropAsync(session, group, held) != held.Count)
                {
                    throw new SummaryTakenException();
                }
                Failpoint.Hit(CrashPoint.P9);
            }, cancel);
            Failpoint.Hit(CrashPoint.P9);
            return true;
        }
        catch (SummaryTakenException)
        {
            return false;
        }
        catch (RefusedException refused) when (refused.RetryAfter is null)
        {
            // What is refused now would be refused for ever; each of them is in the inbox.
            await gate.WriteAsync(session => DropAsync(session, group, held), cancel);
            throw;
        }
    }

    private static async ValueTask<int> DropAsync(WriteSession session, HeldGroup group, IReadOnlyList<long> held) =>
        (await session.Prepare(Drop).ExecuteManyAsync([.. held.Select(id => new object?[] { group.PersonId, group.Type, group.Channel, id })])).Sum();

    private sealed class SummaryTakenException() : Exception("Another node was first.");
}

/// <summary>Held notifications of one kind for one person and channel.</summary>
internal sealed record HeldGroup(long ProjectId, long PersonId, string Type, ChannelKind Channel, string DigestKey);

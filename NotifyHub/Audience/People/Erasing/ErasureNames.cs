using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.People.Erasing;

/// <summary>A stretch of a project's sends, and those among them that named the person.</summary>
/// <param name="Sends">With the target that is left of each, and of its fan-out where that has one.</param>
/// <param name="UpTo">Last id of the stretch.</param>
/// <param name="IsLast">Nothing older than the erasure comes after it.</param>
internal sealed record NamedSends(IReadOnlyList<NamedSend> Sends, long UpTo, bool IsLast);

/// <summary>A send that named the person.</summary>
/// <param name="Id">The notification.</param>
/// <param name="Target">What is left of its target; null when only its fan-out had the name.</param>
/// <param name="Fanout">What is left of its fan-out's; null when it has none, or no name in it.</param>
internal sealed record NamedSend(long Id, string? Target, string? Fanout);

/// <summary>
/// The last stage of an erasure. A send keeps whom it was for, also where nothing was delivered: to a user without a device, or at a time that is still to come. So every send
/// of the project that is older than the erasure is looked at, and the name is taken out; words that were for nobody else go too.
/// </summary>
public sealed class ErasureNames(HubContexts contexts)
{
    /// <summary>Stands in the device cursor: devices and deliveries are done, the other cursor is now a notification's id.</summary>
    internal const long Stage = long.MaxValue;

    // Some 20 ms of reading.
    private const int Slice = 20_000;

    /// <summary>The next stretch.</summary>
    internal async Task<NamedSends> FindAsync(Erasure run, ErasedPerson person, CancellationToken cancel)
    {
        // What was accepted later is about somebody new.
        var end = HubIds.FloorAt(run.CreatedAt.AddMilliseconds(1));
        await using var db = contexts.Open(ProjectScope.Of(run.ProjectId));
        var left = db.Notifications.AsNoTracking().Where(n => n.ProjectId == run.ProjectId && n.Id > run.DeliveryCursor && n.Id < end);
        var last = await left.OrderBy(n => n.Id).Select(n => (long?)n.Id).Skip(Slice - 1).FirstOrDefaultAsync(cancel);
        var (after, upTo) = (run.DeliveryCursor, last ?? end - 1);
        // A first look by the store; the closer one is below.
        var (user, print) = (TargetNames.PatternOf(person.UserId), TargetNames.PatternOf(person.FingerprintHex ?? person.UserId) ?? "%");
        var (anyUser, anyName) = (user ?? "%\"user%", user ?? "%");
        var sends = await left.Where(n => n.Id <= upTo && (EF.Functions.Like(n.Target, anyUser, "\\") || EF.Functions.Like(n.Target, print, "\\")))
            .Select(n => new { n.Id, n.Target }).ToListAsync(cancel);
        var fanouts = await db.Fanouts.AsNoTracking()
            .Where(f => f.ProjectId == run.ProjectId && f.Id > after && f.Id <= upTo && (EF.Functions.Like(f.Target, anyName, "\\") || EF.Functions.Like(f.Target, print, "\\")))
            .Select(f => new { f.Id, f.Target }).ToDictionaryAsync(f => f.Id, f => f.Target, cancel);
        var found = new List<NamedSend>();
        foreach (var send in sends)
        {
            var target = TargetNames.Without(send.Target, person.UserId, person.FingerprintHex);
            var fanout = fanouts.Remove(send.Id, out var kept) ? TargetNames.WithoutIn(kept, person.UserId, person.FingerprintHex) : null;
            if (target is not null || fanout is not null)
            {
                found.Add(new NamedSend(send.Id, target, fanout));
            }
        }
        // The notification's own words may be gone already, as an erased delivery's are.
        found.AddRange(fanouts.Select(f => new NamedSend(f.Key, null, TargetNames.WithoutIn(f.Value, person.UserId, person.FingerprintHex))).Where(f => f.Fanout is not null));
        return new NamedSends(found, upTo, last is null);
    }

    /// <summary>Takes the name out of them.</summary>
    internal static async ValueTask ForgetAsync(WriteSession session, Erasure run, NamedSends named, string mark, string blank)
    {
        foreach (var send in named.Sends)
        {
            if (send.Fanout is { } fanout)
            {
                await session.Prepare(ErasureSql.RetargetFanout).Bind(fanout, send.Id, run.ProjectId).ExecuteLaterAsync();
            }
            if (send.Target is { } target)
            {
                await session.Prepare(ErasureSql.Retarget).Bind(target, send.Id, run.ProjectId).ExecuteLaterAsync();
                if (target == TargetNames.Nobody && await session.Prepare(ErasureSql.ScrubNotification).Bind(blank, send.Id, run.ProjectId, mark).ExecuteAsync() > 0)
                {
                    await session.Prepare(ErasureSql.DropContents).Bind(send.Id, run.ProjectId).ExecuteLaterAsync();
                }
            }
        }
        if (named.Sends.Count > 0)
        {
            session.Changed(run.ProjectId, HubTables.Deliveries | HubTables.Fanouts);
        }
    }
}

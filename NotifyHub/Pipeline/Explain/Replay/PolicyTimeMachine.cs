using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Explain.Replay;

/// <summary>Asks what a proposed policy would have made of the last days' real traffic. Writes nothing.</summary>
public sealed class PolicyTimeMachine
{
    /// <summary>So far back it goes.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <summary>Most deliveries that are replayed: what is older than the newest of so many is left out.</summary>
    public const int MostLooked = 20_000;

    /// <summary>Most deliveries that are counted.</summary>
    public const int MostCounted = 1_000_000;

    private const int MostPeople = 10;
    private const int MostChanges = 5;

    /// <summary>What a replay leaves out, in words.</summary>
    public static readonly IReadOnlyList<string> NotReplayed =
    [
        "digests and the defaults of preferences", "waits of fallback chains", "what expired while it waited", "presence, but of those whom it suppressed or still holds",
        "people's own quiet hours and zones as they were (today's are used)", "windows of caps that begin before the first delivery that was looked at",
    ];

    private readonly ConcurrentDictionary<long, bool> _running = new();
    private readonly ReplayReader _reader;
    private readonly HubContexts _contexts;
    private readonly PolicyDesk _desk;
    private readonly BundleRules _bundles;
    private readonly TimeProvider _time;

    internal PolicyTimeMachine(ReplayReader reader, HubContexts contexts, PolicyDesk desk, BundleRules bundles, TimeProvider time) => (_reader, _contexts, _desk, _bundles, _time) = (reader, contexts, desk, bundles, time);

    /// <summary>The last <see cref="Span"/> of a project under its policy and under another.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="proposed">The other policy, whole.</param>
    /// <param name="bundling">Proposed bundling of types by key, null where a type is not to bundle; types that are left out bundle as they do.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RefusedException">Something is out of range: <c>validation_failed</c>, with each field.</exception>
    /// <exception cref="RefusedException">One of this project runs already: <c>state_conflict</c>.</exception>
    public async Task<ReplayReport> ReplayAsync(long projectId, PolicySettings proposed, IReadOnlyDictionary<string, TypeBundling?>? bundling = null, CancellationToken cancel = default)
    {
        // It costs seconds of a core where much was sent.
        if (!_running.TryAdd(projectId, true))
        {
            throw new RefusedException(RefusalCode.StateConflict, "A replay of this project is running; wait for its end.");
        }
        try
        {
            return await ReplayAsync(projectId, proposed, bundling, MostLooked, cancel);
        }
        finally
        {
            _running.TryRemove(projectId, out _);
        }
    }

    internal async Task<ReplayReport> ReplayAsync(long projectId, PolicySettings proposed, IReadOnlyDictionary<string, TypeBundling?>? bundling, int most, CancellationToken cancel)
    {
        var faults = new FaultList();
        proposed.Check(faults);
        faults.ThrowIfAny();
        var to = _time.GetUtcNow();
        var of = await _reader.CountAsync(projectId, to - Span, MostCounted, cancel);
        var sends = await _reader.ReadAsync(projectId, to - Span, most, cancel);
        var kinds = new Dictionary<string, TypeBundling?>(StringComparer.Ordinal);
        foreach (var type in sends.Select(send => send.Type).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            kinds[type] = await _bundles.OfAsync(projectId, type, cancel);
        }
        var before = new PolicyReplay(await _desk.ReadAsync(projectId, cancel), kinds.GetValueOrDefault, to).Run(sends, cancel);
        var after = new PolicyReplay(proposed, type => bundling is not null && bundling.TryGetValue(type, out var other) ? other : kinds.GetValueOrDefault(type), to).Run(sends, cancel);
        var from = sends.Count > 0 && sends.Count < of ? sends.Min(send => HubIds.TimeOf(send.Id)) : to - Span;
        return await ToldAsync(projectId, Compare(sends, before, after) with { From = from, To = to, Of = Math.Max(of, sends.Count) }, cancel);
    }

    /// <summary>Both runs side by side, with nobody's name yet.</summary>
    internal static ReplayReport Compare(IReadOnlyList<ReplayedSend> sends, ReplayOutcome[] before, ReplayOutcome[] after)
    {
        var counts = before.Select(o => (o.Verdict, o.Reason, Was: 1, Is: 0)).Concat(after.Select(o => (o.Verdict, o.Reason, Was: 0, Is: 1)))
            .GroupBy(o => (o.Verdict, o.Reason)).OrderBy(g => g.Key.Verdict).ThenBy(g => g.Key.Reason)
            .Select(g => new ReplayCount(g.Key.Verdict, g.Key.Reason, g.Sum(o => o.Was), g.Sum(o => o.Is))).ToList();
        var changed = Enumerable.Range(0, sends.Count).Where(i => before[i] != after[i]).GroupBy(i => sends[i].PersonId).ToList();
        var people = changed.OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Take(MostPeople).Select(g => new ReplayPerson(g.Key, null, g.Count(),
            [.. g.OrderBy(i => sends[i].At).ThenBy(i => sends[i].Id).Take(MostChanges).Select(i => new ReplayChange(sends[i].Id, sends[i].NotificationId, sends[i].Provider, sends[i].At, before[i], after[i]))]));
        return new ReplayReport(default, default, sends.Count, sends.Count, changed.Sum(g => g.Count()), changed.Count, counts, [.. people]);
    }

    private async Task<ReplayReport> ToldAsync(long projectId, ReplayReport report, CancellationToken cancel)
    {
        var ids = report.People.Select(person => person.PersonId).ToArray();
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var names = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.UserId, cancel);
        return report with { People = [.. report.People.Select(person => person with { UserId = names.GetValueOrDefault(person.PersonId) })] };
    }
}

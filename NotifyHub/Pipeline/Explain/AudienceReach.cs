using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Explain;

/// <summary>Whom a target would reach now.</summary>
/// <param name="Matched">Registered devices that are meant.</param>
/// <param name="Excluded">Of these: those that would get nothing, by reason.</param>
/// <param name="Sample">The first few that are meant.</param>
/// <param name="IsEstimate">There were too many to look at in time: figures are told from the share that was looked at.</param>
public sealed record Reach(long Matched, IReadOnlyList<(DeliveryReason Reason, long Count)> Excluded, IReadOnlyList<Device> Sample, bool IsEstimate)
{
    /// <summary>Those that would get it.</summary>
    public long Reachable => Matched - Excluded.Sum(e => e.Count);
}

/// <summary>
/// Counts a target before anything is sent. Devices about which dispatch's policy would say the same are one group, and the policy itself is asked about
/// one of them: what is excluded here is what would be suppressed there.
/// </summary>
public sealed class AudienceReach
{
    /// <summary>Devices shown of a target.</summary>
    public const int Sample = 8;

    private const int Stretch = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly HubEngine _engine;
    private readonly HubContexts _contexts;
    private readonly StandingFacts _facts;
    private readonly TimeProvider _time;

    internal AudienceReach(HubEngine engine, HubContexts contexts, StandingFacts facts, TimeProvider time) => (_engine, _contexts, _facts, _time) = (engine, contexts, facts, time);

    private readonly record struct Group(int Provider, int Status, bool Muted, bool Stale, bool OptedOut);

    /// <summary>Counts.</summary>
    /// <param name="projectId">Whose devices.</param>
    /// <param name="target">Whom.</param>
    /// <param name="category">Of which people may have opted out; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Reach> CountAsync(long projectId, AudienceTarget target, string? category, CancellationToken cancel = default)
    {
        var (began, now) = (_time.GetTimestamp(), _time.GetUtcNow());
        var groups = new Dictionary<Group, (long Count, long One)>();
        var sample = new SortedSet<long>();
        var (looked, isWhole) = (0L, true);
        await using var connection = await _engine.OpenReadAsync(cancel);
        var parts = TargetSql.Parts(_engine, target, now);
        foreach (var part in parts)
        {
            for (var (after, more) = (0L, true); more && (isWhole &= _time.GetElapsedTime(began) < Patience);)
            {
                var (upto, count) = await part.WindowAsync(connection, projectId, after, Stretch, cancel);
                await AddAsync(connection, part, projectId, (after, upto), now, category, groups, cancel);
                sample.UnionWith(sample.Count < Sample ? (await part.DevicesAsync(connection, projectId, after, upto, Sample, cancel)).Select(d => d.Id) : []);
                (looked, after, more) = (looked + count, upto, count == Stretch);
            }
        }
        var factor = isWhole ? 1.0 : await ShareAsync(connection, projectId, parts, looked, cancel);
        long Told(long count) => isWhole ? count : (long)Math.Round(count * factor);
        var excluded = new Dictionary<DeliveryReason, long>();
        foreach (var (count, one) in groups.Values)
        {
            if (await WhyNotAsync(projectId, one, category, now, cancel) is { } reason)
            {
                excluded[reason] = excluded.GetValueOrDefault(reason) + count;
            }
        }
        return new Reach(
            Told(groups.Values.Sum(g => g.Count)), [.. excluded.OrderByDescending(e => e.Value).Select(e => (e.Key, Told(e.Value)))], await DevicesAsync(projectId, [.. sample.Take(Sample)], cancel), !isWhole);
    }

    private async Task AddAsync(
        DbConnection connection, TargetPart part, long projectId, (long After, long Upto) stretch, DateTimeOffset now, string? category, Dictionary<Group, (long Count, long One)> groups, CancellationToken cancel)
    {
        var stale = _facts.StaleAfterOf(projectId) is { } age ? (now - age).ToUnixTimeMilliseconds() : 0;
        await using var command = part.Command(connection, $"""
            select g.provider, g.status, g.muted, g.stale, g.out, count(*), min(g.id) from (
                select v.id as id, v.provider as provider, v.status as status, case when v.permission = 'denied' then 1 else 0 end as muted, case when v.last_seen_at <= @stale then 1 else 0 end as stale,
                    {(category is null ? "0" : $"case when {OptOutSql.IsOut("v.project_id", "v.user_id", "v.fingerprint_hex", "cast(@category as text)")} then 1 else 0 end")} as out
                from {part.Candidates} {part.Join} where {part.Stretch}) as g
            group by g.provider, g.status, g.muted, g.stale, g.out
            """, projectId, ("@after", stretch.After), ("@upto", stretch.Upto), ("@stale", stale), ("@category", category ?? ""));
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var group = new Group(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2) != 0, row.GetInt32(3) != 0, row.GetInt32(4) != 0);
            var (count, one) = groups.GetValueOrDefault(group, (0, row.GetInt64(6)));
            groups[group] = (count + row.GetInt64(5), one);
        }
    }

    private async Task<DeliveryReason?> WhyNotAsync(long projectId, long one, string? category, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        if (await db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == one, cancel) is not { } device)
        {
            return DeliveryReason.NoDevice;
        }
        var decision = DeliveryPolicy.Decide(await _facts.OfAsync(device, null, category, now, cancel), now);
        return decision.Verb is PolicyVerb.Suppress or PolicyVerb.Hold ? decision.Reason : null;
    }

    private static async Task<double> ShareAsync(DbConnection connection, long projectId, IReadOnlyList<TargetPart> parts, long looked, CancellationToken cancel)
    {
        var total = 0L;
        foreach (var part in parts)
        {
            await using var command = part.Command(connection, part.Count, projectId);
            total += HubEngine.Number(await command.ExecuteScalarAsync(cancel)) ?? 0;
        }
        return (double)total / Math.Max(1, looked);
    }

    private async Task<IReadOnlyList<Device>> DevicesAsync(long projectId, long[] ids, CancellationToken cancel)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await db.Devices.AsNoTracking().Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id).ToListAsync(cancel);
    }
}

using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Overview;

/// <summary>
/// Vendors' answers by minute. Attempts never change, so a minute that is over is counted once and kept;
/// only the running one is counted anew. Ids hold the time, so a minute is a range of the primary key.
/// </summary>
public sealed class MinuteCounts(HubEngine engine, TimeProvider time)
{
    /// <summary>Most attempts counted in one minute; a busier one is shown as at least this.</summary>
    public const int Most = 50_000;

    // Writes of a minute may commit a little after it.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);
    private readonly ConcurrentDictionary<(long Project, long Minute), IReadOnlyList<MinuteCount>> _past = [];

    /// <summary>The last <paramref name="minutes"/>, the running one included, oldest first; minutes without attempts have no entry.</summary>
    public async Task<IReadOnlyList<MinuteCount>> LastAsync(long projectId, int minutes, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var running = now.ToUnixTimeSeconds() / 60;
        Forget(now);
        await using var connection = await engine.OpenReadAsync(cancel);
        var counts = new List<MinuteCount>();
        for (var minute = running - minutes + 1; minute <= running; minute++)
        {
            var end = DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60);
            if (!_past.TryGetValue((projectId, minute), out var found))
            {
                found = await Count(engine, projectId, minute).QueryAsync(connection, row => new MinuteCount(
                    DateTimeOffset.FromUnixTimeSeconds(minute * 60), (ProviderKind)row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), cancel);
                if (now - end > Settled)
                {
                    _past.TryAdd((projectId, minute), found);
                }
            }
            counts.AddRange(found);
        }
        return counts;
    }

    internal static SqlText Count(HubEngine engine, long projectId, long minute) => new($"""
        select provider, count(case when outcome = '{nameof(OutcomeKind.Accepted)}' then 1 end),
               count(case when outcome in ('{nameof(OutcomeKind.TokenDead)}', '{nameof(OutcomeKind.ContentBad)}', '{nameof(OutcomeKind.CredentialBad)}') then 1 end),
               count(case when outcome not in ('{nameof(OutcomeKind.Accepted)}', '{nameof(OutcomeKind.TokenDead)}', '{nameof(OutcomeKind.ContentBad)}', '{nameof(OutcomeKind.CredentialBad)}') then 1 end)
        from (select a.outcome as outcome, d.provider as provider from attempts a join deliveries d on d.id = a.delivery_id
              where a.id >= @from and a.id < @to and {engine.Aside("a.project_id")} = @project and (a.is_receipt = 0 or a.outcome <> '{nameof(OutcomeKind.Accepted)}') limit {Most}) counted
        group by provider
        """,
        [("@from", HubIds.FloorAt(DateTimeOffset.FromUnixTimeSeconds(minute * 60))), ("@to", HubIds.FloorAt(DateTimeOffset.FromUnixTimeSeconds((minute + 1) * 60))), ("@project", projectId)]);

    private void Forget(DateTimeOffset now)
    {
        var oldest = (now - Kept).ToUnixTimeSeconds() / 60;
        foreach (var key in _past.Keys.Where(key => key.Minute < oldest))
        {
            _past.TryRemove(key, out _);
        }
    }
}

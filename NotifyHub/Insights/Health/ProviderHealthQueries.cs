using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Health;

/// <summary>How the vendors treat a project, from the rows of ten seconds that delivery keeps. Shared by all who look within a second.</summary>
public sealed class ProviderHealthQueries(HubEngine engine, HubContexts contexts, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TrendStep = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<long, (DateTimeOffset At, Lazy<Task<IReadOnlyList<ProviderHealth>>> Health)> _shared = [];

    /// <summary>Every vendor that this version can deliver through, in the order of their numbers.</summary>
    public Task<IReadOnlyList<ProviderHealth>> ReadAsync(long projectId)
    {
        var now = time.GetUtcNow();
        return _shared.AddOrUpdate(projectId,
            id => (now, Count(id, now)),
            (id, old) => now - old.At < Fresh && !old.Health.Value.IsFaulted ? old : (now, Count(id, now))).Health.Value;
    }

    private Lazy<Task<IReadOnlyList<ProviderHealth>>> Count(long projectId, DateTimeOffset now) => new(() => CountAsync(projectId, now));

    private async Task<IReadOnlyList<ProviderHealth>> CountAsync(long projectId, DateTimeOffset now)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var credentials = await db.Credentials.AsNoTracking().Where(c => c.State == CredentialState.Active)
            .ToDictionaryAsync(c => c.Provider, c => c.PausedAt == null ? CredentialHealth.Active : CredentialHealth.Paused);
        var states = await db.ProviderStates.AsNoTracking().ToDictionaryAsync(s => s.Provider);
        await using var connection = await engine.OpenReadAsync();
        var rows = (await HealthRow.From(projectId, now - HealthWindow.Kept).QueryAsync(connection, HealthRow.Read, default)).ToLookup(row => row.Provider);
        var inFlight = await Counts(InFlight(projectId));
        var setAside = await Counts(SetAside(projectId));
        return [.. ProviderNames.Called.Select(provider => Of(provider, rows[provider], states.GetValueOrDefault(provider), now) with
        {
            Credential = credentials.GetValueOrDefault(provider), InFlight = inFlight.GetValueOrDefault(provider), SetAside = setAside.GetValueOrDefault(provider),
        })];

        async Task<Dictionary<ProviderKind, int>> Counts(SqlText sql) =>
            (await sql.QueryAsync(connection, row => (Provider: (ProviderKind)row.GetInt32(0), Count: row.GetInt32(1)), default)).ToDictionary(p => p.Provider, p => p.Count);
    }

    private static ProviderHealth Of(ProviderKind provider, IEnumerable<HealthRow> rows, ProviderState? state, DateTimeOffset now)
    {
        var all = rows.ToList();
        var window = all.FindAll(row => row.StartsAt > now - HealthWindow.Length);
        var latencies = new long[LatencySteps.Count];
        window.ForEach(row => { for (var i = 0; i < latencies.Length; i++) { latencies[i] += row.Latencies[i]; } });
        return new ProviderHealth
        {
            Provider = provider,
            Credential = CredentialHealth.None,
            Sent = window.Sum(row => row.Sent),
            Invalid = window.Sum(row => row.Invalid),
            RateLimited = window.Sum(row => row.RateLimited),
            Timeout = window.Sum(row => row.Timeout),
            Other = window.Sum(row => row.Other),
            LatencyP50 = LatencySteps.Percentile(latencies, 0.50),
            LatencyP99 = LatencySteps.Percentile(latencies, 0.99),
            LastError = state is { LastErrorAt: { } at, LastErrorOutcome: { } outcome } ? new VendorError(outcome, state.LastErrorStatus, state.LastError, at) : null,
            LastSuccessAt = state?.LastSuccessAt,
            QuarantinedUntil = state?.QuarantinedUntil,
            VendorAsked = state?.VendorAsked ?? false,
            ThrottledAt = state?.ThrottledAt,
            BreakerOpenedAt = state?.BreakerOpenedAt,
            BreakerReason = state?.BreakerReason,
            RampFrom = state?.RampFrom,
            UsualInvalidRate = state is { UsualAnswers: >= 100 } ? state.UsualInvalid / state.UsualAnswers : null,
            Trend = Trend(all, now),
        };
    }

    private static List<HealthPoint> Trend(List<HealthRow> rows, DateTimeOffset now)
    {
        var first = new DateTimeOffset(now.Ticks / TrendStep.Ticks * TrendStep.Ticks, TimeSpan.Zero) - HealthWindow.Kept + TrendStep;
        var points = new List<HealthPoint>();
        for (var at = first; at <= now; at += TrendStep)
        {
            var own = rows.FindAll(row => row.StartsAt >= at && row.StartsAt < at + TrendStep);
            points.Add(new HealthPoint(at, own.Sum(row => row.Total), own.Sum(row => row.Invalid)));
        }
        return points;
    }

    private static SqlText InFlight(long projectId) => new(
        "select provider, count(*) from deliveries where project_id = @project and status = @sending group by provider", [("@project", projectId), ("@sending", DeliveryStatus.Sending)]);

    // The status stands in the text, so that the small index of tokens that are set aside serves.
    private static SqlText SetAside(long projectId) => new(
        $"select provider, count(*) from devices where project_id = @project and status = {(int)DeviceStatus.Quarantined} group by provider", [("@project", projectId)]);
}

using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Health;

/// <summary>How the vendors treat a project, counted from the attempts of the last minutes. Shared by all who look within two seconds.</summary>
public sealed class ProviderHealthQueries(HubEngine engine, HubContexts contexts, TimeProvider time)
{
    /// <summary>Newest answers from which latencies are taken.</summary>
    private const int LatencySamples = 1000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<long, (DateTimeOffset At, Lazy<Task<IReadOnlyList<ProviderHealth>>> Health)> _shared = [];

    /// <summary>Every vendor that this version can deliver through, in the order of their numbers.</summary>
    public Task<IReadOnlyList<ProviderHealth>> ReadAsync(long projectId)
    {
        var now = time.GetUtcNow();
        return _shared.AddOrUpdate(projectId,
            id => (now, Count(id, now)),
            (id, old) => now - old.At < Fresh && !old.Health.Value.IsFaulted ? old : (now, Count(id, now))).Health.Value;
    }

    private Lazy<Task<IReadOnlyList<ProviderHealth>>> Count(long projectId, DateTimeOffset now) => new(() => CountAsync(projectId, HubIds.FloorAt(now - ProviderHealth.Window)));

    private async Task<IReadOnlyList<ProviderHealth>> CountAsync(long projectId, long from)
    {
        var credentials = await CredentialsAsync(projectId);
        await using var connection = await engine.OpenReadAsync();
        var answers = await Answers(projectId, from).QueryAsync(connection, AnswerCount.Read, default);
        var inFlight = (await InFlight(projectId).QueryAsync(connection, row => (Provider: (ProviderKind)row.GetInt32(0), Count: row.GetInt32(1)), default)).ToDictionary(p => p.Provider, p => p.Count);
        var health = new List<ProviderHealth>();
        foreach (var provider in ProviderNames.Supported)
        {
            var own = answers.Where(a => a.Provider == provider).ToList();
            var latencies = await Latencies(projectId, provider, from).QueryAsync(connection, row => row.GetInt32(0), default);
            latencies.Sort();
            health.Add(new ProviderHealth
            {
                Provider = provider,
                Credential = credentials.GetValueOrDefault(provider),
                Sent = Sum(own, AnswerClass.Sent),
                Invalid = Sum(own, AnswerClass.Invalid),
                RateLimited = Sum(own, AnswerClass.RateLimited),
                Timeout = Sum(own, AnswerClass.Timeout),
                Other = Sum(own, AnswerClass.Other),
                InFlight = inFlight.GetValueOrDefault(provider),
                LatencyP50 = Percentile(latencies, 0.50),
                LatencyP99 = Percentile(latencies, 0.99),
                LastError = (await Errors(projectId, provider, from).QueryAsync(connection, ReadError, default)).FirstOrDefault(),
            });
        }
        return health;
    }

    private static SqlText Answers(long projectId, long from) => new("""
        select d.provider, a.outcome, a.status, a.code, count(*) from attempts a join deliveries d on d.id = a.delivery_id
        where a.id >= @from and a.project_id = @project and (a.is_receipt = 0 or a.outcome <> 'Accepted') group by d.provider, a.outcome, a.status, a.code
        """, [("@from", from), ("@project", projectId)]);

    private static SqlText Latencies(long projectId, ProviderKind provider, long from) => new($"""
        select a.duration_ms from attempts a join deliveries d on d.id = a.delivery_id
        where a.id >= @from and a.project_id = @project and d.provider = @provider and a.status is not null and a.is_receipt = 0 order by a.id desc limit {LatencySamples}
        """, [("@from", from), ("@project", projectId), ("@provider", provider)]);

    private static SqlText Errors(long projectId, ProviderKind provider, long from) => new("""
        select a.outcome, a.status, a.code, a.at from attempts a join deliveries d on d.id = a.delivery_id
        where a.id >= @from and a.project_id = @project and d.provider = @provider and a.outcome <> 'Accepted' order by a.id desc limit 1
        """, [("@from", from), ("@project", projectId), ("@provider", provider)]);

    private static SqlText InFlight(long projectId) => new(
        "select provider, count(*) from deliveries where project_id = @project and status = @sending group by provider", [("@project", projectId), ("@sending", DeliveryStatus.Sending)]);

    private static VendorError ReadError(DbDataReader row) => new(row.GetString(0), row.IsDBNull(1) ? null : row.GetInt32(1), row.TextOrNull(2), row.Time(3));

    private async Task<Dictionary<ProviderKind, CredentialHealth>> CredentialsAsync(long projectId)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Credentials.AsNoTracking().Where(c => c.State == CredentialState.Active)
            .ToDictionaryAsync(c => c.Provider, c => c.PausedAt == null ? CredentialHealth.Active : CredentialHealth.Paused);
    }

    private static int Sum(IEnumerable<AnswerCount> answers, AnswerClass of) => answers.Where(a => a.Class == of).Sum(a => a.Count);

    private static int? Percentile(List<int> sorted, double share) => sorted.Count == 0 ? null : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}

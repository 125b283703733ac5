using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Health;

/// <summary>Ten seconds of one vendor's answers, as stored.</summary>
internal sealed record HealthRow(ProviderKind Provider, DateTimeOffset StartsAt, int Sent, int Invalid, int RateLimited, int Timeout, int Other, long[] Latencies)
{
    private const int FirstLatency = 7;

    public int Total => Sent + Invalid + RateLimited + Timeout + Other;

    /// <summary>A project's rows from a time on, oldest first.</summary>
    public static SqlText From(long projectId, DateTimeOffset from) => new(
        $"select provider, starts_at, sent, invalid, rate_limited, timed_out, other, {string.Join(", ", LatencySteps.Columns)} from health_buckets where project_id = @project and starts_at > @from order by starts_at",
        [("@project", projectId), ("@from", from)]);

    public static HealthRow Read(DbDataReader row) => new(
        (ProviderKind)row.GetInt32(0), row.Time(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6),
        [.. Enumerable.Range(FirstLatency, LatencySteps.Count).Select(column => (long)row.GetInt32(column))]);
}

using NotifyHub.Data;

namespace NotifyHub.Pipeline.Delivery.Health;

/// <summary>Statements of the health figures.</summary>
internal static class HealthSql
{
    private static readonly string[] Counts = ["sent", "invalid", "rate_limited", "timed_out", "other", .. LatencySteps.Columns];

    /// <summary>Adds a tally to its row. Parameters: project, provider, start, then the counts in order.</summary>
    public static readonly string Add = $"""
        insert into health_buckets (project_id, provider, starts_at, {string.Join(", ", Counts)})
        values (@project, @provider, @starts, {string.Join(", ", Counts.Select(name => "@" + name))})
        on conflict (project_id, provider, starts_at) do update set {string.Join(", ", Counts.Select(name => $"{name} = health_buckets.{name} + excluded.{name}"))}
        """;

    /// <summary>Sums of the window. Parameters: project, provider, from.</summary>
    public const string Window = """
        select coalesce(sum(sent + invalid + rate_limited + timed_out + other), 0), coalesce(sum(invalid), 0)
        from health_buckets where project_id = @project and provider = @provider and starts_at > @from
        """;

    /// <summary>Removes the rows that are over, and says what they held. Parameter: before.</summary>
    public const string Fold = """
        delete from health_buckets where starts_at < @before
        returning project_id, provider, sent + invalid + rate_limited + timed_out + other, invalid
        """;

    /// <summary>The usual share of a pair. Parameters: project, provider.</summary>
    public const string Usual = "select usual_answers, usual_invalid, usual_at from provider_states where project_id = @project and provider = @provider";

    /// <summary>Parameters: answers, invalid, at, project, provider.</summary>
    public const string KeepUsual = """
        update provider_states set usual_answers = @answers, usual_invalid = @invalid, usual_at = @at where project_id = @project and provider = @provider
        """;
}

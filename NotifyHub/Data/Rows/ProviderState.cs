namespace NotifyHub.Data.Rows;

/// <summary>How a project stands with a vendor, shared by all nodes: quarantine, throttle, breaker, ramp. No row means that all is well.</summary>
public sealed class ProviderState : IProjectRow
{
    public long ProjectId { get; set; }
    public ProviderKind Provider { get; set; }
    /// <summary>Transient failures in a row; 5 make a quarantine.</summary>
    public int FailuresInRow { get; set; }
    /// <summary>Nothing is sent before this; then one probe decides (half-open).</summary>
    public DateTimeOffset? QuarantinedUntil { get; set; }
    /// <summary>Quarantines since the last success.</summary>
    public int QuarantineCount { get; set; }
    /// <summary>The vendor asked for this wait (Retry-After): an earlier call's success does not end it.</summary>
    public bool VendorAsked { get; set; }
    /// <summary>Since when the project's bucket refills at half speed because too many tokens were invalid.</summary>
    public DateTimeOffset? ThrottledAt { get; set; }
    /// <summary>Since when dead-token answers are not believed (invalidation circuit-breaker).</summary>
    public DateTimeOffset? BreakerOpenedAt { get; set; }
    /// <summary>What opened it, in words.</summary>
    public string? BreakerReason { get; set; }
    /// <summary>End of an outage: the rate climbs from there.</summary>
    public DateTimeOffset? RampFrom { get; set; }
    /// <summary>Answers of the past days, the older the less: the usual share of dead tokens is <see cref="UsualInvalid"/> of these.</summary>
    public double UsualAnswers { get; set; }
    public double UsualInvalid { get; set; }
    /// <summary>When the usual share last took something in.</summary>
    public DateTimeOffset? UsualAt { get; set; }
    /// <summary>The vendor's word in its last refusal, or ours when no answer came.</summary>
    public string? LastError { get; set; }
    /// <summary>What it meant to us (OutcomeKind's name).</summary>
    public string? LastErrorOutcome { get; set; }
    /// <summary>Its HTTP status; null when no answer came.</summary>
    public int? LastErrorStatus { get; set; }
    public DateTimeOffset? LastErrorAt { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Vendor answers of one project and vendor in ten seconds; the rolling window is the sum of the last thirty.</summary>
public sealed class HealthBucket : IProjectRow
{
    public long ProjectId { get; set; }
    public ProviderKind Provider { get; set; }
    /// <summary>Start of its ten seconds.</summary>
    public DateTimeOffset StartsAt { get; set; }
    public int Sent { get; set; }
    public int Invalid { get; set; }
    public int RateLimited { get; set; }
    public int TimedOut { get; set; }
    public int Other { get; set; }
    /// <summary>Answers within so many milliseconds, and not within the step before: from these the dashboard reads medians and 99th percentiles without a row per call.</summary>
    public int Within5 { get; set; }
    public int Within10 { get; set; }
    public int Within25 { get; set; }
    public int Within50 { get; set; }
    public int Within100 { get; set; }
    public int Within250 { get; set; }
    public int Within500 { get; set; }
    public int Within1000 { get; set; }
    public int Within2500 { get; set; }
    public int Within5000 { get; set; }
    public int Longer { get; set; }
}

/// <summary>A token bucket that all nodes draw from.</summary>
public sealed class LimitBucket
{
    /// <summary>provider:apns, project:PROJECT:apns.</summary>
    public required string Scope { get; set; }
    /// <summary>Permits left at <see cref="RefilledAt"/>.</summary>
    public double Tokens { get; set; }
    /// <summary>On the database's clock.</summary>
    public DateTimeOffset RefilledAt { get; set; }
}

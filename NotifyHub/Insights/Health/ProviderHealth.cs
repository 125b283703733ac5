using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Health;

/// <summary>A vendor's answers to one project over the last <see cref="HealthWindow.Length"/>, and what was made of them.</summary>
public sealed record ProviderHealth
{
    /// <summary>How far back the figures reach.</summary>
    public static TimeSpan Window => HealthWindow.Length;

    /// <summary>Share of dead tokens from which vendors begin to look at a sender, 0 to 1.</summary>
    public static double Threshold => HealthWindow.Threshold;

    /// <summary>Which vendor.</summary>
    public required ProviderKind Provider { get; init; }
    /// <summary>The account it is used with.</summary>
    public required CredentialHealth Credential { get; init; }
    /// <summary>Accepted.</summary>
    public int Sent { get; init; }
    /// <summary>Dead tokens, and tokens of the wrong environment.</summary>
    public int Invalid { get; init; }
    /// <summary>429, of the sender or of a single device.</summary>
    public int RateLimited { get; init; }
    /// <summary>No answer in time.</summary>
    public int Timeout { get; init; }
    /// <summary>Everything else that was not accepted.</summary>
    public int Other { get; init; }
    /// <summary>Deliveries of the project that are claimed for this vendor now.</summary>
    public int InFlight { get; init; }
    /// <summary>Half of the answers came within this time, ms; null without answers.</summary>
    public int? LatencyP50 { get; init; }
    /// <summary>99 % of the answers came within this time, ms; null without answers.</summary>
    public int? LatencyP99 { get; init; }
    /// <summary>The newest answer that was not "accepted"; null when there was none.</summary>
    public VendorError? LastError { get; init; }
    /// <summary>The newest "accepted".</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }
    /// <summary>Nothing is sent before this, then one probe; null while the vendor is not given a rest.</summary>
    public DateTimeOffset? QuarantinedUntil { get; init; }
    /// <summary>The vendor itself asked for that rest.</summary>
    public bool VendorAsked { get; init; }
    /// <summary>Since when the project's rate is halved.</summary>
    public DateTimeOffset? ThrottledAt { get; init; }
    /// <summary>Since when dead-token answers are not believed.</summary>
    public DateTimeOffset? BreakerOpenedAt { get; init; }
    /// <summary>Why, in words.</summary>
    public string? BreakerReason { get; init; }
    /// <summary>End of the last outage; the rate climbs from there.</summary>
    public DateTimeOffset? RampFrom { get; init; }
    /// <summary>Devices whose tokens are set aside.</summary>
    public int SetAside { get; init; }
    /// <summary>Dead tokens on a usual day, 0 to 1; null while too little is known.</summary>
    public double? UsualInvalidRate { get; init; }
    /// <summary>The last half hour in steps of a minute, oldest first.</summary>
    public IReadOnlyList<HealthPoint> Trend { get; init; } = [];

    /// <summary>All answers.</summary>
    public int Total => Sent + Invalid + RateLimited + Timeout + Other;

    /// <summary>Dead tokens among all answers, 0 to 1; null without answers.</summary>
    public double? InvalidRate => Total == 0 ? null : (double)Invalid / Total;

    /// <summary>How far the sender is from the threshold, 100 (far) to 0 (there); null while there are too few answers to say.</summary>
    public double? SafetyMarginPct => HealthWindow.SafetyMarginPct(Total, Invalid);
}

/// <summary>Answers of one minute.</summary>
/// <param name="At">Its start.</param>
/// <param name="Total">All answers.</param>
/// <param name="Invalid">Dead tokens.</param>
public readonly record struct HealthPoint(DateTimeOffset At, int Total, int Invalid)
{
    /// <summary>0 to 1; 0 without answers.</summary>
    public double InvalidRate => Total == 0 ? 0 : (double)Invalid / Total;
}

/// <summary>The account that a project uses with a vendor.</summary>
public enum CredentialHealth
{
    /// <summary>No credential is active: sends end as suppressed.</summary>
    None,
    /// <summary>Active.</summary>
    Active,
    /// <summary>The vendor refused it: sends wait.</summary>
    Paused,
}

/// <summary>A vendor's word.</summary>
/// <param name="Outcome">What it means to us.</param>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Code">The vendor's own word, or ours when no answer came.</param>
/// <param name="At">When.</param>
public sealed record VendorError(string Outcome, int? Status, string? Code, DateTimeOffset At);

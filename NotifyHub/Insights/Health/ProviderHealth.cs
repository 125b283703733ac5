using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Health;

/// <summary>A vendor's answers to one project over the last <see cref="Window"/>.</summary>
public sealed record ProviderHealth
{
    /// <summary>How far back the figures reach.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Share of dead tokens from which vendors begin to look at a sender, 0 to 1.</summary>
    public const double Threshold = 0.10;

    /// <summary>Fewest answers from which a share says something.</summary>
    public const int FewestSamples = 20;

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
    /// <summary>Half of the newest answers came within this time, ms; null without answers.</summary>
    public int? LatencyP50 { get; init; }
    /// <summary>99 % of the newest answers came within this time, ms; null without answers.</summary>
    public int? LatencyP99 { get; init; }
    /// <summary>The newest answer that was not "accepted"; null when there was none.</summary>
    public VendorError? LastError { get; init; }

    /// <summary>All answers.</summary>
    public int Total => Sent + Invalid + RateLimited + Timeout + Other;

    /// <summary>Dead tokens among all answers, 0 to 1; null without answers.</summary>
    public double? InvalidRate => Total == 0 ? null : (double)Invalid / Total;

    /// <summary>How far the sender is from the threshold, 100 (far) to 0 (there); null while there are too few answers to say.</summary>
    public double? SafetyMarginPct => Total < FewestSamples ? null : Math.Max(0, (Threshold - InvalidRate!.Value) / Threshold) * 100;
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

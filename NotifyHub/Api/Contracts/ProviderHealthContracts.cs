using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;

namespace NotifyHub.Api.Contracts;

/// <summary>How the vendors treat the project.</summary>
/// <param name="Providers">One entry for each vendor.</param>
/// <param name="WindowSecs">How far back the figures reach.</param>
/// <param name="ThresholdRatio">Share of dead tokens from which vendors begin to look at a sender.</param>
public sealed record PushHealthAnswer(IReadOnlyList<ProviderHealthAnswer> Providers, int WindowSecs, double ThresholdRatio)
{
    /// <summary>From the figures.</summary>
    public static PushHealthAnswer From(IEnumerable<ProviderHealth> health) =>
        new([.. health.Select(ProviderHealthAnswer.From)], (int)ProviderHealth.Window.TotalSeconds, ProviderHealth.Threshold);
}

/// <summary>One vendor's answers over the window.</summary>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="State">ok, paused (the vendor refused the credential; sends wait) or notConfigured.</param>
/// <param name="InvalidRate">Dead tokens among all answers; null without answers.</param>
/// <param name="InWindowTotal">All answers.</param>
/// <param name="Sent">Accepted.</param>
/// <param name="Invalid">Dead tokens.</param>
/// <param name="RateLimited">429.</param>
/// <param name="Timeout">No answer in time.</param>
/// <param name="Other">Everything else that was not accepted.</param>
/// <param name="SafetyMarginPct">100 is far from the threshold, 0 is there; null under 20 answers.</param>
/// <param name="InFlight">Deliveries that are claimed for this vendor now.</param>
/// <param name="LatencyMs">How long answers took; null without answers.</param>
/// <param name="LastError">The newest answer that was not "accepted".</param>
/// <param name="Credential">The account.</param>
public sealed record ProviderHealthAnswer(
    string Provider, string State, double? InvalidRate, int InWindowTotal, int Sent, int Invalid, int RateLimited, int Timeout, int Other, double? SafetyMarginPct, int InFlight,
    LatencyAnswer? LatencyMs, VendorErrorAnswer? LastError, CredentialStateAnswer Credential)
{
    internal static ProviderHealthAnswer From(ProviderHealth health) => new(
        health.Provider.Wire(),
        health.Credential switch { CredentialHealth.None => "notConfigured", CredentialHealth.Paused => "paused", _ => "ok" },
        health.InvalidRate, health.Total, health.Sent, health.Invalid, health.RateLimited, health.Timeout, health.Other, health.SafetyMarginPct, health.InFlight,
        health.LatencyP50 is { } p50 && health.LatencyP99 is { } p99 ? new LatencyAnswer(p50, p99) : null,
        health.LastError is { } error ? new VendorErrorAnswer(error.Outcome, error.Status, error.Code, error.At) : null,
        new CredentialStateAnswer(health.Credential switch { CredentialHealth.None => "none", CredentialHealth.Paused => "paused", _ => "active" }));
}

/// <summary>How long a vendor's answers took, in milliseconds.</summary>
/// <param name="P50">Half of them came within this.</param>
/// <param name="P99">99 % came within this.</param>
public sealed record LatencyAnswer(int P50, int P99);

/// <summary>A vendor's word.</summary>
/// <param name="Outcome">What it means to us: Retry, TokenDead, ...</param>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Code">The vendor's own word, or ours when no answer came.</param>
/// <param name="At">When.</param>
public sealed record VendorErrorAnswer(string Outcome, int? Status, string? Code, DateTimeOffset At);

/// <summary>State of the account.</summary>
/// <param name="State">active, paused or none.</param>
public sealed record CredentialStateAnswer(string State);

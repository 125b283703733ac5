using NotifyHub.Data.Rows;
using NotifyHub.Insights.Health;
using NotifyHub.Pipeline.Delivery.Protection;

namespace NotifyHub.Api.Contracts;

/// <summary>How the vendors treat the project.</summary>
/// <param name="Providers">One entry for each vendor.</param>
/// <param name="WindowSecs">How far back the figures reach.</param>
/// <param name="ThresholdRatio">Share of dead tokens from which vendors begin to look at a sender.</param>
public sealed record PushHealthAnswer(IReadOnlyList<ProviderHealthAnswer> Providers, int WindowSecs, double ThresholdRatio)
{
    /// <summary>From the figures.</summary>
    public static PushHealthAnswer From(IEnumerable<ProviderHealth> health, IReadOnlyDictionary<ProviderKind, LimitFill> limits) =>
        new([.. health.Select(one => ProviderHealthAnswer.From(one, limits.GetValueOrDefault(one.Provider)))], (int)ProviderHealth.Window.TotalSeconds, ProviderHealth.Threshold);
}

/// <summary>One vendor's answers over the window, and what was made of them.</summary>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="State">ok; notConfigured; paused (the vendor refused the credential; sends wait); quarantined (it failed, or asked for a rest); doubted (its dead-token answers are not believed); throttled.</param>
/// <param name="InvalidRate">Dead tokens among all answers; null without answers.</param>
/// <param name="InWindowTotal">All answers.</param>
/// <param name="Sent">Accepted.</param>
/// <param name="Invalid">Dead tokens.</param>
/// <param name="RateLimited">429.</param>
/// <param name="Timeout">No answer in time.</param>
/// <param name="Other">Everything else that was not accepted.</param>
/// <param name="AutoThrottle">The project's rate is halved because too many tokens are invalid.</param>
/// <param name="SafetyMarginPct">100 is far from the threshold, 0 is there; null under 20 answers.</param>
/// <param name="QuarantinedUntil">Nothing is sent before this, then one probe; null while the vendor is not given a rest.</param>
/// <param name="InFlight">Deliveries that are claimed for this vendor now.</param>
/// <param name="Tokens">What limits the project now.</param>
/// <param name="SetAside">Devices whose tokens the vendor called dead while it was doubted; they can be restored.</param>
/// <param name="LatencyMs">How long answers took; null without answers.</param>
/// <param name="LastError">The newest answer that was not "accepted".</param>
/// <param name="Credential">The account.</param>
public sealed record ProviderHealthAnswer(
    string Provider, string State, double? InvalidRate, int InWindowTotal, int Sent, int Invalid, int RateLimited, int Timeout, int Other, bool AutoThrottle, double? SafetyMarginPct,
    DateTimeOffset? QuarantinedUntil, int InFlight, TokensAnswer Tokens, int SetAside, LatencyAnswer? LatencyMs, VendorErrorAnswer? LastError, CredentialStateAnswer Credential)
{
    internal static ProviderHealthAnswer From(ProviderHealth health, LimitFill limits) => new(
        health.Provider.Wire(), StateOf(health),
        health.InvalidRate, health.Total, health.Sent, health.Invalid, health.RateLimited, health.Timeout, health.Other, health.ThrottledAt is not null, health.SafetyMarginPct,
        health.QuarantinedUntil, health.InFlight, new TokensAnswer(BucketAnswer.From(limits.Project), BucketAnswer.From(limits.Vendor)), health.SetAside,
        health.LatencyP50 is { } p50 && health.LatencyP99 is { } p99 ? new LatencyAnswer(p50, p99) : null,
        health.LastError is { } error ? new VendorErrorAnswer(error.Outcome, error.Status, error.Code, error.At) : null,
        new CredentialStateAnswer(health.Credential switch { CredentialHealth.None => "none", CredentialHealth.Paused => "paused", _ => "active" }, ExpiresAt: null));

    private static string StateOf(ProviderHealth health) => health switch
    {
        { Credential: CredentialHealth.None } => "notConfigured",
        { Credential: CredentialHealth.Paused } => "paused",
        { QuarantinedUntil: not null } => "quarantined",
        { BreakerOpenedAt: not null } => "doubted",
        { ThrottledAt: not null } => "throttled",
        _ => "ok",
    };
}

/// <summary>Permits of the rates that hold for the project; null where nothing limits.</summary>
/// <param name="Project">The project's own rate at this vendor.</param>
/// <param name="Provider">The installation's rate at this vendor, all projects together.</param>
public sealed record TokensAnswer(BucketAnswer? Project, BucketAnswer? Provider);

/// <summary>A rate's bucket.</summary>
/// <param name="Available">Sends that may go at once.</param>
/// <param name="Capacity">Largest burst.</param>
/// <param name="PerSecond">Sends a second now, throttle and ramp taken off.</param>
public sealed record BucketAnswer(double Available, int Capacity, double PerSecond)
{
    internal static BucketAnswer? From(BucketFill? fill) => fill is { } bucket ? new BucketAnswer(bucket.Available, bucket.Capacity, bucket.PerSecond) : null;
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
/// <param name="ExpiresAt">When it ends; null for the kinds of accounts that do not.</param>
public sealed record CredentialStateAnswer(string State, DateTimeOffset? ExpiresAt);

/// <summary>How many devices a deed changed.</summary>
/// <param name="Devices">So many.</param>
public sealed record DevicesAnswer(int Devices);

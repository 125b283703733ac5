using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NotifyHub.Telemetry;

/// <summary>
/// The one source of spans and the one meter, with the names of what they carry. Stages keep their own instruments beside them. Nobody listens unless
/// a collector is named (<see cref="Otlp.OtlpOptions"/>) or a tool attaches; a span that nobody wants is null and a count that nobody wants is a branch.
/// Attributes hold ids, words and numbers: never a token, a secret, a title or a body.
/// </summary>
public static class HubSignals
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "NotifyHub";

    /// <summary>The caller's correlation id; the notification's own id when it gave none.</summary>
    public const string CorrelationId = "notification.correlation_id";
    /// <summary>apns, fcm, webpush, ...</summary>
    public const string Provider = "notification.provider";
    /// <summary>From the asked-for time to the vendor's acceptance, ms.</summary>
    public const string LatencyMs = "notification.delivery.latency_ms";
    /// <summary>The vendor's word, or ours when none came or it is none that anybody knows.</summary>
    public const string ErrorCode = "notification.error_code";
    /// <summary>True when no call was made because policy stopped it.</summary>
    public const string Suppressed = "notification.policy.suppressed";
    /// <summary>received, opened, dismissed, action, reply.</summary>
    public const string InteractionType = "notification.interaction_type";
    /// <summary>ntf_...</summary>
    public const string NotificationId = "notification.id";
    /// <summary>dlv_...</summary>
    public const string DeliveryId = "notification.delivery.id";
    /// <summary>State that a delivery went into: sent, retrying, suppressed, ...</summary>
    public const string Status = "notification.delivery.status";
    /// <summary>Why it went there.</summary>
    public const string Reason = "notification.delivery.reason";
    /// <summary>What a vendor's answer means (OutcomeKind's name).</summary>
    public const string Outcome = "notification.outcome";
    /// <summary>Deliveries of a notification.</summary>
    public const string Recipients = "notification.recipients";

    /// <summary>Spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Counts and times.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Bounds in seconds of histograms that reach from a fast call to a long wait.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200],
    };
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Overview;

/// <summary>What the overview shows.</summary>
public sealed record OverviewFigures
{
    /// <summary>Vendors' answers of the last 60 minutes.</summary>
    public required IReadOnlyList<MinuteCount> Minutes { get; init; }

    /// <summary>Sends of the last hour that a vendor took.</summary>
    public required Capped Sent { get; init; }

    /// <summary>Of those, confirmed by the device.</summary>
    public required int Acked { get; init; }

    /// <summary>What waits, by state.</summary>
    public required IReadOnlyDictionary<DeliveryStatus, Capped> Waiting { get; init; }

    /// <summary>When the oldest send that could go now became due; null when none waits.</summary>
    public DateTimeOffset? OldestDue { get; init; }

    /// <summary>Ends of the last 24 hours that were no delivery, most frequent first.</summary>
    public required IReadOnlyList<ReasonCount> Ends { get; init; }

    /// <summary>Each provider that this version has.</summary>
    public required IReadOnlyList<ProviderFigures> Providers { get; init; }
}

/// <summary>A count that stops at a limit, so that it never costs more.</summary>
public readonly record struct Capped(int Count, bool More)
{
    /// <summary>"1,204" or "100,000+".</summary>
    public override string ToString() => Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) + (More ? "+" : "");
}

/// <summary>How many sends ended so, for this reason.</summary>
public sealed record ReasonCount(DeliveryStatus Status, DeliveryReason Reason, int Count);

/// <summary>One provider at a glance.</summary>
/// <param name="Provider">The vendor.</param>
/// <param name="HasCredential">An active credential is there.</param>
/// <param name="PausedAt">Set while the vendor refuses the credential.</param>
/// <param name="PauseReason">The vendor's word for it.</param>
/// <param name="Accepted">Taken in the last hour.</param>
/// <param name="Refused">Refused for good in the last hour.</param>
/// <param name="Retried">Put off in the last hour.</param>
public sealed record ProviderFigures(ProviderKind Provider, bool HasCredential, DateTimeOffset? PausedAt, string? PauseReason, int Accepted, int Refused, int Retried)
{
    /// <summary>Nothing is sent before this, then one probe; null while the vendor is not given a rest.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>Half the rate: too many tokens are invalid.</summary>
    public bool Throttled { get; init; }

    /// <summary>Its word about dead tokens is doubted.</summary>
    public bool Doubted { get; init; }
}

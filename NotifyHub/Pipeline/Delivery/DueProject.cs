using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>A project that has deliveries of one vendor waiting in one state and lane.</summary>
/// <param name="Status">Queued, Scheduled, Retrying or Delayed.</param>
/// <param name="Lane">Lane.</param>
/// <param name="ProjectId">Owner.</param>
/// <param name="DueAt">The earliest of them.</param>
internal readonly record struct DueProject(DeliveryStatus Status, DeliveryLane Lane, long ProjectId, DateTimeOffset DueAt);

/// <summary>What a claim may take: so many of one project's rows of one vendor, state and lane.</summary>
internal readonly record struct ClaimShare(ProviderKind Provider, DeliveryStatus Status, DeliveryLane Lane, long ProjectId, int Rows);

/// <summary>What one look at a vendor's queue led to.</summary>
/// <param name="Shares">What to claim, most urgent lane first.</param>
/// <param name="Unfinished">More projects wait than one look shows: look again at once.</param>
/// <param name="Next">When to look again at the latest; null when nothing waits for a time.</param>
internal readonly record struct ClaimPlan(IReadOnlyList<ClaimShare> Shares, bool Unfinished, DateTimeOffset? Next);

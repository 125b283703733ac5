using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Impact;

/// <summary>Why a push is named with an event, the strongest first.</summary>
public enum PushTie { Breadcrumb = 1, Session = 2, Device = 3, User = 4 }

/// <summary>A push that reached its device in the 24 hours before an event.</summary>
public sealed record PushBefore(long DeliveryId, string? Title, string? CampaignId, DateTimeOffset ReachedAt, TimeSpan Before, PushTie Tie);

/// <summary>An event, and where it may have come from.</summary>
public sealed record EventOrigin(AppEvent Event, IReadOnlyList<PushBefore> Pushes);

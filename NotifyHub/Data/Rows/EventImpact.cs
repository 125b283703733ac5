namespace NotifyHub.Data.Rows;

/// <summary>What ties an event to a delivery.</summary>
public enum ImpactLink
{
    /// <summary>Its breadcrumbs name the message.</summary>
    Breadcrumb = 1,
    /// <summary>Its session confirmed the message.</summary>
    Session = 2,
}

/// <summary>
/// An event that may have been caused by a delivery, with what is needed to count it. Whether it counts (24 hours after the message reached the
/// device) is decided by who reads: the confirmation that the time runs from may come later than the event.
/// </summary>
public sealed class EventImpact : IProjectRow
{
    public long ProjectId { get; set; }
    public long DeliveryId { get; set; }
    public long EventId { get; set; }
    /// <summary>The delivery's, for counting by campaign.</summary>
    public string? CampaignId { get; set; }
    public ImpactLink Link { get; set; }
    /// <summary>When the tie became known; orders the counting by campaign.</summary>
    public DateTimeOffset NotedAt { get; set; }
    public required string Name { get; set; }
    public DateTimeOffset At { get; set; }
    public bool IsError { get; set; }
    public string? SessionId { get; set; }
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>What narrows the list of sends. Null narrows nothing.</summary>
public sealed record SendFilter
{
    public DeliveryStatus? Status { get; init; }
    public ProviderKind? Provider { get; init; }
    public string? Campaign { get; init; }
    public string? Template { get; init; }
    public string? Category { get; init; }

    /// <summary>True: confirmed by the device; false: not (yet).</summary>
    public bool? Acked { get; init; }

    /// <summary>Accepted at or after this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Accepted before this.</summary>
    public DateTimeOffset? To { get; init; }

    public long? DeviceId { get; init; }

    /// <summary>The app's own id of its user.</summary>
    public string? UserId { get; init; }

    /// <summary>Part of the title or of the body's start, or a whole id: of a send, notification or device, the vendor's or the correlation id.</summary>
    public string? Text { get; init; }
}

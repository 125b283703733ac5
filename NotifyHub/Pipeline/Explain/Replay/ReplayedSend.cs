using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Explain.Replay;

/// <summary>One delivery to a person that was really made, as a replay needs it.</summary>
internal sealed record ReplayedSend
{
    public required long Id { get; init; }
    public required long NotificationId { get; init; }
    public required long PersonId { get; init; }
    public required ProviderKind Provider { get; init; }
    public required DeliveryLane Lane { get; init; }

    /// <summary>The moment from which it could have gone: when it was made, or the later one that was asked for.</summary>
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public string? Category { get; init; }
    public string? Type { get; init; }
    public string DigestKey { get; init; } = "";

    /// <summary>It says itself that it can't wait: neither quiet hours nor presence hold it.</summary>
    public bool MayDisturb { get; init; }

    /// <summary>JSON of the quiet hours that the person set; null when they set none.</summary>
    public string? OwnQuiet { get; init; }

    /// <summary>The person's zone, else the device's, else the project's.</summary>
    public string? Zone { get; init; }

    /// <summary>How it really is.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>Why.</summary>
    public required DeliveryReason Reason { get; init; }

    /// <summary>Whether a project's policy has a say in it. What something else ended (consent, a dead token, a vendor) ends so under every policy.</summary>
    public bool IsOpen => Status == DeliveryStatus.Sent || Reason is DeliveryReason.QuietHours or DeliveryReason.FrequencyCap or DeliveryReason.Presence or DeliveryReason.Bundled;
}

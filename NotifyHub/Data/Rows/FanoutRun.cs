namespace NotifyHub.Data.Rows;

/// <summary>Where a fan-out stands. Numbers from <see cref="Done"/> on are ends.</summary>
public enum FanoutState { Running = 1, Paused = 2, Cancelling = 3, Moving = 4, Done = 10, Cancelled = 11 }

/// <summary>A send to more devices than are answered with tickets: expanded in chunks, and where the next chunk begins is written with each. What is left of it survives a restart.</summary>
public sealed class FanoutRun : IProjectRow
{
    /// <summary>The notification's id.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public FanoutState State { get; set; }
    /// <summary>What is expanded, as JSON; a segment's expression is here as it was when the send was accepted.</summary>
    public required string Target { get; set; }
    public DeliveryLane Lane { get; set; }
    public DateTimeOffset DueAt { get; set; }
    public string? CollapseKey { get; set; }
    /// <summary>Of which people may have opted out.</summary>
    public string? Category { get; set; }
    /// <summary>Key of the type when it goes to people over their channels; null for a push to devices.</summary>
    public string? Type { get; set; }
    /// <summary>Which channels it goes over and after what waits, as JSON: the type as it was when it was accepted.</summary>
    public string? Channels { get; set; }
    /// <summary>The campaign whose people it shares out among its variants; null for a send of its own.</summary>
    public long? CampaignId { get; set; }
    /// <summary>Part of the target that is being expanded.</summary>
    public int Part { get; set; }
    /// <summary>What it is again once its deliveries have their new time; null when it is not being moved.</summary>
    public FanoutState? Afterwards { get; set; }
    /// <summary>Devices up to this one are covered in this part; while it is being cancelled or moved: have been looked at for that.</summary>
    public long Cursor { get; set; }
    /// <summary>Candidates to look at, counted when it began; null until then.</summary>
    public long? Total { get; set; }
    /// <summary>Candidates looked at.</summary>
    public long Looked { get; set; }
    /// <summary>Deliveries written.</summary>
    public int Written { get; set; }
    /// <summary>Deliveries that a cancellation took back.</summary>
    public int TakenBack { get; set; }
    /// <summary>Time that expanding took so far, without pauses.</summary>
    public long WorkMs { get; set; }
    /// <summary>Boot id of the process that expands it.</summary>
    public long? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    /// <summary>Grows with each lease; a chunk is only written under the newest.</summary>
    public int Fence { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

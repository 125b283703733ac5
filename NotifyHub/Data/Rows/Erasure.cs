namespace NotifyHub.Data.Rows;

/// <summary>A person who is being erased, in slices: what is left of the work survives a restart. When it is over the row says no more whom it was about.</summary>
public sealed class Erasure : IProjectRow
{
    /// <summary>Wire prefix <c>ers</c>; until the end it stands in the person's devices in place of the user id.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>Whom; null once the devices no longer carry it.</summary>
    public string? UserId { get; set; }
    public string? FingerprintHex { get; set; }
    /// <summary>Who asked: e-mail or key name.</summary>
    public required string Actor { get; set; }
    /// <summary>The device whose deliveries are next, and the delivery after which to go on.</summary>
    public long DeviceCursor { get; set; }
    public long DeliveryCursor { get; set; }
    public int Devices { get; set; }
    /// <summary>Deliveries that had not left and will not.</summary>
    public int Cancelled { get; set; }
    /// <summary>Deliveries that remain as tombstones, cancelled ones included.</summary>
    public int Deliveries { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

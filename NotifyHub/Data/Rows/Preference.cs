namespace NotifyHub.Data.Rows;

/// <summary>One cell of a person's matrix that differs, or once differed, from the type's default. Where there is no row the default holds.</summary>
public sealed class Preference : IProjectRow
{
    public long PersonId { get; set; }
    /// <summary>The type's key.</summary>
    public required string Type { get; set; }
    public ChannelKind Channel { get; set; }
    public long ProjectId { get; set; }
    public bool IsOn { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>How often a person gets a digest.</summary>
public enum DigestCadence { None = 0, Hourly = 1, SixHourly = 2, Daily = 3, Weekly = 4 }

/// <summary>What a person set once for all types.</summary>
public sealed class PersonSettings : IProjectRow
{
    public long PersonId { get; set; }
    public long ProjectId { get; set; }
    /// <summary>JSON of start, end, timezone and days; null for none.</summary>
    public string? QuietHours { get; set; }
    /// <summary>Null: as the project has it.</summary>
    public DigestCadence? DigestCadence { get; set; }
    /// <summary>Local hour, 0 to 23, of daily and weekly digests.</summary>
    public int? DigestHour { get; set; }
    /// <summary>Nothing but critical types goes out before this; far away for "until I say so".</summary>
    public DateTimeOffset? MuteUntil { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

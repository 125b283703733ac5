namespace NotifyHub.Data.Rows;

/// <summary>What is done to dead letters.</summary>
public enum DeadLetterDeed { Replay = 1, Discard = 2, Restore = 3 }

/// <summary>A deed over many dead letters, done in slices: what is left of it survives a restart.</summary>
public sealed class DeadLetterRun : IProjectRow
{
    /// <summary>Wire prefix <c>dlr</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public DeadLetterDeed Deed { get; set; }
    /// <summary>Which ones: a <see cref="DeadLetterSelection"/> as JSON.</summary>
    public required string Selection { get; set; }
    /// <summary>Replays a second; null for all at once.</summary>
    public double? MaxPerSecond { get; set; }
    /// <summary>Who asked: e-mail or key name.</summary>
    public required string Actor { get; set; }
    /// <summary>How many the selection had at the beginning; where the count stopped when there were more.</summary>
    public int Chosen { get; set; }
    public int Done { get; set; }
    /// <summary>Left alone because their time to live is over.</summary>
    public int Expired { get; set; }
    /// <summary>Left alone because they crashed the worker and nobody said that they go too.</summary>
    public int Poison { get; set; }
    /// <summary>Where the next slice begins: larger ids only, so that the oldest go first.</summary>
    public long Cursor { get; set; }
    /// <summary>Due time of the next one, so that the rate holds over slices.</summary>
    public DateTimeOffset NextDueAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

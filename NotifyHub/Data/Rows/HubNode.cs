namespace NotifyHub.Data.Rows;

/// <summary>A running process of this hub. One that stops beating is dead, and its leases end.</summary>
public sealed class HubNode
{
    /// <summary>Boot id: unique per start, larger for a later one.</summary>
    public long Id { get; set; }
    /// <summary>0 to 63, carried by the ids that it makes; no other living node has it.</summary>
    public int Number { get; set; }
    /// <summary>Host name and process id, for people.</summary>
    public required string Name { get; set; }
    /// <summary>all, web or worker.</summary>
    public required string Role { get; set; }
    public string Version { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    /// <summary>Last sign of life, on the database's clock.</summary>
    public DateTimeOffset HeartbeatAt { get; set; }
    /// <summary>Set by an orderly stop.</summary>
    public DateTimeOffset? StoppedAt { get; set; }
}

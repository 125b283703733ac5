namespace NotifyHub.Data.Rows;

/// <summary>A key that guards a creating request. Committed in the same transaction as what it guards; kept 24 h.</summary>
public sealed class IdempotencyEntry : IProjectRow
{
    public long ProjectId { get; set; }
    /// <summary>Method and route template.</summary>
    public required string Route { get; set; }
    public required string Key { get; set; }
    /// <summary>SHA-256 of the request's body.</summary>
    public required byte[] BodyHash { get; set; }
    public int Status { get; set; }
    /// <summary>The first answer's JSON.</summary>
    public required string Response { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

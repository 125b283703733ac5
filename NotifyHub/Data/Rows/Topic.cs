namespace NotifyHub.Data.Rows;

/// <summary>A named list of a project that devices and people subscribe to. Made by its first subscription.</summary>
public sealed class Topic : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>Unique in the project; the same name in another project is another topic.</summary>
    public required string Name { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

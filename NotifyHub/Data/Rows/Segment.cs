namespace NotifyHub.Data.Rows;

/// <summary>A named group of devices, told by what must be true of them; who is in it is asked each time.</summary>
public sealed class Segment : IProjectRow
{
    /// <summary>Wire prefix <c>seg</c>.</summary>
    public long Id { get; set; }
    public long ProjectId { get; set; }
    /// <summary>1 to 100 characters, unique in the project.</summary>
    public required string Name { get; set; }
    /// <summary>The expression as JSON, as it was given.</summary>
    public required string Expression { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

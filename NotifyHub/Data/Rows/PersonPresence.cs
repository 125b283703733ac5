namespace NotifyHub.Data.Rows;

/// <summary>When a person was last seen live in the dashboard or on an inbox stream.</summary>
public sealed class PersonPresence : IProjectRow
{
    public long PersonId { get; set; }
    public long ProjectId { get; set; }
    public DateTimeOffset SeenAt { get; set; }
}

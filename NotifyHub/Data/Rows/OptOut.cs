namespace NotifyHub.Data.Rows;

/// <summary>Whose consent it is: a user by the app's own id, or whoever a fingerprint stands for.</summary>
public enum ConsentSubject { User = 1, Fingerprint = 2 }

/// <summary>Where one subject stands with one category now; how it came to that is told by <see cref="ConsentRecord"/>.</summary>
public sealed class OptOut : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public ConsentSubject Subject { get; set; }
    /// <summary>User id, or 64 lower-case hex characters.</summary>
    public required string SubjectId { get; set; }
    /// <summary>What sends name as preferenceCategory.</summary>
    public required string Category { get; set; }
    /// <summary>False once they are in again.</summary>
    public bool OptedOut { get; set; }
    /// <summary>api, dashboard, unsubscribe ...</summary>
    public required string Source { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One word of consent or of its withdrawal: who, what, when, from where. Never changed; it goes with the person.</summary>
public sealed class ConsentRecord : IProjectRow
{
    public long Id { get; set; }
    public long ProjectId { get; set; }
    public ConsentSubject Subject { get; set; }
    public required string SubjectId { get; set; }
    public required string Category { get; set; }
    public bool OptedOut { get; set; }
    public required string Source { get; set; }
    /// <summary>Key or member who brought it.</summary>
    public string? Actor { get; set; }
    public string? Ip { get; set; }
    public DateTimeOffset At { get; set; }
}

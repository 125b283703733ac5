namespace NotifyHub.Insights.People;

/// <summary>What narrows the list of people.</summary>
public sealed record PersonFilter
{
    /// <summary>A user id, mail address or fingerprint as it is, or part of a name, user id or address.</summary>
    public string? Text { get; init; }
}

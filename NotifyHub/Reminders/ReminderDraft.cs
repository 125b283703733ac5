namespace NotifyHub.Reminders;

/// <summary>A task of which a person is reminded; the body of PUT /v1/users/{userId}/reminders/{key}.</summary>
public sealed record ReminderDraft
{
    /// <summary>What is to be done, 1 to 200 characters.</summary>
    public required string Title { get; init; }
    /// <summary>More about it, at most 1000 characters.</summary>
    public string? Body { get; init; }
    /// <summary>Where the task is opened: a path that begins with a slash, or an https address. At most 2048 characters.</summary>
    public string? Link { get; init; }
    /// <summary>When it is due, at most ten years ahead.</summary>
    public required DateTimeOffset DueAt { get; init; }
    /// <summary>How often it comes back: none, daily, weekly, monthly or yearly; none when left out. The rarer, the earlier one is reminded.</summary>
    public string? Recurrence { get; init; }
}

namespace NotifyHub.Audience.Preferences;

/// <summary>What is to hold for one category.</summary>
public sealed record PreferenceChange
{
    /// <summary>What sends name as preferenceCategory, 1 to 64 characters.</summary>
    public required string Category { get; init; }
    /// <summary>True: nothing of this category any more.</summary>
    public required bool OptedOut { get; init; }
}

/// <summary>What is to hold for several categories; the others stay as they are.</summary>
public sealed record PreferenceChanges
{
    /// <summary>Most categories of one request.</summary>
    internal const int Most = 100;

    /// <summary>1 to 100, each category once.</summary>
    public required IReadOnlyList<PreferenceChange> Preferences { get; init; }
}

/// <summary>Who says so, and from where.</summary>
/// <param name="Source">api, dashboard ...</param>
/// <param name="Actor">Key or member.</param>
/// <param name="Ip">Address of the request.</param>
public sealed record ConsentOrigin(string Source, string? Actor, string? Ip);

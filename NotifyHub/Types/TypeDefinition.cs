using NotifyHub.Data.Rows;

namespace NotifyHub.Types;

/// <summary>Where a type comes from.</summary>
public enum TypeOrigin
{
    /// <summary>NotifyHub brings it, and the project has changed nothing.</summary>
    BuiltIn,
    /// <summary>NotifyHub brings it, and the project has changed something.</summary>
    Changed,
    /// <summary>The project made it.</summary>
    Project,
}

/// <summary>A type of notification as it holds in a project now.</summary>
public sealed record TypeDefinition(string Key)
{
    public TypeOrigin Origin { get; init; } = TypeOrigin.BuiltIn;
    /// <summary>0 for a built-in type that was never changed.</summary>
    public int Version { get; init; }
    /// <summary>What lists and the matrix call it.</summary>
    public required string Label { get; init; }
    public required string Description { get; init; }
    /// <summary>Groups types in the matrix, and what people may opt out of as a whole.</summary>
    public required string Category { get; init; }
    /// <summary>Nobody can turn it off: cells of its row are locked, and opting out of its category leaves it on.</summary>
    public bool IsCritical { get; init; }
    /// <summary>Channels that it may use, and whether each is on for who has chosen nothing.</summary>
    public required IReadOnlyDictionary<ChannelKind, bool> Channels { get; init; }
    /// <summary>Channels that wait until the ones before were not answered.</summary>
    public IReadOnlyList<FallbackStep> Fallback { get; init; } = [];
    /// <summary>Template (id or key) that says it on a channel.</summary>
    public IReadOnlyDictionary<ChannelKind, string> Templates { get; init; } = new Dictionary<ChannelKind, string>();
    /// <summary>It may be told in a digest.</summary>
    public bool InDigest { get; init; } = true;
    /// <summary>When many become few; null for never.</summary>
    public TypeBundling? Bundling { get; init; }
    /// <summary>Meant for whoever triggered it and nobody else: a call names one user.</summary>
    public bool OnlyWhoTriggered { get; init; }
    /// <summary>Category of the action catalogue that brings its buttons; null for none.</summary>
    public string? ActionCategory { get; init; }
    /// <summary>False for what goes straight by mail, since the recipient may have no account.</summary>
    public bool IsDispatched { get; init; } = true;

    /// <summary>Minutes that a channel waits for the ones before it; 0 for one that goes at once.</summary>
    public int WaitOf(ChannelKind channel)
    {
        var minutes = 0;
        foreach (var step in Fallback)
        {
            minutes += step.AfterMinutes;
            if (step.Channel == channel)
            {
                return minutes;
            }
        }
        return 0;
    }
}

/// <summary>A channel that waits.</summary>
/// <param name="Channel">Which.</param>
/// <param name="AfterMinutes">So long after the step before, or after the others were sent.</param>
public sealed record FallbackStep(ChannelKind Channel, int AfterMinutes);

/// <summary>More than this many of one type to one person within the window become one summary.</summary>
/// <param name="Most">1 to 100 that come by themselves.</param>
/// <param name="WindowMinutes">1 to 1440.</param>
public sealed record TypeBundling(int Most, int WindowMinutes);

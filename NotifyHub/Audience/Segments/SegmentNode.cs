namespace NotifyHub.Audience.Segments;

/// <summary>How a group's parts are joined.</summary>
public enum SegmentJoin { All, Any, Not }

/// <summary>What a leaf asks about.</summary>
public enum SegmentSubject { Trait, Device, User, Topic, Seen, Event }

/// <summary>How it compares. Names on the wire are the same in camelCase.</summary>
public enum SegmentComparison
{
    Is, IsNot, In, Exists, Prefix, Gt, Gte, Lt, Lte, VersionGt, VersionGte, VersionLt, VersionLte,
    /// <summary>Not longer ago than this.</summary>
    Within,
    /// <summary>Longer ago than this, or never.</summary>
    NotWithin,
}

/// <summary>A part of a segment's expression.</summary>
public abstract record SegmentNode;

/// <summary>all, any or not.</summary>
public sealed record SegmentGroup(SegmentJoin Join, IReadOnlyList<SegmentNode> Parts) : SegmentNode;

/// <summary>One question.</summary>
/// <param name="Subject">About what.</param>
/// <param name="Name">Trait, field, topic or event.</param>
/// <param name="Comparison">How.</param>
/// <param name="Value">With what.</param>
/// <param name="Window">Of an event: not longer ago than this; null for ever.</param>
public sealed record SegmentLeaf(SegmentSubject Subject, string Name, SegmentComparison Comparison, SegmentValue Value, TimeSpan? Window = null) : SegmentNode;

/// <summary>What a leaf compares with: one of these.</summary>
public readonly record struct SegmentValue
{
    /// <summary>Texts of <c>is</c>, <c>isNot</c>, <c>in</c>, <c>prefix</c>; one unless it is a list.</summary>
    public IReadOnlyList<SegmentScalar> Scalars { get; init; }
    /// <summary>Of <c>exists</c>, and of topics.</summary>
    public bool Flag { get; init; }
    /// <summary>Of <c>within</c> and <c>notWithin</c>.</summary>
    public TimeSpan Span { get; init; }
    /// <summary>Of times.</summary>
    public DateTimeOffset Time { get; init; }
    /// <summary>Up to four numbers of a version.</summary>
    public IReadOnlyList<long> Version { get; init; }
    /// <summary>How often, of events.</summary>
    public long Count { get; init; }
}

/// <summary>A text, a number as it was written, or true or false.</summary>
public readonly record struct SegmentScalar(string Text, ScalarKind Kind);

/// <summary>What a JSON value is.</summary>
public enum ScalarKind { Text, Number, Boolean }

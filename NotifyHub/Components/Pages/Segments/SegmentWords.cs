using NotifyHub.Components.Shared;
using NotifyHub.Audience.Segments;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Segments;

/// <summary>Expressions in words.</summary>
public static class SegmentWords
{
    private const int Longest = 200;

    /// <summary>A stored expression as a sentence's end: "platform is ios and plan is pro".</summary>
    public static string Of(string expression)
    {
        var words = Of(SegmentReader.Read(expression));
        return words.Length <= Longest ? words : words[..Longest] + "…";
    }

    /// <summary>What is asked about.</summary>
    public static string Subject(SegmentSubject subject) => subject switch
    {
        SegmentSubject.Trait => "Trait", SegmentSubject.Device => "Device", SegmentSubject.User => "Person", SegmentSubject.Topic => "Topic", SegmentSubject.Seen => "Seen", _ => "Event",
    };

    /// <summary>A field's name.</summary>
    public static string Name(SegmentSubject subject, string name) => (subject, name) switch
    {
        (SegmentSubject.Seen, "last") => "last seen",
        (SegmentSubject.Seen, "first") => "registered",
        (_, "appVersion") => "app version",
        (_, "osVersion") => "system version",
        (_, "installationId") => "installation",
        (_, "fingerprintHex") => "fingerprint",
        _ => name,
    };

    /// <summary>A comparison between its two sides.</summary>
    public static string Comparison(SegmentComparison comparison) => comparison switch
    {
        SegmentComparison.Is => "is", SegmentComparison.IsNot => "is not", SegmentComparison.In => "is one of", SegmentComparison.Exists => "is there", SegmentComparison.Prefix => "begins with",
        SegmentComparison.Gt => "is more than", SegmentComparison.Gte => "is at least", SegmentComparison.Lt => "is less than", SegmentComparison.Lte => "is at most",
        SegmentComparison.VersionGt => "is newer than", SegmentComparison.VersionGte => "is at least version", SegmentComparison.VersionLt => "is older than", SegmentComparison.VersionLte => "is at most version",
        SegmentComparison.Within => "within the last", _ => "not within the last",
    };

    /// <summary>The same about an event: it is counted.</summary>
    public static string Comparison(SegmentSubject subject, SegmentComparison comparison) => (subject, comparison) switch
    {
        (SegmentSubject.Event, SegmentComparison.Exists) => "happened",
        (SegmentSubject.Event, SegmentComparison.Within) => "happened within the last",
        (SegmentSubject.Event, SegmentComparison.NotWithin) => "did not happen within the last",
        (SegmentSubject.Event, SegmentComparison.Gt) => "happened more often than",
        (SegmentSubject.Event, SegmentComparison.Gte) => "happened at least (times)",
        (SegmentSubject.Event, SegmentComparison.Lt) => "happened less often than",
        (SegmentSubject.Event, SegmentComparison.Lte) => "happened at most (times)",
        _ => Comparison(comparison),
    };

    /// <summary>How a group joins.</summary>
    public static string Join(GroupJoin join) => join switch { GroupJoin.All => "All of these", GroupJoin.Any => "Any of these", _ => "None of these" };

    /// <summary>What may be typed.</summary>
    public static string Hint(ConditionPart condition) => (condition.Subject, condition.Comparison) switch
    {
        (_, SegmentComparison.In) => "a, b, c",
        (_, SegmentComparison.Within or SegmentComparison.NotWithin) => "30d, 12h or 45m",
        (SegmentSubject.Event, _) => "3",
        (SegmentSubject.Seen, _) => "2026-06-11T08:00:00Z",
        (_, SegmentComparison.VersionGt or SegmentComparison.VersionGte or SegmentComparison.VersionLt or SegmentComparison.VersionLte) => "4.2.0",
        (_, SegmentComparison.Gt or SegmentComparison.Gte or SegmentComparison.Lt or SegmentComparison.Lte) => "42",
        (SegmentSubject.Trait, _) => "pro, 42 or true",
        (SegmentSubject.Device, _) when condition.Name == "provider" => string.Join(", ", ProviderNames.Supported.Take(2).Select(p => p.Wire())),
        _ => "value",
    };

    private static string Of(SegmentNode node) => node switch
    {
        SegmentGroup { Join: SegmentJoin.Not } not => $"not ({Of(not.Parts[0])})",
        SegmentGroup { Parts: [var only] } => Of(only),
        SegmentGroup group => string.Join(group.Join == SegmentJoin.All ? " and " : " or ", group.Parts.Select(part => part is SegmentGroup { Parts.Count: > 1, Join: not SegmentJoin.Not } ? $"({Of(part)})" : Of(part))),
        SegmentLeaf { Subject: SegmentSubject.Topic } topic => topic.Value.Flag ? $"subscribes to {topic.Name}" : $"does not subscribe to {topic.Name}",
        SegmentLeaf { Subject: SegmentSubject.Event } leaf => Event(leaf),
        SegmentLeaf { Comparison: SegmentComparison.Exists } leaf => $"{Name(leaf.Subject, leaf.Name)} {(leaf.Value.Flag ? "is there" : "is not there")}",
        SegmentLeaf leaf => $"{Name(leaf.Subject, leaf.Name)} {Comparison(leaf.Comparison)} {Value(leaf)}",
        _ => "",
    };

    private static string Event(SegmentLeaf leaf)
    {
        var words = leaf.Comparison switch
        {
            SegmentComparison.Exists => leaf.Value.Flag ? $"did {leaf.Name}" : $"did not do {leaf.Name}",
            SegmentComparison.Within => $"did {leaf.Name} within the last {TimeWords.Span(leaf.Value.Span)}",
            SegmentComparison.NotWithin => $"did not do {leaf.Name} within the last {TimeWords.Span(leaf.Value.Span)}",
            SegmentComparison.Gt => $"did {leaf.Name} more than {leaf.Value.Count} times",
            SegmentComparison.Gte => $"did {leaf.Name} at least {leaf.Value.Count} times",
            SegmentComparison.Lt => $"did {leaf.Name} less than {leaf.Value.Count} times",
            _ => $"did {leaf.Name} at most {leaf.Value.Count} times",
        };
        return leaf.Window is { } window ? $"{words} within the last {TimeWords.Span(window)}" : words;
    }

    private static string Value(SegmentLeaf leaf) => leaf.Comparison switch
    {
        SegmentComparison.Within or SegmentComparison.NotWithin => TimeWords.Span(leaf.Value.Span),
        SegmentComparison.VersionGt or SegmentComparison.VersionGte or SegmentComparison.VersionLt or SegmentComparison.VersionLte => Version(leaf.Value.Version),
        _ when leaf.Subject == SegmentSubject.Seen => leaf.Value.Time.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture),
        _ => string.Join(", ", leaf.Value.Scalars.Select(scalar => leaf is { Subject: SegmentSubject.Device, Name: "provider" } ? ((ProviderKind)int.Parse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture)).Label() : scalar.Text)),
    };

    // Zeros at the end say nothing.
    private static string Version(IReadOnlyList<long> numbers) => string.Join('.', numbers.Take(Math.Max(1, numbers.Count - numbers.Reverse().TakeWhile(n => n == 0).Count())));
}

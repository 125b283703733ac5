using System.Text.Json;

namespace NotifyHub.Audience.Segments;

/// <summary>What may be asked about what: the reader refuses the rest, and the builder does not offer it.</summary>
public static class SegmentGrammar
{
    private static readonly SegmentComparison[] Texts = [SegmentComparison.Is, SegmentComparison.IsNot, SegmentComparison.In, SegmentComparison.Exists, SegmentComparison.Prefix];
    private static readonly SegmentComparison[] Orders = [SegmentComparison.Gt, SegmentComparison.Gte, SegmentComparison.Lt, SegmentComparison.Lte];
    private static readonly SegmentComparison[] Versions = [SegmentComparison.VersionGt, SegmentComparison.VersionGte, SegmentComparison.VersionLt, SegmentComparison.VersionLte];

    /// <summary>Subjects of conditions.</summary>
    public static IReadOnlyList<SegmentSubject> Subjects { get; } = [SegmentSubject.Trait, SegmentSubject.Device, SegmentSubject.User, SegmentSubject.Topic, SegmentSubject.Seen, SegmentSubject.Event];

    /// <summary>Names that a subject has; null where any name may be asked about.</summary>
    public static IReadOnlyList<string>? NamesOf(SegmentSubject subject) => subject switch
    {
        SegmentSubject.Device => [.. SegmentFields.Device.Keys],
        SegmentSubject.User => [.. SegmentFields.User.Keys],
        SegmentSubject.Seen => [.. SegmentFields.Seen.Keys],
        _ => null,
    };

    /// <summary>Comparisons that a condition about this takes.</summary>
    public static IReadOnlyList<SegmentComparison> ComparisonsOf(SegmentSubject subject, string name) => subject switch
    {
        SegmentSubject.Topic => [SegmentComparison.Exists],
        SegmentSubject.Seen => [SegmentComparison.Within, SegmentComparison.NotWithin, .. Orders],
        // How often it happened, or how lately.
        SegmentSubject.Event => [SegmentComparison.Exists, SegmentComparison.Within, SegmentComparison.NotWithin, .. Orders],
        SegmentSubject.Trait => [.. Texts, .. Orders, .. Versions],
        SegmentSubject.Device when name is "appVersion" or "osVersion" => [.. Texts, .. Versions],
        SegmentSubject.Device when name == "provider" => [SegmentComparison.Is, SegmentComparison.IsNot, SegmentComparison.In],
        _ => Texts,
    };

    /// <summary>Name on the wire.</summary>
    public static string Wire<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

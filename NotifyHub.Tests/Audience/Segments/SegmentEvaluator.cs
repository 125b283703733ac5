using System.Globalization;
using System.Text.Json.Nodes;
using NotifyHub.Audience.Segments;
using NotifyHub.Data.Rows;

namespace NotifyHub.Tests.Audience.Segments;

/// <summary>A device, its person and their topics, as an expression sees them.</summary>
internal sealed record Seen(Device Device, Person? Person, IReadOnlySet<string> DeviceTopics, IReadOnlySet<string> PersonTopics)
{
    /// <summary>What the person did anywhere, and what happened on this device.</summary>
    public IReadOnlyList<AppEvent> Events { get; init; } = [];
}

/// <summary>What an expression means, said a second time and without SQL: the compiled form is held against it.</summary>
internal sealed class SegmentEvaluator(DateTimeOffset now)
{
    public bool Fits(SegmentNode node, Seen seen) => node switch
    {
        SegmentGroup { Join: SegmentJoin.All } all => all.Parts.All(part => Fits(part, seen)),
        SegmentGroup { Join: SegmentJoin.Any } any => any.Parts.Any(part => Fits(part, seen)),
        SegmentGroup not => !Fits(not.Parts[0], seen),
        SegmentLeaf { Comparison: SegmentComparison.IsNot } leaf => !Fits(leaf with { Comparison = SegmentComparison.Is }, seen),
        SegmentLeaf { Comparison: SegmentComparison.NotWithin } leaf => !Fits(leaf with { Comparison = SegmentComparison.Within }, seen),
        SegmentLeaf { Subject: SegmentSubject.Trait } leaf => Trait(leaf, Value(seen.Device.Traits, leaf.Name) ?? Value(seen.Person?.Traits, leaf.Name)),
        SegmentLeaf { Subject: SegmentSubject.Seen } leaf => Time(leaf, leaf.Name == "last" ? seen.Device.LastSeenAt : seen.Device.CreatedAt),
        SegmentLeaf { Subject: SegmentSubject.Topic } leaf => (seen.DeviceTopics.Contains(leaf.Name) || seen.PersonTopics.Contains(leaf.Name)) == leaf.Value.Flag,
        SegmentLeaf { Subject: SegmentSubject.Event } leaf => Event(leaf, seen.Events),
        SegmentLeaf leaf => Field(leaf, Column(leaf, seen)),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private bool Event(SegmentLeaf leaf, IReadOnlyList<AppEvent> events)
    {
        var since = leaf.Comparison == SegmentComparison.Within ? now - leaf.Value.Span : leaf.Window is { } window ? now - window : DateTimeOffset.MinValue;
        var count = events.Count(e => e.Name == leaf.Name && e.At >= since);
        return leaf.Comparison switch
        {
            SegmentComparison.Exists => count > 0 == leaf.Value.Flag,
            SegmentComparison.Within => count > 0,
            SegmentComparison.Gt => count > leaf.Value.Count,
            SegmentComparison.Gte => count >= leaf.Value.Count,
            SegmentComparison.Lt => count < leaf.Value.Count,
            _ => count <= leaf.Value.Count,
        };
    }

    private static string? Column(SegmentLeaf leaf, Seen seen) => (leaf.Subject, leaf.Name) switch
    {
        (SegmentSubject.Device, "provider") => ((int)seen.Device.Provider).ToString(CultureInfo.InvariantCulture),
        (SegmentSubject.Device, "platform") => seen.Device.Platform,
        (SegmentSubject.Device, "environment") => seen.Device.Environment,
        (SegmentSubject.Device, "installationId") => seen.Device.InstallationId,
        (SegmentSubject.Device, "locale") => seen.Device.Locale,
        (SegmentSubject.Device, "timezone") => seen.Device.TimeZone,
        (SegmentSubject.Device, "appVersion") => seen.Device.AppVersion,
        (SegmentSubject.Device, "osVersion") => seen.Device.OsVersion,
        (SegmentSubject.Device, "model") => seen.Device.Model,
        (SegmentSubject.Device, "permission") => seen.Device.Permission,
        (SegmentSubject.User, "id") => seen.Device.UserId,
        (SegmentSubject.User, "fingerprintHex") => seen.Device.FingerprintHex,
        (SegmentSubject.User, "email") => seen.Person?.Email,
        (SegmentSubject.User, "phone") => seen.Person?.Phone,
        (SegmentSubject.User, "name") => seen.Person?.Name,
        (SegmentSubject.User, "locale") => seen.Person?.Locale,
        (SegmentSubject.User, "timezone") => seen.Person?.TimeZone,
        _ => throw new ArgumentOutOfRangeException(nameof(leaf)),
    };

    private static bool Field(SegmentLeaf leaf, string? text) => leaf.Comparison switch
    {
        SegmentComparison.Exists => text is not null == leaf.Value.Flag,
        SegmentComparison.Is or SegmentComparison.In => leaf.Value.Scalars.Any(s => s.Text == text),
        SegmentComparison.Prefix => text?.StartsWith(leaf.Value.Scalars[0].Text, StringComparison.Ordinal) == true,
        _ => text is not null && Version(leaf, text),
    };

    private static bool Trait(SegmentLeaf leaf, JsonNode? value) => leaf.Comparison switch
    {
        SegmentComparison.Exists => value is not null == leaf.Value.Flag,
        SegmentComparison.Is or SegmentComparison.In => leaf.Value.Scalars.Any(s => Same(s, value)),
        SegmentComparison.Prefix => Text(value)?.StartsWith(leaf.Value.Scalars[0].Text, StringComparison.Ordinal) == true,
        SegmentComparison.Gt => Number(value) > Number(leaf),
        SegmentComparison.Gte => Number(value) >= Number(leaf),
        SegmentComparison.Lt => Number(value) < Number(leaf),
        SegmentComparison.Lte => Number(value) <= Number(leaf),
        _ => Text(value) is { } text && Version(leaf, text),
    };

    private static bool Same(SegmentScalar scalar, JsonNode? value) => scalar.Kind switch
    {
        ScalarKind.Text => Text(value) == scalar.Text,
        ScalarKind.Boolean => value is JsonValue flag && flag.TryGetValue<bool>(out var truth) && truth == (scalar.Text == "true"),
        _ => Number(value) == double.Parse(scalar.Text, CultureInfo.InvariantCulture),
    };

    private bool Time(SegmentLeaf leaf, DateTimeOffset time) => leaf.Comparison switch
    {
        SegmentComparison.Within => time >= now - leaf.Value.Span,
        SegmentComparison.Gt => time > leaf.Value.Time,
        SegmentComparison.Gte => time >= leaf.Value.Time,
        SegmentComparison.Lt => time < leaf.Value.Time,
        _ => time <= leaf.Value.Time,
    };

    private static bool Version(SegmentLeaf leaf, string text)
    {
        if (!SegmentVersion.TryRead(text, out var version))
        {
            return false;
        }
        var order = version.Zip(leaf.Value.Version, (a, b) => a.CompareTo(b)).FirstOrDefault(c => c != 0);
        return leaf.Comparison switch { SegmentComparison.VersionGt => order > 0, SegmentComparison.VersionGte => order >= 0, SegmentComparison.VersionLt => order < 0, _ => order <= 0 };
    }

    private static JsonNode? Value(string? json, string name) => json is null ? null : JsonNode.Parse(json)![name];

    private static string? Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var told) ? told : null;

    private static double? Number(JsonNode? value) => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number ? number.GetValue<double>() : null;

    private static double Number(SegmentLeaf leaf) => double.Parse(leaf.Value.Scalars[0].Text, CultureInfo.InvariantCulture);
}

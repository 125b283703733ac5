using System.Text.Json;
using NotifyHub.Audience.Segments;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Api.Contracts;

/// <summary>A segment as it is to be.</summary>
public sealed record SegmentBody : ICarriesIdempotencyKey
{
    /// <summary>1 to 100 characters, unique in the project.</summary>
    public string? Name { get; init; }
    /// <summary>What must be true of its devices: groups all, any, not; conditions trait, device, user, topic, seen. At most 64 of them, 8 levels deep.</summary>
    public required JsonElement Expression { get; init; }
    /// <summary>The same as the header Idempotency-Key, 1 to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }

    internal SegmentDraft ToDraft() => new(Name, Expression);
}

/// <summary>A segment.</summary>
/// <param name="Id">The segment.</param>
/// <param name="Name">Its name.</param>
/// <param name="Expression">What must be true of its devices.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
public sealed record SegmentAnswer(string Id, string Name, JsonElement Expression, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static SegmentAnswer From(Segment segment) =>
        new(RowId.Format(RowId.Segment, segment.Id), segment.Name, JsonDocument.Parse(segment.Expression).RootElement, segment.CreatedAt, segment.UpdatedAt);
}

/// <summary>Whom to count: an expression or a target.</summary>
public sealed record AudienceQuestion
{
    /// <summary>An expression, as a segment has it. This or target.</summary>
    public JsonElement? Expression { get; init; }
    /// <summary>A target, as a send has it in to. This or expression.</summary>
    public JsonElement? Target { get; init; }
    /// <summary>Leaves out who opted out of this category, as a send with this preferenceCategory would.</summary>
    public string? PreferenceCategory { get; init; }
}

/// <summary>Whom a target would reach now.</summary>
/// <param name="Matched">Registered devices that are meant.</param>
/// <param name="Reachable">Of these: those that would get it.</param>
/// <param name="Excluded">The others, by reason, from the policy that dispatch asks.</param>
/// <param name="Sample">Up to 8 of those that are meant.</param>
/// <param name="IsEstimate">The project has more devices than could be looked at in two seconds: the figures are told from a share.</param>
public sealed record AudienceAnswer(long Matched, long Reachable, IReadOnlyList<AudienceExclusion> Excluded, IReadOnlyList<AudienceSample> Sample, bool IsEstimate)
{
    internal static AudienceAnswer From(Reach reach) => new(
        reach.Matched, reach.Reachable, [.. reach.Excluded.Select(e => new AudienceExclusion(e.Reason.ToString(), e.Count))], [.. reach.Sample.Select(AudienceSample.From)], reach.IsEstimate);
}

/// <summary>Devices that would get nothing.</summary>
/// <param name="Reason">Stable name, as a suppressed or held delivery bears it.</param>
/// <param name="Count">How many.</param>
public sealed record AudienceExclusion(string Reason, long Count);

/// <summary>A device that is meant.</summary>
/// <param name="Device">The device.</param>
/// <param name="User">The app's own id of its user.</param>
/// <param name="Provider">Its vendor.</param>
/// <param name="Platform">Its platform.</param>
/// <param name="Locale">Its language.</param>
/// <param name="AppVersion">Version of the app.</param>
/// <param name="LastSeenAt">Last sign of life.</param>
public sealed record AudienceSample(string Device, string? User, string Provider, string? Platform, string? Locale, string? AppVersion, DateTimeOffset LastSeenAt)
{
    internal static AudienceSample From(Device device) => new(
        RowId.Format(RowId.Device, device.Id), device.UserId, device.Provider.Wire(), device.Platform, device.Locale, device.AppVersion, device.LastSeenAt);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace NotifyHub.Audience.Targets;

/// <summary>Forms of a target.</summary>
public enum TargetKind
{
    /// <summary>Devices by id.</summary>
    Devices = 1,
    /// <summary>Who subscribed to a topic.</summary>
    Topic = 2,
    /// <summary>Devices of users.</summary>
    Users = 3,
    /// <summary>Devices that carry a fingerprint.</summary>
    Fingerprint = 4,
    /// <summary>Devices of installations.</summary>
    Installations = 5,
    /// <summary>Whom a segment's expression fits.</summary>
    Segment = 6,
    /// <summary>Every device of the project.</summary>
    Everyone = 7,
    /// <summary>The members of the project; only for notifications to people.</summary>
    Team = 8,
}

/// <summary>Whom a send is for. How the wire says it is read by <see cref="TargetReader"/>; how the database finds it is told by <see cref="TargetSql"/>.</summary>
public sealed record AudienceTarget(TargetKind Kind)
{
    /// <summary>Most devices that are named one by one, and most that are answered with tickets.</summary>
    public const int MostDevices = 100;

    /// <summary>Most users or installations that are named one by one.</summary>
    public const int MostNames = 1000;

    /// <summary>Topic, users, fingerprint or installations, without duplicates.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Device ids, without duplicates, in the order given.</summary>
    public IReadOnlyList<long> Devices { get; init; } = [];

    /// <summary>Where each device was named first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Pointers { get; init; } = [];

    /// <summary>The segment.</summary>
    public long? Segment { get; init; }

    /// <summary>The segment's expression as it was when this target was resolved, as JSON.</summary>
    public string? Expression { get; init; }

    /// <summary>As a row keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static AudienceTarget Read(string json) => JsonSerializer.Deserialize<AudienceTarget>(json)!;
}

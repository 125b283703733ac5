using System.Text.Json;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;

namespace NotifyHub.Digests;

/// <summary>How often somebody gets a digest, and when.</summary>
/// <param name="Cadence">How often.</param>
/// <param name="Hour">Local hour of daily and weekly ones.</param>
/// <param name="Zone">Whose clock.</param>
internal readonly record struct DigestWish(DigestCadence Cadence, int Hour, TimeZoneInfo Zone)
{
    /// <summary>The first slot later than this; null for none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment) => DigestSlots.After(Cadence, Hour, Zone, moment);

    /// <summary>What holds for a person: their own choice, else the project's.</summary>
    public static DigestWish Of(Project project, string? zone, PersonSettings? own)
    {
        var (cadence, hour) = OfProject(project.PolicySettings);
        return new DigestWish(own?.DigestCadence ?? cadence, own?.DigestHour ?? hour, WallClock.ZoneOf(zone, project.TimeZone));
    }

    /// <summary>The hour that the project set for its digests; null when it set none.</summary>
    public static int? HourOf(string? settings) => Read(settings).Hour;

    /// <summary>The project's, from <c>{"digest": {"cadence": "daily", "hour": 8}}</c>. What can't be read is none: a digest too few does less harm than one too many.</summary>
    public static (DigestCadence Cadence, int Hour) OfProject(string? settings)
    {
        var (cadence, hour) = Read(settings);
        return (cadence, hour ?? DigestSlots.UsualHour);
    }

    private static (DigestCadence Cadence, int? Hour) Read(string? settings)
    {
        if (settings is null)
        {
            return (DigestCadence.None, null);
        }
        using var json = JsonDocument.Parse(settings);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("digest", out var digest) || digest.ValueKind != JsonValueKind.Object)
        {
            return (DigestCadence.None, null);
        }
        var cadence = digest.TryGetProperty("cadence", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        int? hour = digest.TryGetProperty("hour", out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out var number) && number is >= 0 and <= 23 ? number : null;
        return (cadence switch
        {
            "hourly" => DigestCadence.Hourly, "6_hourly" => DigestCadence.SixHourly, "daily" => DigestCadence.Daily, "weekly" => DigestCadence.Weekly, _ => DigestCadence.None,
        }, hour);
    }
}

using System.Globalization;

namespace NotifyHub.Calendar;

/// <summary>
/// Wall-clock times and the moments that they name, by the tz database. A time that the clock skips moves forward to the first moment after
/// the gap; one that it shows twice is taken the first time. Both follow from one sentence: the first moment at which the clock shows this time or a later one.
/// </summary>
public static class WallClock
{
    // Wider than any offset or jump: Samoa skipped a whole day.
    private static readonly TimeSpan Wide = TimeSpan.FromHours(40);

    /// <summary>How a wall time is written: 2026-06-11T08:00, seconds may follow.</summary>
    public static bool TryParse(string? text, out DateTime wall)
    {
        wall = default;
        return text is { Length: 16 or 19 }
            && DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out wall)
            && wall.Year is > 1900 and < 9000;
    }

    /// <summary>The same in words of the wire.</summary>
    public static string Write(DateTime wall) => wall.ToString(wall.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Zones that this system knows by an IANA name.</summary>
    public static bool TryZone(string? name, out TimeZoneInfo zone)
    {
        zone = TimeZoneInfo.Utc;
        if (name is not { Length: > 0 and <= 64 } || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) || !found.HasIanaId)
        {
            return false;
        }
        zone = found;
        return true;
    }

    /// <summary>The first of these zones that is known; UTC when none is.</summary>
    public static TimeZoneInfo ZoneOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (TryZone(name, out var zone))
            {
                return zone;
            }
        }
        return TimeZoneInfo.Utc;
    }

    /// <summary>What the zone's clock shows at this moment.</summary>
    public static DateTime At(DateTimeOffset moment, TimeZoneInfo zone) => DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(moment, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>The moment that this wall time names in this zone.</summary>
    public static DateTimeOffset Moment(DateTime wall, TimeZoneInfo zone)
    {
        var asUtc = new DateTimeOffset(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), TimeSpan.Zero);
        // The offsets in force around it: the larger gives the earlier moment, so of two showings the first is found first.
        foreach (var offset in new[] { zone.GetUtcOffset(asUtc - Wide), zone.GetUtcOffset(asUtc), zone.GetUtcOffset(asUtc + Wide) }.Distinct().OrderDescending())
        {
            if (At(asUtc - offset, zone) == wall)
            {
                return asUtc - offset;
            }
        }
        return AfterGap(asUtc - Wide, asUtc + Wide, wall, zone);
    }

    // Between the two the clock jumps over the wall time once: halve until the second of the jump is found.
    private static DateTimeOffset AfterGap(DateTimeOffset before, DateTimeOffset after, DateTime wall, TimeZoneInfo zone)
    {
        var (low, high) = (before.ToUnixTimeSeconds(), after.ToUnixTimeSeconds());
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = At(DateTimeOffset.FromUnixTimeSeconds(middle), zone) < wall ? (middle, high) : (low, middle);
        }
        return DateTimeOffset.FromUnixTimeSeconds(high);
    }
}

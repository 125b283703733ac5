using NotifyHub.Calendar;
using NotifyHub.Data.Rows;

namespace NotifyHub.Digests;

/// <summary>
/// When digests are due. Slots are named by the clock and never by the digest before, so however late one went out the next is where it always was.
/// Hours are those of UTC, which no clock change doubles or skips; all others are wall times of the reader's zone.
/// </summary>
public static class DigestSlots
{
    /// <summary>Hour of daily and weekly digests where nobody chose one.</summary>
    public const int UsualHour = 8;

    // Longer than a week, with a day to spare for a zone that skips one.
    private const int Days = 10;
    private static readonly int[] Quarters = [0, 6, 12, 18];

    /// <summary>The first slot later than this moment; null for those who want none. Weekly ones are on Mondays.</summary>
    public static DateTimeOffset? After(DigestCadence cadence, int hour, TimeZoneInfo zone, DateTimeOffset moment)
    {
        if (cadence is DigestCadence.None)
        {
            return null;
        }
        if (cadence is DigestCadence.Hourly)
        {
            return DateTimeOffset.FromUnixTimeSeconds((moment.ToUnixTimeSeconds() / 3600 * 3600) + 3600);
        }
        // From the day before: a time that is skipped may lie on the next day, one that is shown twice was taken the first time.
        var first = DateOnly.FromDateTime(WallClock.At(moment, zone)).AddDays(-1);
        return Enumerable.Range(0, Days).Select(first.AddDays)
            .Where(day => cadence is not DigestCadence.Weekly || day.DayOfWeek == DayOfWeek.Monday)
            .SelectMany(day => (cadence is DigestCadence.SixHourly ? Quarters : [hour]).Select(at => WallClock.Moment(day.ToDateTime(new TimeOnly(at, 0)), zone)))
            .First(slot => slot > moment);
    }
}

using System.Globalization;
using NotifyHub.Calendar;

namespace NotifyHub.Tests.Calendar;

public sealed class WallClockTests
{
    public static TheoryData<string, string, string> Transitions => new()
    {
        // zone, wall time, the moment that it names
        { "Europe/Zurich", "2026-03-29T02:30", "2026-03-29T01:00:00Z" },
        { "Europe/Zurich", "2026-10-25T02:30", "2026-10-25T00:30:00Z" },
        { "America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z" },
        { "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z" },
        // Half an hour only.
        { "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z" },
        { "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z" },
        // At midnight: the day begins at one, or ends twice.
        { "America/Santiago", "2026-09-06T00:30", "2026-09-06T04:00:00Z" },
        { "America/Santiago", "2026-04-04T23:30", "2026-04-05T02:30:00Z" },
        { "Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:00:00Z" },
        { "Africa/Cairo", "2026-10-29T23:30", "2026-10-29T20:30:00Z" },
        // A day that never was: Samoa went over the date line.
        { "Pacific/Apia", "2011-12-30T08:00", "2011-12-30T10:00:00Z" },
        { "Pacific/Kiritimati", "2026-06-01T08:00", "2026-05-31T18:00:00Z" },
        { "Asia/Kathmandu", "2026-06-01T08:00", "2026-06-01T02:15:00Z" },
        { "UTC", "2026-06-01T08:00", "2026-06-01T08:00:00Z" },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void A_gap_moves_forward_and_an_overlap_takes_the_first(string zone, string wall, string moment)
    {
        Assert.True(WallClock.TryZone(zone, out var known));
        Assert.True(WallClock.TryParse(wall, out var at));
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), WallClock.Moment(at, known));
    }

    [Fact]
    public void In_every_zone_and_at_every_jump_a_wall_time_names_the_first_minute_that_shows_it_or_a_later_one()
    {
        var (zones, jumps) = (0, 0);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId))
        {
            zones++;
            foreach (var jump in JumpsOf(zone))
            {
                jumps++;
                // What the clock shows, minute by minute, for eight hours around the jump.
                var minutes = Enumerable.Range(-480, 960).Select(m => jump.AddMinutes(m)).Select(u => (Moment: u, Shown: WallClock.At(u, zone))).ToList();
                for (var wall = minutes[120].Shown; wall < minutes[840].Shown; wall = wall.AddMinutes(15))
                {
                    Assert.Equal(minutes.First(minute => minute.Shown >= wall).Moment, WallClock.Moment(wall, zone));
                }
            }
        }
        Assert.True(zones > 200 && jumps > 100, $"{zones} zones, {jumps} jumps");
    }

    [Fact]
    public void A_daily_time_comes_once_a_day_in_every_zone()
    {
        var rule = new Recurrence { Frequency = RecurrenceFrequency.Daily, Time = new TimeOnly(2, 30), From = new DateOnly(2026, 1, 1), Until = new DateOnly(2026, 12, 31) };
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId))
        {
            var moments = rule.Next(new DateTime(2025, 12, 31, 12, 0, 0), 1000).Select(wall => WallClock.Moment(wall, zone)).ToList();
            Assert.Equal(365, moments.Count);
            for (var i = 1; i < moments.Count; i++)
            {
                // A day in which the clock jumps is 23 or 25 hours long (Lord Howe: by half an hour).
                Assert.InRange((moments[i] - moments[i - 1]).TotalHours, 22, 26);
            }
        }
    }

    [Theory]
    [InlineData("2026-06-11T08:00", true)]
    [InlineData("2026-06-11T08:00:30", true)]
    [InlineData("2026-06-11T08:00Z", false)]
    [InlineData("2026-06-11T08:00+02:00", false)]
    [InlineData("2026-06-11", false)]
    [InlineData("2026-02-30T08:00", false)]
    [InlineData("0001-01-01T00:00", false)]
    [InlineData("9999-12-31T23:59", false)]
    [InlineData(null, false)]
    public void A_wall_time_has_no_zone(string? text, bool isOne) => Assert.Equal(isOne, WallClock.TryParse(text, out _));

    [Theory]
    [InlineData("Europe/Zurich", true)]
    [InlineData("Nowhere/Land", false)]
    [InlineData("../etc/passwd", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Zones_are_known_by_IANA_names(string? name, bool isOne) => Assert.Equal(isOne, WallClock.TryZone(name, out _));

    [Fact]
    public void An_unknown_zone_falls_back() => Assert.Equal("Asia/Tokyo", WallClock.ZoneOf("Nowhere/Land", null, "Asia/Tokyo").Id);

    private static IEnumerable<DateTimeOffset> JumpsOf(TimeZoneInfo zone)
    {
        var hour = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var before = zone.GetUtcOffset(hour); hour.Year == 2026; hour = hour.AddHours(1))
        {
            var offset = zone.GetUtcOffset(hour);
            if (offset != before)
            {
                yield return hour;
            }
            before = offset;
        }
    }
}

using NotifyHub.Calendar;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Tests.Pipeline.Policy;

/// <summary>Quiet hours end when the person's clock says so, in every zone and over every jump.</summary>
public sealed class QuietHoursTests
{
    private static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();
    private static readonly QuietHours Night = Of(EveryDay, "22:00", "07:00");

    [Theory]
    [InlineData("Europe/Zurich", "2026-06-10T19:59:59Z", null)]
    [InlineData("Europe/Zurich", "2026-06-10T20:00:00Z", "2026-06-11T05:00:00Z")]
    [InlineData("Europe/Zurich", "2026-06-11T04:59:59Z", "2026-06-11T05:00:00Z")]
    [InlineData("Europe/Zurich", "2026-06-11T05:00:00Z", null)]
    // The night in which an hour is skipped is eight hours long, the one in which an hour is lived twice ten.
    [InlineData("Europe/Zurich", "2026-03-28T21:00:00Z", "2026-03-29T05:00:00Z")]
    [InlineData("Europe/Zurich", "2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z")]
    // A clock that goes half an hour back.
    [InlineData("Australia/Lord_Howe", "2026-04-04T11:00:00Z", "2026-04-04T20:30:00Z")]
    // The gap is at midnight.
    [InlineData("America/Santiago", "2026-09-06T02:00:00Z", "2026-09-06T10:00:00Z")]
    [InlineData("Africa/Cairo", "2026-04-23T20:00:00Z", "2026-04-24T04:00:00Z")]
    // A whole day that never was.
    [InlineData("Pacific/Apia", "2011-12-30T08:30:00Z", "2011-12-30T17:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-06-10T08:00:00Z", "2026-06-10T17:00:00Z")]
    public void A_night_ends_at_seven_by_the_persons_clock(string zone, string now, string? end) =>
        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end), Night.EndOf(DateTimeOffset.Parse(now), Zone(zone)));

    [Fact]
    public void An_end_in_the_gap_is_the_first_minute_after_it() =>
        Assert.Equal(DateTimeOffset.Parse("2026-03-29T01:00:00Z"), Of(EveryDay, "22:00", "02:30").EndOf(DateTimeOffset.Parse("2026-03-28T23:00:00Z"), Zone("Europe/Zurich")));

    [Fact]
    public void An_hour_that_is_lived_twice_is_quiet_once()
    {
        var early = Of(EveryDay, "02:00", "02:45");
        Assert.Equal(DateTimeOffset.Parse("2026-10-25T00:45:00Z"), early.EndOf(DateTimeOffset.Parse("2026-10-25T00:10:00Z"), Zone("Europe/Zurich")));
        Assert.Null(early.EndOf(DateTimeOffset.Parse("2026-10-25T01:10:00Z"), Zone("Europe/Zurich")));
    }

    [Fact]
    public void A_window_belongs_to_the_day_on_which_it_begins()
    {
        var friday = Of([DayOfWeek.Friday], "22:00", "07:00");
        Assert.NotNull(friday.EndOf(DateTimeOffset.Parse("2026-06-13T04:00:00Z"), TimeZoneInfo.Utc));
        Assert.Null(friday.EndOf(DateTimeOffset.Parse("2026-06-12T04:00:00Z"), TimeZoneInfo.Utc));
        Assert.Null(friday.EndOf(DateTimeOffset.Parse("2026-06-13T23:00:00Z"), TimeZoneInfo.Utc));
    }

    [Fact]
    public void Windows_that_touch_are_one_quiet_and_the_same_time_twice_is_a_whole_day()
    {
        var joined = new QuietHours([.. Of(EveryDay, "22:00", "00:00").Windows, .. Of(EveryDay, "00:00", "08:00").Windows]);
        Assert.Equal(DateTimeOffset.Parse("2026-06-11T08:00:00Z"), joined.EndOf(DateTimeOffset.Parse("2026-06-10T23:00:00Z"), TimeZoneInfo.Utc));
        Assert.Equal(DateTimeOffset.Parse("2026-06-14T00:00:00Z"), Of([DayOfWeek.Saturday], "00:00", "00:00").EndOf(DateTimeOffset.Parse("2026-06-13T12:00:00Z"), TimeZoneInfo.Utc));
    }

    [Fact]
    public void Who_is_always_quiet_waits_no_longer_than_a_day_and_an_hour()
    {
        var now = DateTimeOffset.Parse("2026-06-10T12:00:00Z");
        Assert.Equal(now + QuietHours.Longest, Of(EveryDay, "00:00", "00:00").EndOf(now, TimeZoneInfo.Utc));
        Assert.Null(new QuietHours([]).EndOf(now, TimeZoneInfo.Utc));
    }

    [Fact]
    public void In_every_zone_around_every_jump_it_ends_at_a_minute_that_is_not_quiet()
    {
        var checks = 0;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            foreach (var jump in Jumps(zone))
            {
                for (var minutes = -36 * 60; minutes <= 36 * 60; minutes += 45)
                {
                    var now = jump.AddMinutes(minutes);
                    var wall = WallClock.At(now, zone);
                    var end = Night.EndOf(now, zone);
                    Assert.True(end is not null || (wall.Hour >= 7 && wall.Hour < 22), $"{zone.Id} {now:O}: {wall:O} is night, and passes for day");
                    if (end is { } at)
                    {
                        var after = WallClock.At(at, zone);
                        Assert.True(at > now && at <= now + QuietHours.Longest, $"{zone.Id} {now:O}: until {at:O}");
                        Assert.True(after.Hour is >= 7 and < 22, $"{zone.Id} {now:O}: ends at {after:O}");
                        Assert.Null(Night.EndOf(at, zone));
                    }
                    checks++;
                }
            }
        }
        Assert.True(checks > 10_000, $"{checks} moments looked at");
    }

    // The hours of 2026 in which the zone's offset changes.
    private static IEnumerable<DateTimeOffset> Jumps(TimeZoneInfo zone)
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 365 * 24; hour++, at = at.AddHours(1))
        {
            if (zone.GetUtcOffset(at) != zone.GetUtcOffset(at.AddHours(1)))
            {
                yield return at;
            }
        }
    }

    private static QuietHours Of(DayOfWeek[] days, string start, string end) => new([new QuietWindow(days, TimeOnly.Parse(start), TimeOnly.Parse(end))]);

    private static TimeZoneInfo Zone(string name) => WallClock.TryZone(name, out var zone) ? zone : throw new InvalidOperationException(name);
}

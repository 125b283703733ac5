using NotifyHub.Calendar;
using NotifyHub.Schedules;

namespace NotifyHub.Tests.Schedules;

public sealed class ScheduleClockTests
{
    private static readonly TimeZoneInfo Zurich = WallClock.ZoneOf("Europe/Zurich");
    private static readonly Recurrence Daily = new() { Frequency = RecurrenceFrequency.Daily, Time = new TimeOnly(8, 0), From = new DateOnly(2026, 6, 1) };

    [Fact]
    public void On_time_one_is_sent_and_the_next_is_tomorrow() => Assert.Equal(new ScheduleStep(Wall(1), 0, Wall(2)), At(Utc(1, 6)));

    [Fact]
    public void After_downtime_the_last_is_sent_once_and_the_others_are_missed() => Assert.Equal(new ScheduleStep(Wall(4), 3, Wall(5)), At(Utc(4, 20)));

    [Fact]
    public void Past_its_time_to_live_nothing_is_sent() => Assert.Equal(new ScheduleStep(null, 4, Wall(5)), At(Utc(4, 20), life: TimeSpan.FromHours(10)));

    [Fact]
    public void Within_its_time_to_live_it_is_sent_late() => Assert.Equal(new ScheduleStep(Wall(4), 3, Wall(5)), At(Utc(4, 15), life: TimeSpan.FromHours(10)));

    [Fact]
    public void Missed_ones_count_towards_the_end() => Assert.Equal(new ScheduleStep(Wall(3), 2, null), At(Utc(9, 20), left: 3));

    [Fact]
    public void The_first_to_come_is_after_now_also_where_the_clock_jumps()
    {
        var atTheGap = Daily with { Time = new TimeOnly(2, 30), From = new DateOnly(2026, 3, 1) };
        // 02:30 is 03:00 (01:00Z) on the 29th.
        Assert.Equal(new DateTime(2026, 3, 29, 2, 30, 0), ScheduleClock.FirstAfter(atTheGap, Zurich, false, new DateTimeOffset(2026, 3, 29, 0, 59, 59, TimeSpan.Zero)));
        Assert.Equal(new DateTime(2026, 3, 30, 2, 30, 0), ScheduleClock.FirstAfter(atTheGap, Zurich, false, new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero)));
        // Between the two showings of 02:30 on 25 October the first is over, and there is no second.
        Assert.Equal(new DateTime(2026, 10, 26, 2, 30, 0), ScheduleClock.FirstAfter(atTheGap, Zurich, false, new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void By_each_recipient_s_clock_it_begins_with_the_first_clock_on_Earth()
    {
        Assert.Equal(new DateTimeOffset(2026, 5, 31, 18, 0, 0, TimeSpan.Zero), ScheduleClock.MomentOf(Wall(1), Zurich, perRecipient: true));
        // Its time to live ends with the last clock's.
        Assert.Equal(Wall(1), ScheduleClock.StepAt(Daily, Zurich, true, Wall(1), 1, TimeSpan.FromHours(1), Utc(1, 20)).Occurrence);
        Assert.Null(ScheduleClock.StepAt(Daily, Zurich, true, Wall(1), 1, TimeSpan.FromHours(1), Utc(1, 22)).Occurrence);
    }

    private static ScheduleStep At(DateTimeOffset now, int? left = null, TimeSpan? life = null) => ScheduleClock.StepAt(Daily, Zurich, false, Wall(1), left, life, now);

    private static DateTime Wall(int day) => new(2026, 6, day, 8, 0, 0);

    private static DateTimeOffset Utc(int day, int hour) => new(2026, 6, day, hour, 0, 0, TimeSpan.Zero);
}

using NotifyHub.Calendar;

namespace NotifyHub.Tests.Calendar;

public sealed class RecurrenceTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 0, 0, 0);

    [Fact]
    public void Every_third_day_is_counted_from_the_first() =>
        Assert.Equal(["06-02", "06-05", "06-08"], Days(new() { Frequency = RecurrenceFrequency.Daily, Interval = 3, Time = new(8, 0), From = new(2026, 5, 30) }, 3));

    [Fact]
    public void Weekdays_of_every_second_week() =>
        Assert.Equal(["06-01", "06-05", "06-15", "06-19"], Days(new() { Frequency = RecurrenceFrequency.Weekly, Interval = 2, Weekdays = [DayOfWeek.Friday, DayOfWeek.Monday], Time = new(8, 0), From = new(2026, 6, 1) }, 4));

    [Fact]
    public void Without_weekdays_that_of_the_first_day() =>
        Assert.Equal(["06-03", "06-10"], Days(new() { Frequency = RecurrenceFrequency.Weekly, Time = new(8, 0), From = new(2026, 6, 3) }, 2));

    [Fact]
    public void A_month_that_is_shorter_has_its_last_day() =>
        Assert.Equal(["06-15", "06-30", "07-15", "07-31"], Days(new() { Frequency = RecurrenceFrequency.Monthly, MonthDays = [15, 31], Time = new(8, 0), From = new(2026, 1, 1) }, 4));

    [Fact]
    public void A_leap_day_is_the_last_of_february() =>
        Assert.Equal([new DateTime(2027, 2, 28, 8, 0, 0), new DateTime(2028, 2, 29, 8, 0, 0)],
            new Recurrence { Frequency = RecurrenceFrequency.Monthly, Interval = 12, MonthDays = [29], Time = new(8, 0), From = new(2026, 2, 1) }.Next(Start, 2));

    [Fact]
    public void It_ends() => Assert.Equal(["06-01", "06-02"], Days(new() { Frequency = RecurrenceFrequency.Daily, Time = new(8, 0), From = new(2026, 6, 1), Until = new(2026, 6, 2) }, 10));

    [Fact]
    public void The_same_minute_is_not_after_itself()
    {
        var rule = new Recurrence { Frequency = RecurrenceFrequency.Daily, Time = new(8, 0), From = new(2026, 6, 1) };
        Assert.Equal(new DateTime(2026, 6, 2, 8, 0, 0), rule.After(new DateTime(2026, 6, 1, 8, 0, 0)));
        Assert.Equal(new DateTime(2026, 6, 1, 8, 0, 0), rule.After(new DateTime(2026, 6, 1, 7, 59, 59)));
    }

    [Fact]
    public void Occurrences_are_those_days_that_fit_and_no_others()
    {
        var chance = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var rule = new Recurrence
            {
                Frequency = (RecurrenceFrequency)chance.Next(1, 4), Interval = chance.Next(1, 6), Time = new(chance.Next(24), chance.Next(60)), From = new DateOnly(2026, 1, 1).AddDays(chance.Next(60)),
                Weekdays = [.. Enum.GetValues<DayOfWeek>().Where(_ => chance.Next(3) == 0)], MonthDays = [.. Enumerable.Range(1, 31).Where(_ => chance.Next(12) == 0)],
            };
            var expected = Enumerable.Range(0, 800).Select(rule.From.AddDays).Where(day => Fits(rule, day)).Select(day => day.ToDateTime(rule.Time)).Take(20).ToList();
            Assert.Equal(expected, rule.Next(rule.From.ToDateTime(TimeOnly.MinValue).AddDays(-1), expected.Count));
        }
    }

    private static bool Fits(Recurrence rule, DateOnly day) => rule.Frequency switch
    {
        RecurrenceFrequency.Daily => (day.DayNumber - rule.From.DayNumber) % rule.Interval == 0,
        RecurrenceFrequency.Weekly => ((Monday(day) - Monday(rule.From)) / 7) % rule.Interval == 0 && (rule.Weekdays.Count == 0 ? day.DayOfWeek == rule.From.DayOfWeek : rule.Weekdays.Contains(day.DayOfWeek)),
        _ => ((day.Year * 12) + day.Month - (rule.From.Year * 12) - rule.From.Month) % rule.Interval == 0
            && (rule.MonthDays.Count == 0 ? [rule.From.Day] : rule.MonthDays).Any(number => Math.Min(number, DateTime.DaysInMonth(day.Year, day.Month)) == day.Day),
    };

    private static int Monday(DateOnly day) => day.DayNumber - (((int)day.DayOfWeek + 6) % 7);

    private static List<string> Days(Recurrence rule, int most) => [.. rule.Next(Start, most).Select(wall => wall.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture))];
}

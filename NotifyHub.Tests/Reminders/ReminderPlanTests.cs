using System.Globalization;
using NotifyHub.Reminders;

namespace NotifyHub.Tests.Reminders;

/// <summary>When something is said of a task, in words of the wall clock.</summary>
public sealed class ReminderPlanTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly ReminderClock Clock = new(Berlin, 9);

    [Theory]
    [InlineData(TaskRecurrence.None, "16 23 27 29 30 1 2 3 6 9 12")]
    [InlineData(TaskRecurrence.Daily, "30 1 2 3 6 9 12")]
    [InlineData(TaskRecurrence.Weekly, "27 29 30 1 2 3 6 9 12")]
    [InlineData(TaskRecurrence.Monthly, "23 27 29 30 1 2 3 6 9 12")]
    [InlineData(TaskRecurrence.Yearly, "31 16 23 27 29 30 1 2 3 6 9 12")]
    public void The_rarer_the_earlier(TaskRecurrence recurrence, string days)
    {
        var words = ReminderPlan.Words(At("2026-06-30T16:00:00+02:00"), recurrence, Clock);
        Assert.Equal(days, string.Join(' ', words.Select(word => TimeZoneInfo.ConvertTime(word.At, Berlin).Day)));
        Assert.All(words, word => Assert.Equal(9, TimeZoneInfo.ConvertTime(word.At, Berlin).Hour));
    }

    [Fact]
    public void What_is_due_before_the_hour_is_said_when_it_is_due() =>
        Assert.Equal([(0, At("2026-06-30T07:30:00+02:00")), (1, At("2026-07-01T09:00:00+02:00"))],
            ReminderPlan.Words(At("2026-06-30T07:30:00+02:00"), TaskRecurrence.Daily, Clock).Take(2).Select(word => (word.Tier, word.At)));

    [Theory]
    [InlineData("2026-06-01T00:00:00Z", -14)]
    [InlineData("2026-06-16T06:59:59Z", -14)]
    [InlineData("2026-06-16T07:00:00Z", -7)]
    [InlineData("2026-06-29T12:00:00Z", 0)]
    [InlineData("2026-06-30T12:00:00Z", 1)]
    [InlineData("2026-07-03T07:00:00Z", 6)]
    [InlineData("2026-07-12T07:00:00Z", null)]
    public void The_next_tier(string now, int? tier) =>
        Assert.Equal(tier, ReminderPlan.After(At("2026-06-30T14:00:00Z"), At("2026-06-30T14:00:00Z"), TaskRecurrence.None, Clock, At(now))?.Word.Tier);

    [Fact]
    public void Of_what_was_missed_the_latest_is_said()
    {
        var due = At("2026-06-30T16:00:00+02:00");
        var (say, next) = ReminderPlan.Move(due, due, -14, TaskRecurrence.None, Clock, At("2026-06-28T12:00:00+02:00"));
        Assert.Equal((-3, -1), (say?.Tier, next?.Word.Tier));
    }

    [Fact]
    public void Who_travels_is_told_each_tier_once()
    {
        var due = At("2026-06-30T16:00:00+02:00");
        var west = new ReminderClock(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), 9);
        var (early, later) = ReminderPlan.Move(due, due, -3, TaskRecurrence.None, west, At("2026-06-27T09:00:00+02:00"));
        Assert.Null(early);
        Assert.Equal((-3, At("2026-06-27T09:00:00-04:00")), (later!.Value.Word.Tier, later.Value.Word.At));
        var east = new ReminderClock(TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), 9);
        var (late, after) = ReminderPlan.Move(due, due, -3, TaskRecurrence.None, east, At("2026-06-27T09:00:00+02:00"));
        Assert.Equal((-3, -1), (late?.Tier, after?.Word.Tier));
    }

    [Theory]
    [InlineData(TaskRecurrence.Daily, "2026-07-12T09:00:00+02:00", "2026-07-13T16:00:00+02:00", 0)]
    [InlineData(TaskRecurrence.Weekly, "2026-07-12T09:00:00+02:00", "2026-07-14T16:00:00+02:00", -1)]
    [InlineData(TaskRecurrence.Monthly, "2026-07-12T09:00:00+02:00", "2026-07-30T16:00:00+02:00", -7)]
    [InlineData(TaskRecurrence.Yearly, "2026-07-12T09:00:00+02:00", "2027-06-30T16:00:00+02:00", -30)]
    public void What_comes_back_and_was_not_done_goes_on_to_its_next_date(TaskRecurrence recurrence, string now, string due, int tier)
    {
        var first = At("2026-06-30T16:00:00+02:00");
        var (say, next) = ReminderPlan.Move(first, first, 12, recurrence, Clock, At(now));
        Assert.Equal((12, At(due), tier), (say!.Value.Tier, next!.Value.Due, next.Value.Word.Tier));
    }

    [Theory]
    [InlineData(TaskRecurrence.Monthly, "2026-01-31T10:00:00+01:00", "2026-02-28T10:00:00+01:00 2026-03-31T10:00:00+02:00 2026-04-30T10:00:00+02:00")]
    [InlineData(TaskRecurrence.Yearly, "2028-02-29T10:00:00+01:00", "2029-02-28T10:00:00+01:00 2030-02-28T10:00:00+01:00 2031-02-28T10:00:00+01:00 2032-02-29T10:00:00+01:00")]
    [InlineData(TaskRecurrence.Daily, "2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00 2026-03-30T02:30:00+02:00")]
    [InlineData(TaskRecurrence.Daily, "2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    [InlineData(TaskRecurrence.Weekly, "2026-03-24T10:00:00+01:00", "2026-03-31T10:00:00+02:00")]
    [InlineData(TaskRecurrence.None, "2026-03-24T10:00:00+01:00", "")]
    public void Due_dates_do_not_drift(TaskRecurrence recurrence, string first, string expected)
    {
        var (dues, at) = (new List<DateTimeOffset>(), At(first));
        foreach (var _ in expected.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            dues.Add(at = ReminderPlan.NextDue(At(first), recurrence, Berlin, at)!.Value);
        }
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(At), dues);
        Assert.True(recurrence != TaskRecurrence.None || ReminderPlan.NextDue(At(first), recurrence, Berlin, at) is null);
    }

    [Fact]
    public void A_due_date_in_the_hour_that_comes_twice_is_not_had_again() =>
        Assert.Equal(At("2026-10-26T02:30:00+01:00"), ReminderPlan.NextDue(At("2026-10-20T02:30:00+02:00"), TaskRecurrence.Daily, Berlin, At("2026-10-25T02:10:00+01:00")));

    internal static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using NotifyHub.Reminders;

namespace NotifyHub.Tests.Reminders;

/// <summary>What holds of every task, in zones whose clocks jump by an hour, by half of one, and against the seasons.</summary>
public sealed class ReminderPlanPropertyTests
{
    private const int Tasks = 400;

    private static readonly string[] Names = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "Etc/UTC"];

    public static TheoryData<string> Zones() => [.. Names];

    [Theory]
    [MemberData(nameof(Zones))]
    public void All_that_is_said_of_a_due_date_is_in_order(string zone) => Each(zone, (task, _) =>
    {
        var words = ReminderPlan.Words(task.Due, task.Recurrence, task.Clock);
        Assert.Equal(words.Select(word => word.Tier).Order(), words.Select(word => word.Tier));
        Assert.Equal(words.Select(word => word.At).Order(), words.Select(word => word.At));
        Assert.All(words, word => Assert.Equal(word.Tier > 0, word.At > task.Due));
        Assert.All(words, word => Assert.True(word.At >= task.Due.AddDays(-31) && word.At <= task.Due.AddDays(14)));
    });

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_life_that_is_looked_at_whenever_goes_forward_and_says_no_tier_twice(string zone) => Each(zone, (task, random) =>
    {
        var now = task.Due.AddDays(-random.Next(0, 60));
        var step = ReminderPlan.After(task.Due, task.Due, task.Recurrence, task.Clock, now);
        var last = (Due: DateTimeOffset.MinValue, Tier: int.MinValue);
        for (var look = 0; look < 60 && step is { } next; look++)
        {
            Assert.True(next.Word.At > now, "What comes next is still to come.");
            // At once as a rule; now and then nothing ran for weeks.
            now = next.Word.At + (random.Next(6) == 0 ? TimeSpan.FromHours(random.Next(1, 24 * 40)) : TimeSpan.FromSeconds(random.Next(0, 60)));
            var (say, then) = ReminderPlan.Move(task.Due, next.Due, next.Word.Tier, task.Recurrence, task.Clock, now);
            Assert.NotNull(say);
            Assert.True(say.Value.At <= now && say.Value.Tier >= next.Word.Tier);
            Assert.True((next.Due, say.Value.Tier).CompareTo(last) > 0, "Neither a date nor a tier comes again.");
            last = (next.Due, say.Value.Tier);
            step = then;
        }
        Assert.Equal(task.Recurrence == TaskRecurrence.None, step is null);
    });

    [Theory]
    [MemberData(nameof(Zones))]
    public void Whoever_looks_at_once_misses_nothing(string zone) => Each(zone, (task, _) =>
    {
        var words = ReminderPlan.Words(task.Due, task.Recurrence, task.Clock);
        var step = ReminderPlan.After(task.Due, task.Due, task.Recurrence, task.Clock, words[0].At.AddTicks(-1));
        var said = new List<ReminderWord>();
        while (step is { } next && next.Due == task.Due)
        {
            var (say, then) = ReminderPlan.Move(task.Due, next.Due, next.Word.Tier, task.Recurrence, task.Clock, next.Word.At);
            said.Add(say!.Value);
            step = then;
        }
        // Where a zone skips a whole day, two tiers share a moment; the later one is said.
        Assert.Equal(words.GroupBy(word => word.At).Select(group => group.Last()), said);
    });

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_change_of_zone_and_hour_in_between_repeats_no_tier(string zone) => Each(zone, (task, random) =>
    {
        var now = task.Due.AddDays(-35);
        var (clock, said) = (task.Clock, new List<int>());
        var step = ReminderPlan.After(task.Due, task.Due, TaskRecurrence.None, clock, now);
        for (var look = 0; look < 100 && step is { } next; look++)
        {
            clock = new ReminderClock(TimeZoneInfo.FindSystemTimeZoneById(Names[random.Next(Names.Length)]), random.Next(24));
            now = next.Word.At > now ? next.Word.At : now;
            var (say, then) = ReminderPlan.Move(task.Due, next.Due, next.Word.Tier, TaskRecurrence.None, clock, now);
            said.AddRange(say is { } word ? [word.Tier] : []);
            step = then;
        }
        Assert.Null(step);
        Assert.Equal(said.Distinct().Order(), said);
    });

    private sealed record OneTask(DateTimeOffset Due, TaskRecurrence Recurrence, ReminderClock Clock);

    private static void Each(string zone, Action<OneTask, Random> holds)
    {
        var random = new Random(20261127);
        for (var i = 0; i < Tasks; i++)
        {
            // Around Samoa's lost day too.
            var due = DateTimeOffset.FromUnixTimeSeconds((i % 10 == 0 ? 1_325_240_000 : 1_767_225_600) + random.Next(i % 10 == 0 ? 400_000 : 63_000_000));
            holds(new OneTask(due, (TaskRecurrence)(i % 5), new ReminderClock(TimeZoneInfo.FindSystemTimeZoneById(zone), random.Next(24))), random);
        }
    }
}

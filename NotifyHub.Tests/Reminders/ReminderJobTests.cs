using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Reminders;
using NotifyHub.Tests.Schedules;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Reminders;

/// <summary>Reminders over a real store, on a clock that the test moves: each tier once, after a crash, after downtime, and under two nodes; many at once become few.</summary>
public sealed class ReminderJobTests
{
    private const long Project = ScheduleRig.Project;
    private const long Ada = 77;

    [Fact]
    public async Task Each_tier_is_said_once_and_with_how_far_off_it_is()
    {
        await using var rig = await OpenAsync();
        await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00", body: "Form 17.", link: "/tasks/17");
        // The first of June, three days before; it is six o'clock in Zurich.
        Assert.Null(await RunAsync(rig.Node));
        for (var day = 0; day < 20; day++)
        {
            rig.Clock.Leap(TimeSpan.FromHours(day == 0 ? 3 : 24));
            await RunAsync(rig.Node);
            Assert.Null(await RunAsync(rig.Node));
        }
        var sent = await rig.SentAsync();
        Assert.Equal(
        [
            ("task.due_soon", "Due in 3 days, Thursday 4 June at 16:00.\nForm 17."), ("task.due_soon", "Due tomorrow, Thursday 4 June at 16:00.\nForm 17."), ("task.due_soon", "Due today, Thursday 4 June at 16:00.\nForm 17."),
            ("task.overdue", "Due yesterday, Thursday 4 June at 16:00.\nForm 17."), .. new[] { 2, 3, 6, 9, 12 }.Select(days => ("task.overdue", $"Overdue for {days} days, Thursday 4 June at 16:00.\nForm 17.")),
        ], sent.Select(n => (n.Type!, n.Preview!)));
        Assert.All(sent, n => Assert.Equal("Hand in the tax return", n.Title));
        var task = await ReadAsync(rig, "tax");
        Assert.Equal((null, 9), (task.NextAt, task.Told));
    }

    [Fact]
    public async Task It_leads_to_the_task_has_its_buttons_and_can_be_found_again()
    {
        await using var rig = await OpenAsync();
        var id = await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00", link: "/tasks/17");
        rig.Clock.Leap(TimeSpan.FromHours(3));
        Assert.Equal("1 sent to 1 person", await RunAsync(rig.Node));
        var sent = Assert.Single(await rig.SentAsync());
        var message = JsonNode.Parse(sent.Payload)!;
        Assert.Equal("TASK_ACTIONABLE", message["category"]?.GetValue<string>());
        Assert.Equal("/tasks/17", message["route"]?["path"]?.GetValue<string>());
        Assert.Equal("tax", message["data"]?["reminder"]?.GetValue<string>());
        Assert.Equal(RowId.Format(RowId.Reminder, id), sent.CorrelationId);
    }

    [Fact]
    public async Task A_crash_in_the_flush_repeats_nothing_and_loses_nothing()
    {
        await using var rig = await OpenAsync();
        await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00");
        rig.Clock.Leap(TimeSpan.FromHours(3));
        var dying = new DyingGate(rig.Store.Gate);
        var node = rig.AddNode(dying);
        dying.Dies = true;
        await Assert.ThrowsAsync<IOException>(() => RunAsync(node));
        Assert.Empty(await rig.SentAsync());
        Assert.Equal("1 sent to 1 person", await RunAsync(rig.Node));
        Assert.Single(await rig.SentAsync());
    }

    [Fact]
    public async Task Of_two_nodes_that_see_the_same_tasks_one_sends()
    {
        await using var rig = await OpenAsync();
        for (var i = 0; i < 8; i++)
        {
            await PutAsync(rig, $"task-{i}", "2026-06-04T16:00:00+02:00");
        }
        rig.Clock.Leap(TimeSpan.FromHours(3));
        // The other comes in between what the first reads and what it writes.
        var between = new BetweenGate(rig.Store.Gate);
        var first = rig.AddNode(between);
        between.Before = () => RunAsync(rig.Node);
        await RunAsync(first);
        Assert.Equal(6, (await rig.SentAsync()).Count);
        Assert.All(await AllAsync(rig), task => Assert.Equal(1, task.Told));
    }

    [Fact]
    public async Task After_downtime_the_latest_that_was_missed_is_said_and_the_next_is_where_it_always_was()
    {
        await using var rig = await OpenAsync();
        await PutAsync(rig, "tax", "2026-06-20T16:00:00+02:00");
        rig.Clock.Leap(TimeSpan.FromDays(17.2));
        Assert.Equal("1 sent to 1 person", await RunAsync(rig.Node));
        Assert.Equal("Due in 2 days, Saturday 20 June at 16:00.", Assert.Single(await rig.SentAsync()).Preview);
        var task = await ReadAsync(rig, "tax");
        Assert.Equal((-1, ReminderPlanTests.At("2026-06-19T09:00:00+02:00"), 1), (task.NextTier, task.NextAt, task.Told));
    }

    [Fact]
    public async Task Many_at_once_are_five_and_one_that_sums_up()
    {
        await using var rig = await OpenAsync();
        for (var i = 0; i < 12; i++)
        {
            await PutAsync(rig, $"task-{i}", $"2026-06-02T{10 + i}:00:00+02:00", title: $"Task {i}");
        }
        rig.Clock.Leap(TimeSpan.FromHours(3));
        Assert.Equal("6 sent to 1 person", await RunAsync(rig.Node));
        var sent = await rig.SentAsync();
        Assert.Equal(["Task 0", "Task 1", "Task 2", "Task 3", "Task 4", "7 more tasks"], sent.Select(n => n.Title));
        Assert.StartsWith("- Due tomorrow: Task 5\n- Due tomorrow: Task 6\n", sent[^1].Preview, StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(sent[^1].Payload)!["category"]?.GetValue<string>());
        Assert.All(await AllAsync(rig), task => Assert.Equal((1, 0), (task.Told, task.NextTier)));
        Assert.Null(await RunAsync(rig.Node));
    }

    [Fact]
    public async Task What_is_put_as_of_a_day_that_is_past_is_said_once_at_the_next_run_and_goes_on()
    {
        await using var rig = await OpenAsync();
        var now = rig.Clock.GetUtcNow();
        await rig.Node.GetRequiredService<ReminderBook>().PutAsync(Project, "ada", "tax", new ReminderDraft { Title = "Hand in the tax return", DueAt = now.AddDays(-2) }, now.AddDays(-17));
        Assert.Equal("1 sent to 1 person", await RunAsync(rig.Node));
        Assert.Null(await RunAsync(rig.Node));
        // Six o'clock in the morning: that of today comes at nine.
        Assert.Equal(("task.overdue", "Overdue for 2 days"), Assert.Single(await rig.SentAsync()) is var sent ? (sent.Type, sent.Preview![..18]) : default);
        var task = await ReadAsync(rig, "tax");
        Assert.Equal((1, 2, now.AddHours(3)), (task.Told, task.NextTier, task.NextAt));
    }

    [Fact]
    public async Task Done_ends_it_and_a_task_that_comes_back_moves_on_once()
    {
        await using var rig = await OpenAsync();
        await PutAsync(rig, "once", "2026-06-04T16:00:00+02:00");
        await PutAsync(rig, "monthly", "2026-05-31T16:00:00+02:00", recurrence: "monthly");
        var book = rig.Node.GetRequiredService<ReminderBook>();
        var once = await book.DoneAsync(Project, "ada", "once", null);
        Assert.Equal((rig.Clock.GetUtcNow(), (DateTimeOffset?)null), (once!.DoneAt, once.NextAt));
        var due = ReminderPlanTests.At("2026-05-31T16:00:00+02:00");
        for (var time = 0; time < 2; time++)
        {
            // Said twice of the same date, it is done once.
            var monthly = await book.DoneAsync(Project, "ada", "monthly", due);
            Assert.Equal((ReminderPlanTests.At("2026-06-30T16:00:00+02:00"), (DateTimeOffset?)null, -7), (monthly!.DueAt, monthly.DoneAt, monthly.NextTier));
        }
        Assert.Equal(ReminderPlanTests.At("2026-07-31T16:00:00+02:00"), (await book.DoneAsync(Project, "ada", "monthly", null))!.DueAt);
        rig.Clock.Leap(TimeSpan.FromDays(5));
        Assert.Null(await RunAsync(rig.Node));
    }

    [Fact]
    public async Task Put_again_it_goes_on_and_moved_it_begins_anew()
    {
        await using var rig = await OpenAsync();
        var id = await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00");
        rig.Clock.Leap(TimeSpan.FromHours(3));
        await RunAsync(rig.Node);
        Assert.Equal(id, await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00", title: "Hand it in"));
        var same = await ReadAsync(rig, "tax");
        Assert.Equal(("Hand it in", 1, -1), (same.Title, same.Told, same.NextTier));
        await rig.Node.GetRequiredService<ReminderBook>().DoneAsync(Project, "ada", "tax", null);
        await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00");
        Assert.NotNull((await ReadAsync(rig, "tax")).DoneAt);
        await PutAsync(rig, "tax", "2026-06-11T16:00:00+02:00");
        var moved = await ReadAsync(rig, "tax");
        Assert.Equal((0, -7, null), (moved.Told, moved.NextTier, moved.DoneAt));
    }

    [Fact]
    public async Task A_task_that_is_done_while_it_is_being_said_is_not_said()
    {
        await using var rig = await OpenAsync();
        await PutAsync(rig, "tax", "2026-06-04T16:00:00+02:00");
        rig.Clock.Leap(TimeSpan.FromHours(3));
        var between = new BetweenGate(rig.Store.Gate);
        var node = rig.AddNode(between);
        between.Before = () => rig.Node.GetRequiredService<ReminderBook>().DoneAsync(Project, "ada", "tax", null);
        Assert.Equal("0 sent to 1 person", await RunAsync(node));
        Assert.Empty(await rig.SentAsync());
    }

    [Fact]
    public async Task It_is_said_at_the_persons_own_hour_or_the_projects()
    {
        await using var rig = await OpenAsync("Asia/Tokyo");
        await rig.Store.Gate.WriteAsync(session => session.Prepare("update projects set policy_settings = @s where id = @id").Bind("""{"digest":{"hour":7}}""", Project).ExecuteAsync());
        await PutAsync(rig, "tax", "2026-06-04T16:00:00+09:00");
        Assert.Equal(ReminderPlanTests.At("2026-06-03T07:00:00+09:00"), (await ReadAsync(rig, "tax")).NextAt);
    }

    // It is Monday, six o'clock in Zurich.
    private static async Task<ScheduleRig> OpenAsync(string? zone = null)
    {
        var rig = await ScheduleRig.OpenAsync();
        var now = rig.Clock.GetUtcNow();
        await rig.Store.Gate.WriteAsync(ProjectScope.Of(Project), (db, _) =>
        {
            db.People.Add(new Person { Id = Ada, ProjectId = Project, UserId = "ada", TimeZone = zone, CreatedAt = now, UpdatedAt = now });
            return Task.FromResult(0);
        });
        return rig;
    }

    private static async Task<long> PutAsync(ScheduleRig rig, string key, string due, string title = "Hand in the tax return", string? body = null, string? link = null, string? recurrence = null) =>
        (await rig.Node.GetRequiredService<ReminderBook>().PutAsync(Project, "ada", key, new ReminderDraft { Title = title, Body = body, Link = link, DueAt = ReminderPlanTests.At(due), Recurrence = recurrence }))!.Id;

    private static Task<string?> RunAsync(IServiceProvider node) => ActivatorUtilities.CreateInstance<ReminderJob>(node).RunAsync(default);

    private static async Task<Reminder> ReadAsync(ScheduleRig rig, string key) => (await AllAsync(rig)).Single(task => task.Key == key);

    private static async Task<List<Reminder>> AllAsync(ScheduleRig rig)
    {
        await using var db = rig.Store.Contexts.Open(ProjectScope.Of(Project));
        return await db.Reminders.AsNoTracking().ToListAsync();
    }

    // Something else is done, once, before the first write.
    private sealed class BetweenGate(IWriteGate inner) : IWriteGate
    {
        public Func<Task>? Before { get; set; }

        public async Task<T> WriteAsync<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancel = default)
        {
            var before = Before;
            Before = null;
            await (before?.Invoke() ?? Task.CompletedTask);
            return await inner.WriteAsync(work, cancel);
        }
    }
}

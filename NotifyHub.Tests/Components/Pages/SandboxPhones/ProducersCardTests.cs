using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.SandboxPhones;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.SandboxPhones;

/// <summary>The buttons that stand in for an app, over a real store. It is noon.</summary>
public sealed class ProducersCardTests : PageTest
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var now = Clock.GetUtcNow();
        await Store.Gate.WriteAsync(ProjectScope.Of(SendRows.Project), async (db, _) =>
        {
            if (!await db.Projects.AnyAsync(p => p.Id == SendRows.Project))
            {
                db.Projects.Add(new Project { Id = SendRows.Project, Name = "Acme Shop", TimeZone = "UTC", CreatedAt = now });
            }
            db.People.Add(new Person { Id = 7, ProjectId = SendRows.Project, UserId = "member:1", MemberId = 1, CreatedAt = now, UpdatedAt = now });
            return 0;
        });
    }

    [Fact]
    public async Task Every_button_raises_its_type_for_the_member()
    {
        var card = Render<ProducersCard>();
        foreach (var sample in SampleProducers.All)
        {
            Press(card, sample.Button);
            card.WaitForAssertion(() => Assert.StartsWith($"{sample.Button}: ", card.Find("[role=status]").TextContent.Trim(), StringComparison.Ordinal));
        }
        Assert.Equal(SampleProducers.All.Select(sample => sample.Type), (await SentAsync()).Select(n => n.Type));
        Assert.All(await SentAsync(), n => Assert.Contains("member:1", n.Target, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Task due", "task.due_soon", "Due tomorrow", 0)]
    [InlineData("Task overdue", "task.overdue", "Overdue for 2 days", 3)]
    public async Task A_task_is_put_said_and_goes_on_to_its_next_tier_and_pressed_again_it_begins_anew(string button, string type, string words, int next)
    {
        var card = Render<ProducersCard>();
        for (var press = 1; press <= 2; press++)
        {
            Press(card, button);
            card.WaitForAssertion(() => Assert.Contains("Next said", card.Find("[role=status]").TextContent, StringComparison.Ordinal));
            var sent = await SentAsync();
            Assert.Equal(press, sent.Count);
            Assert.Equal(type, sent[^1].Type);
            Assert.StartsWith(words, sent[^1].Preview, StringComparison.Ordinal);
            var task = await TaskAsync();
            Assert.Equal((1, next), (task.Told, task.NextTier));
            Assert.InRange(task.NextAt!.Value, Clock.GetUtcNow(), Clock.GetUtcNow().AddDays(1));
            Assert.Equal($"/people/{RowId.Format(RowId.Person, 7)}", card.Find("[role=status] a").GetAttribute("href"));
            Clock.Leap(TimeSpan.FromMinutes(1));
        }

        Press(card, "Done");
        card.WaitForAssertion(() => Assert.Contains("nothing more is said", card.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal((null, true), ((await TaskAsync()).NextAt, (await TaskAsync()).DoneAt is not null));
    }

    [Fact]
    public async Task Who_only_looks_raises_nothing()
    {
        Member.Role = ProjectRole.Viewer;
        var card = Render<ProducersCard>();
        Press(card, "Task due");
        card.WaitForAssertion(() => Assert.Contains("operator", card.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Empty(await SentAsync());
    }

    private static void Press(IRenderedComponent<ProducersCard> card, string button) => card.FindAll("button").Single(b => b.TextContent == button).Click();

    private async Task<List<Notification>> SentAsync()
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        return await db.Notifications.AsNoTracking().OrderBy(n => n.Id).ToListAsync();
    }

    private async Task<Reminder> TaskAsync()
    {
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        return await db.Reminders.AsNoTracking().SingleAsync();
    }
}

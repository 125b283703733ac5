using Bunit;
using NotifyHub.Components.Pages.Notifications;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Notifications;

public sealed class NotificationPageTests : PageTest
{
    private async Task<long> ManyAsync(FanoutState state)
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = DeliveryStatus.Queued, n => n.Target = """{"topic":"news"}""");
        await Rows.AddAsync(new FanoutRun
        {
            Id = delivery.NotificationId, ProjectId = SendRows.Project, State = state, Target = "{}", Lane = DeliveryLane.Normal, DueAt = Clock.GetUtcNow(), Total = 1000, Looked = 250, Written = 240, WorkMs = 500,
            CreatedAt = Clock.GetUtcNow(), UpdatedAt = Clock.GetUtcNow(), FinishedAt = state >= FanoutState.Done ? Clock.GetUtcNow() : null,
        });
        return delivery.NotificationId;
    }

    private IRenderedComponent<NotificationPage> Open(long id) => Render<NotificationPage>(page => page.Add(p => p.Id, RowId.Format(RowId.Notification, id)));

    [Fact]
    public async Task A_running_fan_out_shows_how_far_it_is_is_paused_and_goes_on()
    {
        var page = Open(await ManyAsync(FanoutState.Running));
        Assert.Contains("240 deliveries written, 250 of 1,000 devices looked at", page.Markup, StringComparison.Ordinal);
        Assert.Contains("480 a second", page.Markup, StringComparison.Ordinal);
        Assert.Equal("0.25", page.Find("progress").GetAttribute("value"));

        page.FindAll("button").First(b => b.TextContent.Contains("Pause", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Contains("It goes on from where it stopped", page.Markup, StringComparison.Ordinal));
        page.FindAll("button").First(b => b.TextContent.Contains("Resume", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Contains("480 a second", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_may_not_pause()
    {
        Member.Role = ProjectRole.Viewer;
        var page = Open(await ManyAsync(FanoutState.Running));
        page.FindAll("button").First(b => b.TextContent.Contains("Pause", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Contains("480 a second", page.Markup, StringComparison.Ordinal));
        await using var db = Store.Contexts.Open(ProjectScope.Of(SendRows.Project));
        Assert.Equal(FanoutState.Running, Assert.Single(db.Fanouts).State);
    }

    [Fact]
    public async Task A_small_one_shows_its_counts_and_no_fan_out()
    {
        var delivery = await Rows.SendAsync(await Rows.DeviceAsync());
        var page = Open(delivery.NotificationId);
        Assert.Empty(page.FindAll("progress"));
        Assert.Contains("Every delivery has ended", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_project_s_is_not_shown()
    {
        var foreign = await Rows.SendAsync(await Rows.DeviceAsync(project: SendRows.OtherProject));
        Assert.Contains("There is no such notification", Open(foreign.NotificationId).Markup, StringComparison.Ordinal);
    }
}

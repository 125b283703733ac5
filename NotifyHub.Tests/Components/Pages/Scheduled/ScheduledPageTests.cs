using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Scheduled;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Scheduled;

public sealed class ScheduledPageTests : PageTest
{
    [Fact]
    public void An_empty_project_is_taught_how_something_repeats() => Assert.Contains("/v1/schedules", Open().Find("pre").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_to_come_stands_under_its_day_with_the_occurrences_of_what_repeats()
    {
        var device = await Rows.DeviceAsync();
        await SendAsync(device, "Later", TimeSpan.FromHours(30));
        await SendAsync(device, "Sooner", TimeSpan.FromHours(2));
        await Rows.AddAsync(Schedule("Every morning"));

        var page = Open();

        Assert.Equal(["Today", "Tomorrow"], page.FindAll("section.card .card-head h3").Select(day => day.TextContent).Take(2));
        Assert.Equal(["Sooner", "Every morning", "Later"], page.FindAll("li.row .what .strong").Take(3).Select(row => row.TextContent));
        Assert.Contains("Every day at 08:00, UTC", page.Find("li.card").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_cancelled_or_is_another_project_s_is_not_to_come()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device);
        await SendAsync(device, "Cancelled", TimeSpan.FromHours(2), DeliveryStatus.Cancelled);
        await SendAsync(await Rows.DeviceAsync(project: SendRows.OtherProject), "Foreign", TimeSpan.FromHours(2));

        Assert.Contains("Nothing is to come", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Later_ones_are_on_the_next_page()
    {
        var device = await Rows.DeviceAsync();
        for (var i = 0; i < 51; i++)
        {
            await SendAsync(device, $"Send {i}", TimeSpan.FromHours(100 + i));
        }
        var first = Open();
        Assert.Equal(50, first.FindAll("li.row").Count);

        var next = Open(first.Find("[data-next]").GetAttribute("href")!);

        Assert.Equal("Send 50", Assert.Single(next.FindAll("li.row .strong")).TextContent);
    }

    [Theory]
    [InlineData("""{"frequency":"weekly","interval":2,"weekdays":[5,1],"time":"08:30:00","from":"2026-06-01","until":"2026-12-31"}""", "Every 2 weeks on Mon and Fri at 08:30, UTC, until 31 Dec 2026")]
    [InlineData("""{"frequency":"weekly","interval":1,"time":"08:30:00","from":"2026-06-03"}""", "Every week on Wed at 08:30, UTC")]
    [InlineData("""{"frequency":"monthly","interval":1,"monthDays":[1,15,31],"time":"00:00:00","from":"2026-06-03"}""", "Every month on day 1, 15 and 31 at 00:00, UTC")]
    public void A_rule_is_said_in_words(string rule, string words)
    {
        var schedule = Schedule("x");
        schedule.Rule = rule;
        Assert.Equal(words, ScheduleWords.Rule(schedule));
    }

    private Task SendAsync(Device device, string title, TimeSpan ahead, DeliveryStatus status = DeliveryStatus.Scheduled) => Rows.SendAsync(
        device, d => (d.Status, d.DueAt, d.SentAt) = (status, Clock.GetUtcNow() + ahead, null), n => (n.Title, n.SendAt) = (title, Clock.GetUtcNow() + ahead));

    private SendSchedule Schedule(string name) => new()
    {
        Id = Rows.NextId(), ProjectId = SendRows.Project, Name = name, Send = """{"to":"dev_0000000000001","title":"Hi"}""", Rule = """{"frequency":"daily","interval":1,"weekdays":[],"monthDays":[],"time":"08:00:00","from":"2026-06-01"}""",
        TimeZone = "UTC", State = ScheduleState.Active, NextWall = "2026-06-02T08:00", NextAt = new DateTimeOffset(2026, 6, 2, 8, 0, 0, TimeSpan.Zero), CreatedBy = "test", CreatedAt = Clock.GetUtcNow(), UpdatedAt = Clock.GetUtcNow(),
    };

    private IRenderedComponent<ScheduledPage> Open(string address = "/scheduled")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<ScheduledPage>();
    }
}

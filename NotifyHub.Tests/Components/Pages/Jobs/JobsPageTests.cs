using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Jobs;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Jobs;

public sealed class JobsPageTests : PageTest
{
    private readonly Scripted _job = new();

    public JobsPageTests()
    {
        Services.AddLogging();
        Services.AddJobs();
        Services.AddHubJob<Scripted>(new JobPlan("scripted", "Does as the test says.", TimeSpan.FromHours(1)));
        Services.AddSingleton(_job);
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Rows.AddAsync(new Project { Id = SendRows.Project, Name = "Acme", CreatedAt = Clock.GetUtcNow() });
    }

    [Fact]
    public async Task A_job_is_run_and_its_result_and_failure_stand_there_with_the_history()
    {
        var page = Open();
        Assert.Contains("Not run yet", Card(page).TextContent, StringComparison.Ordinal);

        await Click(page, "Run now: scripted");
        Assert.Contains("moved 3", Card(page).TextContent, StringComparison.Ordinal);
        _job.Fault = new IOException("no room");
        await Click(page, "Run now: scripted");

        Assert.Equal("Failed", Card(page).QuerySelector(".badge")!.TextContent.Trim());
        Assert.Contains("IOException: no room", Card(page).TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => Card(page).QuerySelector("details")!.TriggerEventAsync("ontoggle", EventArgs.Empty));
        Assert.Equal(2, Card(page).QuerySelectorAll("tbody tr").Length);
        Assert.Contains("this process", Card(page).QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_says_so_and_is_taken_back()
    {
        var page = Open();
        await Click(page, "Pause scripted");
        Assert.Contains("Paused by dana@example.com", Card(page).TextContent, StringComparison.Ordinal);
        await Services.GetRequiredService<JobRecorder>().RunDueAsync("scripted", _job, default);
        Assert.Equal(0, _job.Runs);
        await Click(page, "Resume scripted");
        Assert.Contains("every 1 h", Card(page).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_system_card_tells_engine_store_backlog_and_nodes()
    {
        await Rows.SendAsync(await Rows.DeviceAsync(), d => d.Status = DeliveryStatus.Queued);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await Rows.AddAsync(new HubNode { Id = 9, Name = "host-a:17", Role = "all", Version = "1.2", StartedAt = Clock.GetUtcNow(), HeartbeatAt = Clock.GetUtcNow() });
        var card = Open().Find("[aria-labelledby=system-title]").TextContent;
        foreach (var words in new[] { Store.Engine.Describe(), "Store takes writes", "1 send, the oldest due", "2 min ago", "host-a:17", "Alive" })
        {
            Assert.Contains(words, card, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_those_in_charge_of_the_installation_see_and_act()
    {
        var page = Open();
        Member.Role = ProjectRole.Operator;
        await Click(page, "Run now: scripted");
        Assert.Equal(0, _job.Runs);
        Assert.Contains("Not yours to see", Open().Markup, StringComparison.Ordinal);

        Member.Role = ProjectRole.Owner;
        await Rows.AddAsync(new Project { Id = SendRows.Project - 1, Name = "First", CreatedAt = Clock.GetUtcNow() });
        Assert.Contains("Not yours to see", Open().Markup, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Card(IRenderedComponent<JobsPage> page) => page.FindAll(".jobs > li").Single(card => card.QuerySelector("h2")!.TextContent == "scripted");

    // On the page's own thread: a change that arrives meanwhile would draw the button anew.
    private static Task Click(IRenderedComponent<JobsPage> page, string label) => page.InvokeAsync(() => page.Find($"button[aria-label='{label}']").ClickAsync(new()));

    private IRenderedComponent<JobsPage> Open()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/jobs");
        var page = Render<JobsPage>();
        page.WaitForState(() => page.Markup.Contains("system-title", StringComparison.Ordinal) || page.Markup.Contains("Not yours to see", StringComparison.Ordinal));
        return page;
    }

    private sealed class Scripted : IHubJob
    {
        public int Runs { get; private set; }

        public Exception? Fault { get; set; }

        public Task<string?> RunAsync(CancellationToken cancel)
        {
            Runs++;
            return Fault is null ? Task.FromResult<string?>("moved 3") : Task.FromException<string?>(Fault);
        }
    }
}

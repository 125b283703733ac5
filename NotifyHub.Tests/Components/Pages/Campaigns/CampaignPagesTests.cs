using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Campaigns;
using NotifyHub.Components.Pages.Campaigns;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Tests.Insights;
using SendRows = NotifyHub.Tests.Insights.SendRows;

namespace NotifyHub.Tests.Components.Pages.Campaigns;

public sealed class CampaignPagesTests : PageTest
{
    private static readonly CampaignCaller Caller = new(new SendOrigin(SendRows.Project, null), "test");

    private CampaignControl Control => Services.GetRequiredService<CampaignControl>();

    [Fact]
    public void An_empty_project_is_taught_how_one_is_made()
    {
        var page = OpenList();
        page.WaitForAssertion(() => Assert.Contains("/v1/campaigns", page.Find("pre").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_running_one_is_paused_resumed_and_shows_how_far_it_is()
    {
        await Rows.DeviceAsync();
        var id = await MakeAsync("Sale");
        await Control.StartAsync(Caller, id, new CampaignStart());
        var page = OpenList();
        page.WaitForAssertion(() => Assert.Contains("Running", page.Find("li").TextContent, StringComparison.Ordinal));

        Press(page, "Pause");
        page.WaitForAssertion(() => Assert.Contains("Paused", page.Find("li .badge").TextContent, StringComparison.Ordinal));
        Press(page, "Resume");
        page.WaitForAssertion(() => Assert.Contains("Running", page.Find("li .badge").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_narrows_to_a_state()
    {
        await Rows.DeviceAsync();
        await MakeAsync("Draft of mine");
        await Control.StartAsync(Caller, await MakeAsync("Running one"), new CampaignStart());
        var page = OpenList();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("ul.list > li").Count));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/campaigns?state=draft");
        page.WaitForAssertion(() => Assert.Contains("Draft of mine", Assert.Single(page.FindAll("ul.list > li")).TextContent, StringComparison.Ordinal));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/campaigns?state=canceled");
        page.WaitForAssertion(() => Assert.Contains("No campaign is in this state", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_shows_wordings_and_says_when_there_is_not_enough()
    {
        await Rows.DeviceAsync();
        var id = await MakeAsync("Sale", [new CampaignWording { Name = "A" }, new CampaignWording { Name = "B", Title = "Today" }], 10);
        var draft = Open(id);
        draft.WaitForAssertion(() => Assert.Equal(["A", "BToday", "Held out"], draft.FindAll("section[aria-label=Wordings] tbody tr td:first-child").Select(cell => cell.TextContent)));
        await Control.StartAsync(Caller, id, new CampaignStart());
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("Not enough data", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["Audience", "Sent", "Confirmed", "Opened", "Acted"], page.FindAll(".funnel .name").Select(name => name.TextContent));
        Assert.NotNull(page.Find($"a[href='/campaigns/{RowId.Format(RowId.Campaign, id)}/report.csv']"));
    }

    [Fact]
    public async Task Another_project_s_is_not_shown()
    {
        var now = Clock.GetUtcNow();
        var foreign = new Campaign { Id = Rows.NextId(), ProjectId = SendRows.OtherProject, Name = "x", Send = "{}", State = CampaignState.Draft, CreatedBy = "x", CreatedAt = now, UpdatedAt = now };
        await Rows.AddAsync(foreign);
        var page = Open(foreign.Id);
        page.WaitForAssertion(() => Assert.Contains("There is no such campaign", page.Markup, StringComparison.Ordinal));
    }

    private async Task<long> MakeAsync(string name, IReadOnlyList<CampaignWording>? variants = null, double? holdout = null) => (await Services.GetRequiredService<CampaignDesk>().CreateAsync(Caller, new CampaignRequest
    {
        Name = name, Send = new PushSend { To = JsonSerializer.Deserialize<JsonElement>("""{"everyone":true}"""), Title = "Sale" }, Variants = variants, HoldoutPercent = holdout,
    })).Row.Id;

    private static void Press(IRenderedComponent<CampaignsPage> page, string words) => page.FindAll("button").Single(button => button.TextContent.Contains(words, StringComparison.Ordinal)).Click();

    private IRenderedComponent<CampaignPage> Open(long id)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/campaigns/{RowId.Format(RowId.Campaign, id)}");
        return Render<CampaignPage>(page => page.Add(p => p.Id, RowId.Format(RowId.Campaign, id)));
    }

    private IRenderedComponent<CampaignsPage> OpenList()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/campaigns");
        return Render<CampaignsPage>();
    }
}

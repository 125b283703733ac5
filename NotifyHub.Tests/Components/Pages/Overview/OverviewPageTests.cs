using Bunit;
using NotifyHub.Components.Pages.Overview;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Overview;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Overview;

public sealed class OverviewPageTests : PageTest
{
    [Fact]
    public void A_new_project_is_led_through_its_set_up_and_shown_a_send()
    {
        var page = Render<OverviewPage>();

        Assert.Equal(["/providers", "/devices", "/developers/keys", "/sends", "/sends?ack=no"], page.FindAll(".steps a").Select(a => a.GetAttribute("href")));
        Assert.Contains("/v1/push/send", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_done_step_is_ticked_and_the_next_one_stands_out()
    {
        await Rows.DeviceAsync();

        var page = Render<OverviewPage>();

        Assert.Single(page.FindAll(".steps li.done"));
        Assert.Equal("/providers", page.Find(".steps a.btn-primary").GetAttribute("href"));
    }

    [Fact]
    public async Task Figures_and_latest_sends_follow_what_happens()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device, d => d.AckedAt = d.CreatedAt);
        var page = Render<OverviewPage>();
        Assert.Equal("1", page.FindAll(".tile .figure")[0].TextContent);
        Assert.Equal("100 %", page.FindAll(".tile .figure")[1].TextContent);
        await Rows.SendAsync(device);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Commit();

        page.WaitForAssertion(() => Assert.Equal("2", page.FindAll(".tile .figure")[0].TextContent));
        Assert.Equal(2, page.FindAll(".latest li").Count);
    }

    [Fact]
    public async Task Figures_come_up_to_date_by_time_alone()
    {
        var device = await Rows.DeviceAsync();
        await Rows.SendAsync(device);
        var page = Render<OverviewPage>();
        await Rows.SendAsync(device);

        Clock.Advance(TimeSpan.FromSeconds(5));

        page.WaitForAssertion(() => Assert.Equal("2", page.FindAll(".tile .figure")[0].TextContent));
    }

    [Theory]
    [InlineData("rest", "Resting", "then one goes and decides")]
    [InlineData("doubt", "Tokens set aside", "until you decide")]
    [InlineData("throttle", "Slowed down", "half the rate")]
    public async Task A_vendor_that_is_held_back_does_not_pass_for_working(string state, string badge, string words)
    {
        var (device, now) = (await Rows.DeviceAsync(), Clock.GetUtcNow());
        await Rows.SendAsync(device);
        await Rows.AddAsync(
            new ProviderCredential { Id = 1, ProjectId = SendRows.Project, Provider = device.Provider, Version = 1, State = CredentialState.Active, Config = "{}", SealedSecret = [1], Fingerprint = "f" },
            new ProviderState
            {
                ProjectId = SendRows.Project, Provider = device.Provider, UpdatedAt = now,
                QuarantinedUntil = state == "rest" ? now.AddMinutes(1) : null, BreakerOpenedAt = state == "doubt" ? now : null, ThrottledAt = state == "throttle" ? now : null,
            });
        var card = Render<OverviewPage>().Find("section[aria-label=APNs]");
        Assert.Equal(badge, card.QuerySelector(".badge")!.TextContent);
        Assert.Contains(words, card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checklist_leaves_when_all_is_done()
    {
        await Rows.AddAsync(
            new ProviderCredential { Id = 1, ProjectId = SendRows.Project, Provider = ProviderKind.Apns, Version = 1, State = CredentialState.Active, Config = "{}", SealedSecret = [1], Fingerprint = "f" },
            new ApiKey { Id = 2, ProjectId = SendRows.Project, Kind = ApiKeyKind.Server, Name = "k", LookupId = "l", Hash = [1] });
        await Rows.SendAsync(await Rows.DeviceAsync(), d => d.AckedAt = d.CreatedAt);

        Assert.Empty(Render<OverviewPage>().FindAll(".steps"));
    }

    [Fact]
    public void The_chart_has_a_bar_for_every_minute_the_running_one_last()
    {
        var now = Clock.GetUtcNow().AddSeconds(30);
        var bars = MinuteBar.Fill([new MinuteCount(Clock.GetUtcNow(), ProviderKind.Apns, 3, 1, 2), new MinuteCount(Clock.GetUtcNow(), ProviderKind.Fcm, 4, 0, 0)], now, 60);

        Assert.Equal(60, bars.Count);
        Assert.Equal(new MinuteBar(Clock.GetUtcNow(), 7, 2, 1), bars[^1]);
        Assert.All(bars.SkipLast(1), bar => Assert.Equal(0, bar.Total));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 10)]
    [InlineData(37, 50)]
    [InlineData(1001, 2000)]
    public void The_scale_ends_at_a_round_number(int most, int ceiling) => Assert.Equal(ceiling, MinuteBar.Ceiling(most));
}

using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Alerts;
using NotifyHub.Components.Layout;
using NotifyHub.Components.Pages.Alerts;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Insights;

namespace NotifyHub.Tests.Components.Pages.Alerts;

public sealed class AlertsPageTests : PageTest
{
    [Fact]
    public void Without_alerts_all_is_well() => Assert.Contains("All is well", Open().Markup, StringComparison.Ordinal);

    [Fact]
    public async Task An_alert_says_what_is_wrong_where_to_look_and_that_nobody_was_told()
    {
        await RaiseAsync(SendRows.Project, AlertKind.Quarantined, "apns", "Five calls in a row failed.");
        await Store.Gate.WriteAsync(ProjectScope.EveryProject, (db, _) => Task.FromResult(db.Alerts.Single().ToldAt = Clock.GetUtcNow()));
        var row = Open().Find("li.alert");
        foreach (var words in new[] { "APNs is in quarantine", "Five calls in a row failed.", "nobody was told" })
        {
            Assert.Contains(words, row.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal("/providers", row.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_bell_counts_live_until_it_is_acknowledged()
    {
        var bell = Render<AlertBell>();
        Assert.Empty(bell.FindAll(".count"));
        await RaiseAsync(SendRows.Project, AlertKind.BacklogAge, "fcm", "x");
        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find(".count").TextContent));
        Assert.Equal("1 alert", bell.Find("a").GetAttribute("aria-label"));

        var page = Open();
        await page.FindAll("button").Single(b => b.TextContent == "Acknowledge").ClickAsync(new());

        Assert.Empty(Render<AlertBell>().FindAll(".count"));
        Assert.Contains("acknowledged by dana@example.com", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_concerns_the_installation_is_for_admins()
    {
        await RaiseAsync(0, AlertKind.JobFailed, "device_stale", "x");
        Assert.Contains("Job device_stale fails", Open().Markup, StringComparison.Ordinal);
        Member.Role = ProjectRole.Operator;
        Assert.DoesNotContain("device_stale", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_say_what_is_wrong_keep_what_is_right_and_show_the_secret_once()
    {
        var page = Open();
        page.Find("#alert-emails").Change("no address");
        page.Find("#alert-webhook").Change("https://hooks.example.com/x");
        await page.FindAll("button").Single(b => b.TextContent == "Save").ClickAsync(new());
        Assert.Matches("^“.+” is no e-mail address", page.Find(".field-error").TextContent);

        page.Find("#alert-emails").Change("ann@example.com");
        await page.FindAll("button").Single(b => b.TextContent == "Save").ClickAsync(new());
        Assert.Contains("whsec_", page.Find(".secret").TextContent, StringComparison.Ordinal);
        Assert.Contains("No mail server is set", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operator_can_t_change_whom_to_tell()
    {
        Member.Role = ProjectRole.Operator;
        var page = Open();
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent == "Save");
        Member.Role = ProjectRole.Viewer;
        Assert.DoesNotContain("Whom to tell", Open().Markup, StringComparison.Ordinal);
    }

    private Task RaiseAsync(long project, AlertKind kind, string subject, string detail) =>
        Store.Gate.WriteAsync(session => Services.GetRequiredService<AlertBook>().RaiseAsync(session, new AlertFact(project, kind, subject, detail)));

    private IRenderedComponent<AlertsPage> Open()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/alerts");
        return Render<AlertsPage>();
    }
}

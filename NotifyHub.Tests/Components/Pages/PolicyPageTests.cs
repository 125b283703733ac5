using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Components.Pages.Policy;
using NotifyHub.Components.Pages.Types;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Explain.Replay;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages;

public sealed class PolicyPageTests : IAsyncLifetime
{
    private TestHub _hub = null!;

    private PolicyDesk Desk => _hub.Services.GetRequiredService<PolicyDesk>();

    public async Task InitializeAsync() => _hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    private static BunitContext PageOf(TestMember member)
    {
        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(member.Services);
        return context;
    }

    private static IElement Button(IRenderedComponent<PolicyPage> page, string words) => page.FindAll("button").Single(button => button.TextContent == words);

    private static async Task SeeAsync(IRenderedComponent<PolicyPage> page)
    {
        await Button(page, "See what it would have done").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal("Up to date", page.Find("[aria-labelledby=replay-title] .badge").TextContent));
    }

    [Fact]
    public async Task A_rule_is_saved_only_after_its_effect_was_seen_and_can_be_taken_back()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<PolicyPage>();
        page.WaitForAssertion(() => Assert.Contains("None: people get whatever is sent to them.", page.Markup, StringComparison.Ordinal));
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
        await Button(page, "Add a cap").ClickAsync(new());
        page.Find("#cap-0-most").Change("soon");
        await Button(page, "See what it would have done").ClickAsync(new());
        Assert.Contains("A whole number is needed.", page.Find(".cap").TextContent, StringComparison.Ordinal);
        page.Find("#cap-0-most").Change("0");
        await Button(page, "See what it would have done").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("1 to 1000", page.Find(".cap").TextContent, StringComparison.Ordinal));

        page.Find("#cap-0-most").Change("3");
        page.Find("[aria-label='Unit of the window']").Change("1440");
        Assert.Contains("Save opens once you have seen", page.Markup, StringComparison.Ordinal);
        await SeeAsync(page);
        Assert.Contains("Nothing went to people in the last 7 days", page.Markup, StringComparison.Ordinal);
        Assert.False(Button(page, "Save").HasAttribute("disabled"));

        // Another letter, and what was seen is not what would be saved.
        page.Find("#cap-0-most").Change("4");
        Assert.Equal("Out of date", page.Find("[aria-labelledby=replay-title] .badge").TextContent);
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
        await SeeAsync(page);
        await Button(page, "Save").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Running workers follow at once", page.Markup, StringComparison.Ordinal));
        var cap = Assert.Single((await Desk.ReadAsync(_hub.ProjectId)).Caps!);
        Assert.Equal((4, 1440, null, null), (cap.Most, cap.Minutes, cap.Category, cap.Then));

        await Button(page, "Undo").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("None: people get whatever is sent to them.", page.Markup, StringComparison.Ordinal));
        Assert.Null((await Desk.ReadAsync(_hub.ProjectId)).Caps);
    }

    [Fact]
    public async Task What_another_admin_stores_meanwhile_is_told_and_takes_nothing_away()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var other = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        await using var context = PageOf(member);
        var page = context.Render<PolicyPage>();
        page.WaitForElement("#policy-presence").Change("suppress");
        await SeeAsync(page);
        var theirs = new PolicySettings { Digest = new DigestSetting { Cadence = "daily", Hour = 9 } };
        await Desk.StoreAsync(ProjectAdmin.From(await other.Current.GetAsync()), theirs);
        page.WaitForAssertion(() => Assert.Contains("Somebody else changed the policy", page.Markup, StringComparison.Ordinal));
        Assert.Equal("suppress", page.Find("#policy-presence").GetAttribute("value"));
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
        await Button(page, "Show theirs").ClickAsync(new());
        Assert.Equal(("", "daily", "9"), (page.Find("#policy-presence").GetAttribute("value"), page.Find("#policy-cadence").GetAttribute("value"), page.Find("#policy-hour").GetAttribute("value")));
        Assert.True(Button(page, "Save").HasAttribute("disabled"));
        Assert.Equal(theirs, await Desk.ReadAsync(_hub.ProjectId));
    }

    [Fact]
    public async Task A_viewer_reads_it_and_changes_nothing()
    {
        await using var admin = await TestMember.JoinAsync(_hub, ProjectRole.Admin);
        var stored = new PolicySettings { QuietHours = new ProjectQuietHours { Start = "21:30", End = "06:00", Days = ["friday"] } };
        await Desk.StoreAsync(ProjectAdmin.From(await admin.Current.GetAsync()), stored);
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Viewer);
        await using var context = PageOf(member);
        var page = context.Render<PolicyPage>();
        Assert.Equal("21:30", page.WaitForElement("#policy-start").GetAttribute("value"));
        Assert.Equal(["Fri"], page.FindAll(".day").Where(day => day.QuerySelector("[checked]") is not null).Select(day => day.TextContent));
        Assert.All(page.FindAll("fieldset.card-body"), set => Assert.True(set.HasAttribute("disabled")));
        Assert.Empty(page.FindAll("button"));
        Assert.Contains("An admin or owner may change this.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_types_bundling_shows_what_it_would_have_done_and_grows_stale()
    {
        await using var member = await TestMember.JoinAsync(_hub, ProjectRole.Operator);
        await using var context = PageOf(member);
        // Of the page's own navigation.
        context.Services.AddScoped<Radzen.DialogService>();
        var page = context.Render<TypePage>(parameters => parameters.Add(p => p.Key, "feedback.new"));
        page.WaitForAssertion(() => Assert.Contains("See what this bundling would have done", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[aria-labelledby=replay-title]"));
        await page.FindAll("button").Single(button => button.TextContent == "See what this bundling would have done").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Nothing went to people in the last 7 days", page.Find("[aria-labelledby=replay-title]").TextContent, StringComparison.Ordinal));
        Assert.Equal("Up to date", page.Find("[aria-labelledby=replay-title] .badge").TextContent);
        var bundles = page.FindAll(".choice").Single(choice => choice.TextContent.Contains("Many become few", StringComparison.Ordinal)).QuerySelector("input")!;
        bundles.Change(!bundles.HasAttribute("checked"));
        Assert.Equal("Out of date", page.Find("[aria-labelledby=replay-title] .badge").TextContent);
    }

    [Fact]
    public void Every_verdict_has_words() => Assert.All(Enum.GetValues<ReplayVerdict>(), verdict => Assert.NotEmpty($"{ReplayWords.Label(verdict)}{ReplayWords.Tone(verdict)}"));
}

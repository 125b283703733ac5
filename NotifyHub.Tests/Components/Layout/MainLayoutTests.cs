using Bunit;
using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Layout;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Tests.Components.Layout;

public sealed class MainLayoutTests : PageTest
{
    [Fact]
    public void The_frame_names_project_and_person_and_leads_everywhere()
    {
        var frame = RenderFrame(builder => builder.AddMarkupContent(0, "<p>content</p>"));

        Assert.Contains("Acme Shop", frame.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("Sandbox", frame.Find("header .badge").TextContent, StringComparison.Ordinal);
        Assert.Equal("DR", frame.Find("summary.avatar [aria-hidden]").TextContent);
        Assert.Equal(["/", "/inbox", "/compose", "/sends", "/campaigns", "/scheduled", "/dead-letters", "/alerts", "/people", "/devices", "/topics", "/templates", "/segments", "/types", "/outbox", "/providers", "/developers", "/developers/keys", "/webhooks", "/jobs", "/settings/policy", "/team", "/sandbox"], frame.FindAll("nav a.nav-item").Select(a => a.GetAttribute("href")));
        var keys = frame.FindAll("nav a.nav-item").Select(a => a.GetAttribute("data-go")).ToList();
        Assert.Equal(keys.Distinct(), keys);
        Assert.Equal("/sign-out", frame.Find("form[method=post]").GetAttribute("action"));
    }

    [Fact]
    public void Who_may_see_nothing_sees_no_frame()
    {
        Member.Role = null;

        var frame = RenderFrame(builder => builder.AddMarkupContent(0, "<p>content</p>"));

        Assert.Contains("You may not see this", frame.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("content</p>", frame.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_s_fault_stays_in_the_page_and_tells_nothing_of_the_inside()
    {
        var frame = RenderFrame(builder =>
        {
            builder.OpenComponent<Faulty>(0);
            builder.CloseComponent();
        });

        Assert.Contains("This page could not be shown", frame.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", frame.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(frame.FindAll("nav a.nav-item"));
    }

    [Fact]
    public void A_refusal_says_which_role_may()
    {
        var frame = RenderFrame(builder =>
        {
            builder.OpenComponent<Refusing>(0);
            builder.CloseComponent();
        });

        Assert.Contains("This needs the role admin.", frame.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_the_frame_needs_an_inline_script()
    {
        var frame = RenderFrame(_ => { });

        Assert.Empty(frame.FindAll("script, [onclick], [onload]"));
    }

    private IRenderedComponent<MainLayout> RenderFrame(RenderFragment body) => Render<MainLayout>(layout => layout.Add(l => l.Body, body));

    private sealed class Faulty : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("secret detail");
    }

    private sealed class Refusing : ComponentBase
    {
        protected override void OnInitialized() => throw new AccessDeniedException("This needs the role admin.");
    }
}

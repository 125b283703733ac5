using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>What holds for every page, with a project in use behind it: it renders in both themes and widths, fits its window, and can be used with a screen reader.</summary>
public sealed class PageJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    /// <summary>Name of the picture, address (braces name furniture), heading.</summary>
    public static TheoryData<string, string, string> Pages => new()
    {
        { "overview", "/", "Overview" },
        { "inbox-empty", "/inbox?tab=archived&q=nothing-is-called-this", "Inbox" },
        { "inbox-days", "/inbox?tab=all&from=2026-01-01&until=2026-12-31", "Inbox" },
        { "profile", "/profile", "Your profile" },
        { "my-devices", "/profile/devices", "Your devices" },
        { "preferences", "/profile/notifications", "Notifications" },
        { "sends", "/sends", "Sends" },
        { "sends-filtered", "/sends?campaign=spring-sale&status=sent", "Sends" },
        { "sends-nothing", "/sends?q=nothing-is-called-this", "Sends" },
        { "send-answered", "/sends/{answered}", "Table for two at eight?" },
        { "send-retrying", "/sends/{retrying}", "Your code is on its way" },
        { "send-failed", "/sends/{failed}", "We miss you" },
        { "send-relayed", "/sends/{relayed}", "Your tickets are here" },
        { "send-undelivered", "/sends/{undelivered}", "See you tomorrow?" },
        { "send-unknown", "/sends/dlv_0000000000000", "There is no such send" },
        { "campaigns", "/campaigns", "Campaigns" },
        { "campaign-unknown", "/campaigns/cmp_0000000000001", "There is no such campaign" },
        { "scheduled", "/scheduled", "Scheduled" },
        { "dead-letters", "/dead-letters", "Dead letters" },
        { "dead-letters-discarded", "/dead-letters?show=discarded", "Dead letters" },
        { "alerts", "/alerts", "Alerts" },
        { "devices", "/devices", "Devices" },
        { "templates", "/templates", "Templates" },
        { "template-new", "/templates/new", "New template" },
        { "device", "/devices/{device}", "Ada's iPhone" },
        { "device-retired", "/devices/{retired}", "Edsger's iPhone" },
        { "people", "/people", "People" },
        { "person", "/people/{person}", "Ada Lovelace" },
        { "topics", "/topics", "Topics" },
        { "topic", "/topics/{topic}", "news" },
        { "types", "/types", "Types" },
        { "type", "/types/job.completed", "Job finished" },
        { "type-new", "/types/new", "New type" },
        { "type-unknown", "/types/no.such", "There is no such type" },
        { "segments", "/segments", "Segments" },
        { "segment-unknown", "/segments/seg_0000000000001", "There is no such segment" },
        { "notification-unknown", "/notifications/ntf_0000000000001", "There is no such notification" },
        { "outbox", "/outbox", "Mail outbox" },
        { "providers", "/providers", "Providers" },
        { "developers", "/developers", "Developers" },
        { "keys", "/developers/keys", "API keys" },
        { "webhooks", "/webhooks", "Webhooks" },
        { "webhook-unknown", "/webhooks/whk_0000000000000", "There is no such webhook" },
        { "jobs", "/jobs", "Jobs" },
        { "policy", "/settings/policy", "Policy" },
        { "team", "/team", "Team" },
        { "sandbox", "/sandbox", "Sandbox phones" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_renders_fits_and_names_its_parts(string name, string address, string heading)
    {
        await Hub.Furniture.PlaceAsync();
        await Page.OpenAsync(Address(address), heading);
        await Page.LookAsync(name, heading);
    }

    [Theory]
    [InlineData("sign-in", "/sign-in", "Sign in")]
    [InlineData("access-denied", "/access-denied", "You may not see this")]
    [InlineData("not-found", "/not-found", "There is nothing here")]
    public async Task Pages_for_strangers_do_so_too(string name, string address, string heading)
    {
        var stranger = await VisitAsync(session: null);
        await stranger.GotoAsync(address);
        await stranger.LookAsync(name, heading);
    }

    [Fact]
    public async Task An_unknown_address_leads_to_a_page_that_leads_on()
    {
        Faults.Expect("404");
        await Page.GotoAsync("/no/such/page");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Page.ShowsAsync("Overview");
    }

    [Fact]
    public async Task The_API_docs_draw_themselves_under_the_content_policy()
    {
        await Page.GotoAsync("/docs");
        await Expect(Page.GetByText("/v1/push/send", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    private string Address(string address) => address
        .Replace("{answered}", Hub.Furniture.Answered, StringComparison.Ordinal)
        .Replace("{retrying}", Hub.Furniture.Retrying, StringComparison.Ordinal)
        .Replace("{failed}", Hub.Furniture.Failed, StringComparison.Ordinal)
        .Replace("{relayed}", Hub.Furniture.Relayed, StringComparison.Ordinal)
        .Replace("{undelivered}", Hub.Furniture.Undelivered, StringComparison.Ordinal)
        .Replace("{device}", Hub.Furniture.Device, StringComparison.Ordinal)
        .Replace("{person}", Hub.Furniture.Person, StringComparison.Ordinal)
        .Replace("{topic}", Hub.Furniture.Topic, StringComparison.Ordinal)
        .Replace("{retired}", Hub.Furniture.Retired, StringComparison.Ordinal);
}

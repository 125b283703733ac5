using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A segment is built, counted, stored and opened again.</summary>
public sealed class SegmentJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_segment_is_built_counted_and_stored()
    {
        await Hub.Furniture.PlaceAsync();
        await Page.OpenAsync("/segments/new", "New segment");
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Who is in it now" })).ToContainTextAsync("would get a push now");
        await Page.GetByLabel("Name", new() { Exact = true }).First.FillAsync("iPhones and friends");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Group" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove this group" }).ClickAsync();
        await Page.LookAsync("segment-new", "New segment");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create segment" }).ClickAsync();
        await Page.ShowsAsync("iPhones and friends");
        await Page.OpenAsync("/segments", "Segments");
        await Page.GetByRole(AriaRole.Link, new() { Name = "iPhones and friends" }).ClickAsync();
        await Page.ShowsAsync("iPhones and friends");
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

public sealed class SignInJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task Signing_in_leads_to_the_page_that_was_asked_for()
    {
        var stranger = await VisitAsync(session: null);
        await stranger.GotoAsync("/devices?q=x");
        await Expect(stranger).ToHaveURLAsync(new Regex("/sign-in\\?"));

        await stranger.GetByLabel("E-mail").FillAsync(Hub.OwnerEmail);
        await stranger.GetByLabel("Password").FillAsync(Hub.OwnerPassword);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await stranger.ShowsAsync("Devices");
        await Expect(stranger).ToHaveURLAsync(new Regex("/devices\\?q=x$"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_in_words_and_a_right_one_is_taken_afterwards()
    {
        var stranger = await VisitAsync(session: null);
        await stranger.SignInAsync(Hub.OwnerEmail, "not the password at all");
        await Expect(stranger.GetByRole(AriaRole.Alert)).ToContainTextAsync("The e-mail or the password is wrong.");
        await Expect(stranger.GetByLabel("E-mail")).ToHaveValueAsync(Hub.OwnerEmail);

        await stranger.GetByLabel("Password").FillAsync(Hub.OwnerPassword);
        await stranger.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await stranger.ShowsAsync("Overview");
    }

    [Fact]
    public async Task Signing_out_ends_the_visit()
    {
        var owner = await VisitAsync(session: null);
        await owner.SignInAsync(Hub.OwnerEmail, Hub.OwnerPassword);
        await owner.ShowsAsync("Overview");
        await owner.OpenMenuAsync("Account of");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(owner.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await owner.GotoAsync("/");
        await Expect(owner).ToHaveURLAsync(new Regex("/sign-in"));
    }
}

using System.Text;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;
using NotifyHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace NotifyHub.E2E.Journeys;

/// <summary>A cap is tried on what was really sent, saved and taken back, on a hub of its own: it would hold what others send.</summary>
public sealed class PolicyJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    private TestHub _own = null!;

    public override async Task InitializeAsync()
    {
        _own = await TestHub.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _own.DisposeAsync();
    }

    [Fact]
    public async Task A_cap_shows_whom_it_would_have_held_before_it_is_saved()
    {
        await CallAsync(HttpMethod.Put, "/v1/users/ada", """{"email":"ada@example.com"}""");
        for (var i = 0; i < 3; i++)
        {
            await CallAsync(HttpMethod.Post, "/v1/notifications", """{"type":"feedback.new","to":{"user":"ada"},"channels":["email"],"content":{"title":"Feedback came in"}}""");
        }
        var page = await VisitAsync(session: null, url: _own.Url);
        await page.SignInAsync(_own.OwnerEmail, _own.OwnerPassword);
        await page.ShowsAsync("Overview");
        await page.OpenAsync("/settings/policy", "Policy");
        await page.LookAsync("policy", "Policy");
        await page.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);
        var save = page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a cap" }).ClickAsync();
        await page.GetByLabel("At most").FillAsync("1");
        await page.GetByLabel("One more").SelectOptionAsync("is not sent");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "On", Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "On", Exact = true }).UncheckAsync();
        await Expect(save).ToBeDisabledAsync();
        // The mails may still be on their way: looked at again until all three are there.
        var replay = page.Card("What it would have done");
        await UntilAsync(async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "See what it would have done" }).ClickAsync();
            await Expect(replay).ToContainTextAsync("2 deliveries would have ended otherwise, for 1 person.", new() { Timeout = 3000 });
        });
        await Expect(replay.GetByRole(AriaRole.List, new() { Name = "People for whom something changes" })).ToContainTextAsync("ada");
        await Expect(replay).ToContainTextAsync("Not sent (too many in a short time)");
        await page.LookAsync("policy-replay", "Policy");
        await page.SetViewportSizeAsync(Look.Desk.Width, Look.Desk.Height);

        await save.ClickAsync();
        await Expect(page.GetByText("Running workers follow at once.")).ToBeVisibleAsync();
        Assert.Contains("\"most\":1", await CallAsync(HttpMethod.Get, "/v1/projects/current/policy", null), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("None: people get whatever is sent to them.")).ToBeVisibleAsync();
        Assert.DoesNotContain("\"most\"", await CallAsync(HttpMethod.Get, "/v1/projects/current/policy", null), StringComparison.Ordinal);

        // The same for the bundling of one type.
        await page.OpenAsync("/types/feedback.new", "New feedback");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Many become few" }).CheckAsync();
        await page.GetByLabel("Most that come by themselves").FillAsync("1");
        await page.GetByLabel("Window in minutes").FocusAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "See what this bundling would have done" }).ClickAsync();
        await Expect(replay).ToContainTextAsync("2 deliveries would have ended otherwise, for 1 person.");
        await Expect(replay).ToContainTextAsync("In a summary");
        await page.LookAsync("type-bundling", "New feedback");
    }

    private static async Task UntilAsync(Func<Task> holds)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await holds();
                return;
            }
            catch (PlaywrightException) when (tries < 10)
            {
                // Once more.
            }
        }
    }

    private async Task<string> CallAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _own.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}

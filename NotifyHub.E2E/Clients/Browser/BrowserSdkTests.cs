using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NotifyHub.Tests.Sandbox;

namespace NotifyHub.E2E.Clients.Browser;

/// <summary>The JavaScript SDK in a real browser that decrypts real messages, on a site of another origin: subscribe, show, report, lead, rotate, and keep what can't be said.</summary>
public sealed class BrowserSdkTests(FirefoxRig rig) : IClassFixture<FirefoxRig>, IAsyncLifetime
{
    private IPage _page = null!;
    private string _device = "";

    public async Task InitializeAsync()
    {
        _page = await rig.OpenAsync();
        _device = await FirefoxRig.SubscribeAsync(_page);
    }

    public async Task DisposeAsync() => await _page.Context.CloseAsync();

    [Fact]
    public async Task A_push_is_decrypted_shown_and_confirmed_and_the_open_page_hears_of_it()
    {
        var device = JsonNode.Parse(await rig.Hub.Client.GetStringAsync($"/v1/push/tokens/{_device}"))!;
        Assert.Equal(("webpush", "active", "web", "granted", "1.2.3"), (device["provider"]!.GetValue<string>(), device["status"]!.GetValue<string>(), device["platform"]!.GetValue<string>(), device["permission"]!.GetValue<string>(), device["appVersion"]!.GetValue<string>()));

        var delivery = await rig.SendAsync(_device, "Your order has shipped", new { options = new { actions = new object[] { new { id = "track", title = "Track it" } }, collapseKey = "order-42" } });

        var shown = await rig.Desktop.NextAsync();
        Assert.Equal(("Your order has shipped", "Your parcel is on its way."), (shown.Title, shown.Body));
        Assert.Contains("Track it", shown.Actions.Values);
        var told = await rig.ToldAsync(delivery, "received");
        Assert.NotNull(told["at"]);
        // The browser may confirm it before the vendor's answer is written.
        await rig.UntilAsync(delivery, d => d["ackedAt"] is not null && d["status"]!.GetValue<string>() == "sent");
        await HeardAsync("push", "Your order has shipped");
        Assert.Equal(delivery, await _page.EvaluateAsync<string>("() => window.hub.breadcrumbs.at(-1).data.msgId"));
        Assert.Equal("""[{"title":"Your order has shipped","tag":"order-42"}]""", await _page.EvaluateAsync<string>("""
            async () => JSON.stringify((await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, tag }) => ({ title, tag })))
            """));
        await rig.Desktop.CloseAsync(shown);
    }

    [Fact]
    public async Task A_click_opens_the_right_page_and_is_told_with_the_tabs_session()
    {
        var delivery = await rig.SendAsync(_device, "Order 42", new { route = new { kind = "openPath", path = "/orders/42" } });
        await rig.Desktop.PressAsync(await rig.Desktop.NextAsync());

        await _page.WaitForURLAsync("**/orders/42");
        await FirefoxRig.StartedAsync(_page);
        var told = await rig.ToldAsync(delivery, "opened");
        Assert.Equal(await _page.EvaluateAsync<string>("() => window.hub.sessionId"), told["sessionId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_single_page_app_goes_there_by_itself()
    {
        await _page.EvaluateAsync("() => { window.spa = true; window.mark = 1; }");
        var delivery = await rig.SendAsync(_device, "Order 43", new { route = new { kind = "openPath", path = "/orders/43" } });
        await rig.Desktop.PressAsync(await rig.Desktop.NextAsync());

        // Not WaitForURL: it waits for a load, and a single-page app loads nothing.
        await _page.WaitForFunctionAsync("() => location.pathname === '/orders/43'");
        await rig.ToldAsync(delivery, "opened");
        await HeardAsync("opened", "Order 43");
        Assert.Equal(1, await _page.EvaluateAsync<int>("() => window.mark"));
    }

    [Fact]
    public async Task A_button_is_told_by_its_name_and_a_dismissal_as_one()
    {
        var asked = await rig.SendAsync(_device, "Keep the table?", new { options = new { actions = new object[] { new { id = "keep", title = "Keep it" }, new { id = "free", title = "Let it go" } } } });
        var shown = await rig.Desktop.NextAsync();
        await rig.Desktop.PressAsync(shown, shown.Actions.Single(action => action.Value == "Let it go").Key);
        Assert.Equal("free", (await rig.ToldAsync(asked, "action"))["actionId"]!.GetValue<string>());

        var ignored = await rig.SendAsync(_device, "We miss you");
        await rig.Desktop.CloseAsync(await rig.Desktop.NextAsync());
        await rig.ToldAsync(ignored, "dismissed");
    }

    [Fact]
    public async Task Without_a_tab_a_click_opens_one()
    {
        var context = _page.Context;
        await _page.GotoAsync("about:blank");
        var delivery = await rig.SendAsync(_device, "Come back", new { route = new { kind = "openPath", path = "/welcome" } });
        var opened = context.WaitForPageAsync(new() { Timeout = 30_000 });
        await rig.Desktop.PressAsync(await rig.Desktop.NextAsync());
        var tab = await opened;
        await tab.WaitForURLAsync("**/welcome");
        await rig.ToldAsync(delivery, "opened");
    }

    [Fact]
    public async Task Data_alone_is_told_to_the_page_and_shown_to_nobody()
    {
        var delivery = await rig.SendAsync(_device, "", new { body = "", data = new { sync = "catalogue" }, options = new { silent = true } });
        await rig.ToldAsync(delivery, "received");
        await HeardAsync("push", null);
        Assert.False(rig.Desktop.HasMore);
    }

    [Fact]
    public async Task A_push_service_that_forgot_the_browser_gets_it_back_as_the_same_device()
    {
        var before = await EndpointAsync();
        rig.Hub.Sandbox.Browsers.ForgetAll();
        await HeardAsync("rotated", null);
        Assert.NotEqual(before, await EndpointAsync());
        // The registration goes through the queue; it is there when the device answers to it.
        await _page.WaitForFunctionAsync("() => window.hub.flush().then((left) => left === 0)");
        var delivery = await rig.SendAsync(_device, "Still you");
        Assert.Equal("Still you", (await rig.Desktop.NextAsync()).Title);
        await rig.ToldAsync(delivery, "received");
    }

    [Fact]
    public async Task What_people_do_next_counts_for_the_push()
    {
        var delivery = await rig.SendAsync(_device, "Back in stock");
        await rig.Desktop.CloseAsync(await rig.Desktop.NextAsync());
        await rig.ToldAsync(delivery, "received");
        await HeardAsync("push", "Back in stock");
        await _page.EvaluateAsync("() => window.hub.track('checkout', { total: 42 })");
        var impact = await rig.UntilAsync(delivery, d => d["eventCount"]?.GetValue<int>() == 1, "/downstream");
        Assert.Equal("ok", impact["correlationStatus"]!.GetValue<string>());
    }

    [Fact]
    public async Task Topics_are_followed_by_the_browsers_own_proof()
    {
        await _page.EvaluateAsync("async () => { await window.hub.follow('news'); await window.hub.follow('offers & more'); await window.hub.unfollow('news'); }");
        Assert.Equal(["offers & more"], await _page.EvaluateAsync<string[]>("() => window.hub.topics()"));
    }

    [Fact]
    public async Task What_was_tampered_with_is_shown_to_nobody()
    {
        var fleet = rig.Hub.Sandbox.Browsers;
        var before = fleet.Undecryptable;
        using var caller = new WebPushCaller(rig.Hub.Sandbox);
        var body = RandomNumberGenerator.GetBytes(200);
        // A header in order: salt, record size 4096, a point of 65 bytes; the rest is noise.
        (body[16], body[17], body[18], body[19], body[20], body[21]) = (0, 0, 16, 0, 65, 4);
        Assert.Equal(201, (await caller.SendAsync(new Uri(await EndpointAsync()), body)).Status);
        await WhenAsync(() => fleet.Undecryptable > before);
        Assert.False(rig.Desktop.HasMore);
    }

    [Fact]
    public async Task What_was_sent_while_the_hub_was_away_is_told_later()
    {
        // The page's own address is the only way of its worker to the hub that we can close: the origin is taken off the list, so no answer may be read.
        await ListAsync();
        var delivery = await rig.SendAsync(_device, "Nobody may tell");
        await rig.Desktop.CloseAsync(await rig.Desktop.NextAsync());
        await _page.WaitForFunctionAsync("() => window.hub.flush().then((left) => left > 0)");
        await ListAsync(rig.Site.Url.GetLeftPart(UriPartial.Authority));
        await rig.ToldAsync(delivery, "received");
        await rig.ToldAsync(delivery, "dismissed");
        await _page.WaitForFunctionAsync("() => window.hub.flush().then((left) => left === 0)");
    }

    [Fact]
    public async Task Who_unsubscribed_is_gone()
    {
        var fleet = rig.Hub.Sandbox.Browsers;
        var before = fleet.Subscriptions;
        Assert.True(await _page.EvaluateAsync<bool>("() => window.hub.unsubscribe()"));
        await WhenAsync(() => fleet.Subscriptions < before);
        var delivery = await rig.SendAsync(_device, "Anybody?");
        var failed = await rig.UntilAsync(delivery, d => d["status"]!.GetValue<string>() == "failed");
        Assert.Equal("TokenDead", failed["reason"]!.GetValue<string>());
    }

    private async Task WhenAsync(Func<bool> isSo)
    {
        var fleet = rig.Hub.Sandbox.Browsers;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (isSo())
            {
                reached.TrySetResult();
            }
        }
        fleet.Changed += Look;
        Look();
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        fleet.Changed -= Look;
    }

    private Task<string> EndpointAsync() => _page.EvaluateAsync<string>("async () => (await (await navigator.serviceWorker.ready).pushManager.getSubscription()).endpoint");

    private async Task HeardAsync(string name, string? title) =>
        await _page.WaitForFunctionAsync("([name, title]) => window.heard.some((event) => event.name === name && (title === null || event.title === title))", new object?[] { name, title });

    private async Task ListAsync(params string[] origins)
    {
        using var content = new StringContent(new JsonObject { ["origins"] = new JsonArray([.. origins.Select(origin => (JsonNode)origin)]) }.ToJsonString(), System.Text.Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await rig.Hub.Client.PutAsync("/v1/projects/current/origins", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}

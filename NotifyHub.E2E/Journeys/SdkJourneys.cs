using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NotifyHub.E2E.Support;

namespace NotifyHub.E2E.Journeys;

/// <summary>The SDK's worker in Chromium, by the browser's own tool for developers: it hands the worker a message as if it had been decrypted. The whole way is run in Firefox (Clients/Browser).</summary>
public sealed class SdkJourneys(JourneyBrowser browser, SharedHub hub) : Journey(browser, hub)
{
    [Fact]
    public async Task A_push_is_shown_with_its_picture_and_buttons_and_confirmed()
    {
        await Page.Context.GrantPermissionsAsync(["notifications"]);
        var tools = await Page.Context.NewCDPSessionAsync(Page);
        var registered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        tools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, update) =>
        {
            if (update!.Value.GetProperty("registrations").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } registration)
            {
                registered.TrySetResult(registration.GetProperty("registrationId").GetString()!);
            }
        };
        await tools.SendAsync("ServiceWorker.enable");
        await Page.GotoAsync("/sdk/demo.html");
        await Page.EvaluateAsync("""
            async (key) => {
              const { NotifyHub } = await import("/sdk/notifyhub.js");
              window.hub = await NotifyHub.start({ key, serviceWorker: "/sdk/notifyhub-sw.js" });
              window.heard = [];
              window.hub.on("push", (push) => window.heard.push(push.title));
            }
            """, Hub.PublishableKey);
        var delivery = await DeliveryAsync();
        var push = new JsonObject
        {
            ["title"] = "Table for two?", ["body"] = "Shall we keep it?", ["tag"] = "table", ["image"] = "/favicon.svg",
            ["actions"] = new JsonArray(new JsonObject { ["action"] = "keep", ["title"] = "Keep it" }),
            ["data"] = new JsonObject { ["notifyhub_msg_id"] = delivery },
        };

        foreach (var _ in new[] { "once", "and the copy of a hub that was killed in between" })
        {
            await tools.SendAsync("ServiceWorker.deliverPushMessage", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["origin"] = Hub.Url.GetLeftPart(UriPartial.Authority), ["registrationId"] = await registered.Task.WaitAsync(TimeSpan.FromSeconds(30)), ["data"] = push.ToJsonString(),
            });
        }

        await Page.WaitForFunctionAsync("() => window.heard.length > 0");
        await Page.WaitForFunctionAsync("async () => (await window.hub.flush()) === 0");
        var told = JsonNode.Parse(await Hub.Client.GetStringAsync($"/v1/deliveries/{delivery}"))!["interactions"]!.AsArray();
        Assert.Equal("received", Assert.Single(told)!["eventType"]!.GetValue<string>());
        Assert.Equal("""[["Table for two?","Shall we keep it?","table",["keep"]]]""", await Page.EvaluateAsync<string>("""
            async () => JSON.stringify((await (await navigator.serviceWorker.getRegistration("/sdk/")).getNotifications()).map(({ title, body, tag, actions }) => [title, body, tag, actions.map((one) => one.action)]))
            """));
        Assert.Equal(1, await Page.EvaluateAsync<int>("() => window.heard.length"));
    }

    // To a device that nobody holds, tomorrow: whatever is told of it, this browser told it.
    private async Task<string> DeliveryAsync()
    {
        using var registered = await Hub.Client.PostAsJsonAsync("/v1/push/tokens", new { provider = "fcm", token = $"sdk-{Guid.NewGuid():N}" });
        var device = JsonNode.Parse(await registered.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
        using var sent = await Hub.Client.PostAsJsonAsync("/v1/push/send", new { to = device, title = "Table for two?", sendAt = DateTimeOffset.UtcNow.AddDays(1) });
        return JsonNode.Parse(await sent.Content.ReadAsStringAsync())!["tickets"]![0]!["id"]!.GetValue<string>();
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.E2E.Clients.Browser;

/// <summary>A hub, a Firefox whose push service is the hub's sandbox, a desktop that it shows notifications on, and a site that uses the SDK. One for all tests of the class.</summary>
public sealed class FirefoxRig : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private IPlaywright _playwright = null!;

    public TestHub Hub { get; private set; } = null!;
    public IBrowser Firefox { get; private set; } = null!;
    public DesktopNotifications Desktop { get; private set; } = null!;
    public TestSite Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Hub = await TestHub.StartAsync();
        var (config, secret) = (JsonSerializer.Serialize(new { subject = SandboxCredentials.Subject, publicKey = Hub.Sandbox.Credentials.VapidPublicKey }), JsonSerializer.Serialize(new { privateKey = Hub.Sandbox.Credentials.VapidPrivateKey }));
        await Hub.Services.GetRequiredService<CredentialVault>().StoreAsync(ProjectAdmin.System(Hub.ProjectId), new NewCredential(ProviderKind.WebPush, config, secret, Activate: true));
        Site = await TestSite.StartAsync(Hub.Url, await Hub.NewKeyAsync(Hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        using var listed = await Hub.Client.PutAsJsonAsync("/v1/projects/current/origins", new { origins = new[] { Site.Url.GetLeftPart(UriPartial.Authority) } });
        Assert.True(listed.IsSuccessStatusCode, await listed.Content.ReadAsStringAsync());
        Desktop = await DesktopNotifications.StartAsync();
        var path = Environment.GetEnvironmentVariable("NOTIFYHUB_FIREFOX") is { Length: > 0 } given ? given : "/usr/bin/firefox-esr";
        Assert.True(File.Exists(path), $"These tests need a Firefox: there is none at {path}. Install it, or set NOTIFYHUB_FIREFOX.");
        _playwright = await Playwright.CreateAsync();
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
        environment["DBUS_SESSION_BUS_ADDRESS"] = Desktop.Address;
        Firefox = await _playwright.Firefox.LaunchAsync(new()
        {
            Channel = "moz-firefox", ExecutablePath = path, Timeout = 120_000, Env = environment,
            FirefoxUserPrefs = new Dictionary<string, object>
            {
                ["dom.push.serverURL"] = $"ws://127.0.0.1:{Hub.Sandbox.Addresses.Http.Port}/",
                ["dom.push.testing.allowInsecureServerURL"] = true,
                ["dom.push.connection.enabled"] = true,   // automation turns it off
                ["dom.push.retryBaseInterval"] = 200,
                ["permissions.default.desktop-notification"] = 1,
                ["alerts.useSystemBackend"] = true,
                ["dom.webnotifications.actions.enabled"] = true,
            },
        });
    }

    public async Task DisposeAsync()
    {
        if (Firefox is not null)
        {
            await Firefox.CloseAsync();
        }
        _playwright?.Dispose();
        if (Desktop is not null)
        {
            await Desktop.DisposeAsync();
        }
        if (Site is not null)
        {
            await Site.DisposeAsync();
        }
        await Hub.DisposeAsync();
    }

    /// <summary>A tab of the site in a profile of its own, with the SDK started.</summary>
    public async Task<IPage> OpenAsync(string path = "/")
    {
        var context = await Firefox.NewContextAsync(new() { BaseURL = Site.Url.ToString() });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        await context.GrantPermissionsAsync(["notifications"]);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await StartedAsync(page);
        return page;
    }

    /// <summary>Waits until the page has its SDK.</summary>
    public static Task StartedAsync(IPage page) => page.WaitForFunctionAsync("() => window.hub !== undefined");

    /// <summary>Subscribes; gives the device's id.</summary>
    public static async Task<string> SubscribeAsync(IPage page) => await page.EvaluateAsync<string>("() => window.hub.subscribe().then((answer) => answer.deviceId)");

    /// <summary>Sends by the API; gives the delivery's id.</summary>
    public async Task<string> SendAsync(string device, string title, object? more = null)
    {
        var body = more is null ? [] : JsonSerializer.SerializeToNode(more, JsonSerializerOptions.Web)!.AsObject();
        (body["to"], body["title"]) = (device, title);
        body["body"] ??= "Your parcel is on its way.";
        using var answer = await Hub.Client.PostAsJsonAsync("/v1/push/send", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["tickets"]![0]!["id"]!.GetValue<string>();
    }

    /// <summary>The delivery, once what it tells is so.</summary>
    public async Task<JsonObject> UntilAsync(string delivery, Func<JsonObject, bool> isSo, string part = "")
    {
        using var changed = new SemaphoreSlim(0);
        void Release(HubChange _) => changed.Release();
        var feed = Hub.Services.GetRequiredService<ChangeFeed>();
        feed.Changed += Release;
        try
        {
            while (true)
            {
                var found = JsonNode.Parse(await Hub.Client.GetStringAsync($"/v1/deliveries/{delivery}{part}"))!.AsObject();
                if (isSo(found))
                {
                    return found;
                }
                Assert.True(await changed.WaitAsync(Patience), found.ToJsonString());
            }
        }
        finally
        {
            feed.Changed -= Release;
        }
    }

    /// <summary>The delivery once the browser reported this of it; gives the report.</summary>
    public async Task<JsonObject> ToldAsync(string delivery, string eventType) =>
        Reports(await UntilAsync(delivery, d => Reports(d).Any(r => Is(r, eventType)))).Single(r => Is(r, eventType));

    private static IEnumerable<JsonObject> Reports(JsonObject delivery) => delivery["interactions"]!.AsArray().Select(report => report!.AsObject());

    private static bool Is(JsonObject report, string eventType) => report["eventType"]!.GetValue<string>() == eventType;
}

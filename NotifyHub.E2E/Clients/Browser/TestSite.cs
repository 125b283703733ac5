using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NotifyHub.E2E.Clients.Browser;

/// <summary>A web site of somebody else's, on an origin of its own, that uses the SDK: any page of it starts the SDK as <c>window.hub</c> and notes what it heard.</summary>
public sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, Uri url) => (_app, Url) = (app, url);

    /// <summary>Its origin.</summary>
    public Uri Url { get; }

    /// <summary>Puts it up.</summary>
    /// <param name="hub">Where the SDK comes from, and what it talks to.</param>
    /// <param name="key">The publishable key in its pages.</param>
    public static async Task<TestSite> StartAsync(Uri hub, string key)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(http =>
        {
            var isWorker = http.Request.Path == "/notifyhub-sw.js";
            http.Response.ContentType = isWorker ? "text/javascript" : "text/html; charset=utf-8";
            return http.Response.WriteAsync(isWorker ? $"importScripts(\"{hub}sdk/notifyhub-sw.js\");" : $$"""
                <!doctype html><html lang="en"><title>{{http.Request.Path}}</title><h1>{{http.Request.Path}}</h1>
                <script type="module">
                  import { NotifyHub } from "{{hub}}sdk/notifyhub.js";
                  window.heard = [];
                  window.hub = await NotifyHub.start({ key: "{{key}}", appVersion: "1.2.3" });
                  for (const name of ["push", "opened", "rotated"]) window.hub.on(name, (event) => { window.heard.push({ name, title: event?.title ?? event?.push?.title, action: event?.action }); });
                  window.hub.on("route", ({ route }) => {
                    window.heard.push({ name: "route", path: route.path });
                    if (!window.spa) return false;
                    history.pushState(null, "", route.path);
                    return true;
                  });
                </script>
                </html>
                """);
        });
        await app.StartAsync();
        return new TestSite(app, new Uri(app.Urls.First() + "/"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

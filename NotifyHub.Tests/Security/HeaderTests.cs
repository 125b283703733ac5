using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Security;

public class HeaderTests
{
    private static IEnumerable<string> GetRoutesOf(TestHub hub) => hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
        .Select(e => "/" + string.Join('/', e.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "x")))))
        .Distinct(StringComparer.Ordinal);

    [Fact]
    public async Task Every_route_tells_the_browser_what_it_may_do()
    {
        await using var hub = await TestHub.StartAsync();
        using var owner = await FormClient.OwnerOf(hub);
        var checkedRoutes = 0;
        foreach (var route in GetRoutesOf(hub).Where(r => !r.StartsWith("/_blazor", StringComparison.Ordinal)))
        {
            using var answer = await owner.Http.GetAsync(route, HttpCompletionOption.ResponseHeadersRead);
            string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
            Assert.Equal("", Header("Server"));
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("strict-origin-when-cross-origin", Header("Referrer-Policy"));
            Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"));
            Assert.DoesNotContain("'unsafe-eval'", Header("Content-Security-Policy"));
            Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", Header("Content-Security-Policy"));
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                Assert.Equal("no-store", Header("Cache-Control"));
                Assert.Contains("script-src 'self';", Header("Content-Security-Policy"));
                // A page draws itself before its store has answered, too.
                Assert.DoesNotContain("This page could not be shown", await answer.Content.ReadAsStringAsync());
            }
            checkedRoutes++;
        }
        Assert.True(checkedRoutes > 30, $"only {checkedRoutes} routes");
    }

    [Fact]
    public async Task A_stranger_sees_what_is_meant_to_be_public_and_nothing_else()
    {
        string[] open = ["/sign-in", "/setup", "/access-denied", "/not-found", "/fault", "/health/live", "/health/ready"];
        await using var hub = await TestHub.StartAsync();
        var stranger = hub.ClientFor(null);
        var seen = new List<string>();
        foreach (var route in GetRoutesOf(hub))
        {
            using var answer = await stranger.GetAsync(route, HttpCompletionOption.ResponseHeadersRead);
            var isAsset = Path.HasExtension(route) && !route.StartsWith("/openapi", StringComparison.Ordinal) && route != "/sends/export.csv";
            if (answer.StatusCode == HttpStatusCode.OK && !isAsset && !open.Contains(route) && !route.StartsWith("/openapi", StringComparison.Ordinal) && !route.StartsWith("/docs", StringComparison.Ordinal))
            {
                seen.Add(route);
            }
        }
        Assert.Equal([], seen);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_tied_to_the_host_and_the_browser_stays_on_https()
    {
        await using var hub = await TestHub.StartAsync(new Dictionary<string, string?> { ["NotifyHub:Security:TrustedProxies:0"] = "127.0.0.1" });
        using var person = new FormClient(hub.Url);
        person.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        person.Http.DefaultRequestHeaders.Host = "notifyhub.example";
        var page = await person.Http.GetAsync("/sign-in");
        Assert.StartsWith("max-age=31536000", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")));
        var antiforgery = page.Headers.GetValues("Set-Cookie").Single(c => c.Contains("Antiforgery", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("secure", antiforgery);
        // A client on http does not send back a Secure cookie: carry it by hand.
        person.Http.DefaultRequestHeaders.Add("Cookie", antiforgery.Split(';')[0]);
        var answer = await person.SignInAsync(hub.OwnerEmail, hub.OwnerPassword);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-notifyhub=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie);
        Assert.Contains("path=/", cookie);
        Assert.DoesNotContain("domain", cookie);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    public async Task Nobody_is_believed_about_addresses_unless_configured(string header, string value)
    {
        await using var hub = await TestHub.StartAsync();
        using var person = new FormClient(hub.Url);
        person.Http.DefaultRequestHeaders.Add(header, value);
        await person.SignInAsync(hub.OwnerEmail, "the wrong password");
        await using var db = hub.Services.GetRequiredService<NotifyHub.Data.HubContexts>().Open(default);
        Assert.Equal("127.0.0.1", db.Audit.Single(e => e.Action == "signin.failed").Ip!.Replace("::ffff:", ""));
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using NotifyHub.Data.Rows;

namespace NotifyHub.Security.SignIn;

/// <summary>The session: 8 hours idle, 7 days at most, ended at once when the account's security stamp changes.</summary>
internal static class SessionCookie
{
    private const string Started = "started";
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8), Absolute = TimeSpan.FromDays(7);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = HostCookies.Plain;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.CookieManager = new HostCookies();
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/access-denied";
        options.Events.OnSigningIn = context =>
        {
            var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
            context.Properties.Items.TryAdd(Started, time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = RedirectAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        if (!context.Properties.Items.TryGetValue(Started, out var text) || !long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var started)
            || time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(started) > Absolute)
        {
            context.RejectPrincipal();
            return;
        }
        // Each page asks, not once a minute: one that opens with a session that has ended could only say that it may not be seen.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && await context.HttpContext.RequestServices.GetRequiredService<SignInManager<HubUser>>().ValidateSecurityStampAsync(context.Principal) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }
        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    // Nobody can sign in before somebody has set up.
    private static async Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var first = context.HttpContext.RequestServices.GetRequiredService<FirstOwner>();
        context.Response.Redirect(await first.IsOpenAsync(context.HttpContext.RequestAborted) ? "/setup" : context.RedirectUri);
    }
}

/// <summary>Over https the cookie bears the prefix __Host-, which browsers tie to this host, to https and to the whole site; over plain http (a developer's machine) they would refuse it.</summary>
internal sealed class HostCookies : ICookieManager
{
    public const string Plain = "notifyhub";
    private readonly ChunkingCookieManager _chunks = new();

    public string? GetRequestCookie(HttpContext context, string key) => _chunks.GetRequestCookie(context, NameFor(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _chunks.AppendResponseCookie(context, NameFor(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _chunks.DeleteCookie(context, NameFor(context, key), options);

    internal static string NameFor(HttpContext context, string name) => context.Request.IsHttps ? $"__Host-{name}" : name;
}

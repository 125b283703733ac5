using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Security.SignIn;

namespace NotifyHub.Security.Accounts;

/// <summary>What a member does with their own account.</summary>
public static class AccountServices
{
    /// <summary>Desks, and the cookie between the two steps of a sign-in.</summary>
    internal static void AddAccounts(this IServiceCollection services)
    {
        services.AddScoped<AccountChange>();
        services.AddScoped<AccountDesk>();
        services.AddScoped<Reauthentication>();
        services.AddSingleton<AccountLook>();
        services.AddScoped<SecondFactor>();
        services.AddSingleton<SecondFactorCheck>();
        services.AddScoped<SessionDoor>();
        services.AddAuthentication().AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
        {
            options.Cookie.Name = "notifyhub-half";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
            options.CookieManager = new HostCookies();
            options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            options.SlidingExpiration = false;
        });
    }

    /// <summary>POST /profile/sign-out-everywhere: a form outside of Blazor, because it changes the cookie.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/profile/sign-out-everywhere", SignOutAsync).ExcludeFromDescription();

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, AccountDesk desk, CancellationToken cancel)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return TypedResults.Redirect("/profile");
        }
        await desk.SignOutElsewhereAsync(http, cancel);
        return TypedResults.Redirect("/profile?done=sessions");
    }
}

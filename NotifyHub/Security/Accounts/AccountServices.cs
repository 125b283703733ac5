using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NotifyHub.Data.Rows;
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
        services.AddScoped<PasskeyDesk>();
        services.AddScoped<IUserStore<HubUser>, PasskeyStore>();
        services.TryAddScoped<IPasskeyHandler<HubUser>, PasskeyHandler<HubUser>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // Verified by the authenticator and found without a name: that is what makes it both factors.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.AddAuthentication().AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => Brief(options, "notifyhub-half"))
            // Never given out; Identity takes it back with a session whose stamp is old, and fails where the scheme is missing.
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme, options => Brief(options, "notifyhub-remember"));
    }

    private static void Brief(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/";
        options.CookieManager = new HostCookies();
        options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        options.SlidingExpiration = false;
    }

    /// <summary>POST /profile/sign-out-everywhere, and what passkeys post: outside of Blazor, because it changes the cookie.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/profile/sign-out-everywhere", SignOutAsync).ExcludeFromDescription();
        routes.MapPasskeys();
    }

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

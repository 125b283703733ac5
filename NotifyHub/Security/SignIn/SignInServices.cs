using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Accounts;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Security.SignIn;

/// <summary>Accounts, sign-in and first set-up.</summary>
public static class SignInServices
{
    /// <summary>Identity on our tables, without roles of its own: a role is a membership in a project.</summary>
    internal static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddIdentityCore<HubUser>(options =>
        {
            options.User.RequireUniqueEmail = true;
            options.Password = new PasswordOptions { RequiredLength = PasswordRules.Shortest, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 1 };
        })
        .AddEntityFrameworkStores<HubDb>()
        .AddSignInManager();
        // Ours says it all, once; the platform's own would repeat the length in other words.
        services.AddScoped<IPasswordValidator<HubUser>, PasswordRules>();
        // OWASP's figure for PBKDF2 with HMAC-SHA512.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, SessionCookie.Configure);
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.Configure<SecurityStampValidatorOptions>(options =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.OnRefreshingPrincipal = KeepProject;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new MemberPolicy()).Build());
        services.AddSingleton<IAuthorizationHandler, MemberPolicy>();
        services.AddScoped<AuthenticationStateProvider, LiveSession>();
        services.AddSingleton<AttemptLimiter>();
        services.AddSingleton<KnownDevice>();
        services.AddSingleton<DecoyPassword>();
        services.AddSingleton<SetupToken>();
        services.AddScoped<SignInDesk>();
        services.AddAccounts();
        services.AddScoped<SetupDesk>();
        services.AddHostedService<SetupAnnouncer>();
        services.AddOptions<BootstrapOptions>().Bind(configuration.GetSection("NotifyHub:Bootstrap"));
        services.AddScoped<FirstOwner>();
        services.AddScoped<Bootstrap>();
    }

    // The refreshed principal is made from the account alone; the chosen project belongs to the session.
    private static Task KeepProject(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal?.FindFirst(CurrentMember.ProjectClaim) is { } claim)
        {
            context.NewPrincipal?.Identities.First().AddClaim(new Claim(claim.Type, claim.Value));
        }
        return Task.CompletedTask;
    }
}

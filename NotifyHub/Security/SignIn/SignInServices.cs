using Microsoft.AspNetCore.Identity;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

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
        services.AddOptions<BootstrapOptions>().Bind(configuration.GetSection("NotifyHub:Bootstrap"));
        services.AddScoped<FirstOwner>();
        services.AddScoped<Bootstrap>();
    }
}

using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Headers;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;
using NotifyHub.Security.WebOrigins;

namespace NotifyHub.Security;

/// <summary>Registers keys, secrets, accounts and the audit log.</summary>
public static class SecurityServices
{
    /// <summary>Everything that decides who may do what. Call <see cref="OpenSecurityAsync"/> after the store is open.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecurityOptions>().Bind(configuration.GetSection("NotifyHub:Security"))
            .Validate(o => MasterKey.IsUsable(o.MasterKey), "NotifyHub:Security:MasterKey must be base64 of 32 bytes.")
            .Validate(o => o.TrustedProxies.All(p => TrustedProxies.Parse(p) is not null), "NotifyHub:Security:TrustedProxies must hold addresses or networks (10.0.0.0/8).")
            .ValidateOnStart();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustedProxies>();
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.AddSingleton<MasterKey>();
        services.AddSingleton<MasterKeyCheck>();
        services.AddSingleton<ISecretBox, SecretBox>();
        services.AddKeyRing();

        services.AddSingleton<KeyUse>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUse>());
        services.AddSingleton<IKeyVerifier, KeyVerifier>();
        services.AddSingleton<ProjectKeys>();
        services.AddSingleton<UserTokens>();
        services.AddSingleton<PersonalTokens>();
        services.AddSingleton<OriginBook>();
        services.AddSingleton<OriginDesk>();

        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<Projects>();
        services.AddSingleton<Installation>();
        services.AddScoped<ICurrentMember, CurrentMember>();
        services.AddSignIn(configuration);
        return services;
    }

    /// <summary>Whom to believe, what browsers are told, who is calling, who may. Before any route.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseHsts();
        app.UseResponseHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    /// <summary>Opens the master key, then makes what NotifyHub:Bootstrap asks for.</summary>
    /// <exception cref="InvalidOperationException">The master key is missing or another one, or the bootstrap settings can't be used.</exception>
    public static async Task OpenSecurityAsync(this IServiceProvider services, CancellationToken cancel = default)
    {
        await services.GetRequiredService<MasterKeyCheck>().OpenAsync(cancel);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Bootstrap>().RunAsync(cancel);
    }
}

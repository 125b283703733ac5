using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace NotifyHub.Security.Egress;

/// <summary>Registers the one way out.</summary>
public static class EgressServices
{
    /// <summary>Adds <see cref="IEgress"/> and <see cref="EgressAllowList"/>. Safe to call twice.</summary>
    public static IServiceCollection AddEgress(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(s => s.ServiceType == typeof(IEgress))) return services;
        services.AddOptions<EgressOptions>().Bind(configuration.GetSection(EgressOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        services.AddSingleton<EgressAllowList>();
        services.AddSingleton<OwnAddresses>();
        services.TryAddSingleton<IHostResolver, SystemResolver>();
        services.AddSingleton<IEgress, OutboundFactory>();
        return services;
    }
}

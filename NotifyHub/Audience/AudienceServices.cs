using NotifyHub.Audience.Devices;

namespace NotifyHub.Audience;

/// <summary>Who and where.</summary>
public static class AudienceServices
{
    /// <summary>Devices.</summary>
    public static IServiceCollection AddAudience(this IServiceCollection services)
    {
        services.AddSingleton<DeviceTokens>();
        services.AddSingleton<DeviceAddressRules>();
        services.AddSingleton<DeviceDirectory>();
        services.AddSingleton<DeviceRegistry>();
        return services;
    }
}

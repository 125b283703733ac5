using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>Registers Expo.</summary>
internal static class ExpoServices
{
    public static IServiceCollection AddExpo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExpoOptions>().Bind(configuration.GetSection(ExpoOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExpoOptions>>(new ProviderLimitsValidator<ExpoOptions>(ExpoOptions.Section));
        services.AddSingleton<ExpoProvider>();
        services.AddSingleton<IPushProvider>(provider => provider.GetRequiredService<ExpoProvider>());
        return services.AddSingleton<IReceiptProvider>(provider => provider.GetRequiredService<ExpoProvider>());
    }
}

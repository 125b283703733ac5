using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>Registers MiPush.</summary>
internal static class MiPushServices
{
    public static IServiceCollection AddMiPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MiPushOptions>().Bind(configuration.GetSection(MiPushOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MiPushOptions>>(new ProviderLimitsValidator<MiPushOptions>(MiPushOptions.Section));
        return services.AddSingleton<IPushProvider, MiPushProvider>();
    }
}

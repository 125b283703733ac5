using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>Registers FCM.</summary>
internal static class FcmServices
{
    public static IServiceCollection AddFcm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FcmOptions>().Bind(configuration.GetSection(FcmOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FcmOptions>>(new ProviderLimitsValidator<FcmOptions>(FcmOptions.Section));
        return services.AddSingleton<IPushProvider, FcmProvider>();
    }
}

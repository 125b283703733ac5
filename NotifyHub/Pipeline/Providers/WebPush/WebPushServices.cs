using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Registers Web Push.</summary>
internal static class WebPushServices
{
    public static IServiceCollection AddWebPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebPushOptions>().Bind(configuration.GetSection(WebPushOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebPushOptions>>(new ProviderLimitsValidator<WebPushOptions>(WebPushOptions.Section));
        return services.AddSingleton<IPushProvider, WebPushProvider>();
    }
}

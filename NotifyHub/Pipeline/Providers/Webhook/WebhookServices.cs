using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Webhook;

/// <summary>Registers the calls to people's own servers.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhook(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>().Bind(configuration.GetSection(WebhookOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>>(new ProviderLimitsValidator<WebhookOptions>(WebhookOptions.Section));
        return services.AddSingleton<IPushProvider, WebhookProvider>();
    }
}

using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>Registers Slack.</summary>
internal static class SlackServices
{
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SlackOptions>().Bind(configuration.GetSection(SlackOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SlackOptions>>(new ProviderLimitsValidator<SlackOptions>(SlackOptions.Section));
        return services.AddSingleton<IPushProvider, SlackProvider>();
    }
}

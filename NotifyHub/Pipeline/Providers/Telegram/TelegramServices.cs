using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>Registers Telegram.</summary>
internal static class TelegramServices
{
    public static IServiceCollection AddTelegram(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelegramOptions>().Bind(configuration.GetSection(TelegramOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelegramOptions>>(new ProviderLimitsValidator<TelegramOptions>(TelegramOptions.Section));
        return services.AddSingleton<IPushProvider, TelegramProvider>();
    }
}

using Microsoft.Extensions.Options;
using NotifyHub.Pipeline.Providers.WebPush.Libcrypto;

namespace NotifyHub.Pipeline.Providers.WebPush;

/// <summary>Registers Web Push.</summary>
internal static partial class WebPushServices
{
    public static IServiceCollection AddWebPush(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebPushOptions>().Bind(configuration.GetSection(WebPushOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebPushOptions>>(new ProviderLimitsValidator<WebPushOptions>(WebPushOptions.Section));
        services.AddSingleton(provider => ChooseCrypto(provider.GetRequiredService<IOptions<WebPushOptions>>().Value.NativeCrypto, provider.GetRequiredService<ILogger<WebPushProvider>>()));
        return services.AddSingleton<IPushProvider, WebPushProvider>();
    }

    /// <summary>libcrypto where it is there and proves itself, else the platform's classes.</summary>
    internal static IPushCrypto ChooseCrypto(bool native, ILogger log)
    {
        IPushCrypto? fast = null;
        var reason = $"{WebPushOptions.Section}:NativeCrypto is false";
        if (native) fast = LibcryptoProbe.Find(out reason);
        if (fast is not null)
        {
            LogNative(log, fast.Name);
            return fast;
        }
        LogPlatform(log, reason);
        return new PlatformCrypto();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Web Push is encrypted by {Library}")]
    private static partial void LogNative(ILogger log, string library);

    [LoggerMessage(Level = LogLevel.Information, Message = "Web Push is encrypted by the platform's classes, which cost several times as much: {Reason}")]
    private static partial void LogPlatform(ILogger log, string reason);
}

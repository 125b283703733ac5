using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>Registers Huawei Push Kit.</summary>
internal static class HuaweiServices
{
    public static IServiceCollection AddHuawei(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HuaweiOptions>().Bind(configuration.GetSection(HuaweiOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HuaweiOptions>>(new ProviderLimitsValidator<HuaweiOptions>(HuaweiOptions.Section));
        return services.AddSingleton<IPushProvider, HuaweiProvider>();
    }
}

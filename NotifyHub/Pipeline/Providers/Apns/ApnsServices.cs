using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>Registers APNs.</summary>
internal static class ApnsServices
{
    public static IServiceCollection AddApns(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApnsOptions>().Bind(configuration.GetSection(ApnsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApnsOptions>>(new ProviderLimitsValidator<ApnsOptions>(ApnsOptions.Section));
        return services.AddSingleton<IPushProvider, ApnsProvider>();
    }
}

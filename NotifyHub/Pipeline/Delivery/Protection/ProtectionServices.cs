using Microsoft.Extensions.Options;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.Health;
using NotifyHub.Pipeline.Delivery.Hygiene;
using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Security.Audit;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>Registers what protects a sender's standing with the vendors.</summary>
internal static class ProtectionServices
{
    /// <summary>Limits, quarantine, health, breaker, settings and the jobs behind them.</summary>
    public static IServiceCollection AddProtection(this IServiceCollection services)
    {
        services.AddSingleton<SettingsBook>();
        services.AddSingleton<PolicyBook>();
        services.AddSingleton<FrequencyCaps>();
        services.AddSingleton<PersonQuiets>();
        services.AddSingleton<BundleRules>();
        services.AddSingleton<BundleCounts>();
        services.AddSingleton<PersonFacts>();
        services.AddSingleton(provider => new PolicyDesk(
            provider.GetRequiredService<HubContexts>(), provider.GetRequiredService<IWriteGate>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<PolicyBook>()));
        services.AddSingleton(provider => new SettingsDesk(
            provider.GetRequiredService<HubContexts>(), provider.GetRequiredService<IWriteGate>(), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<SettingsBook>()));
        services.AddSingleton<IPermitSource, PermitSource>();
        services.AddSingleton<ProviderStates>();
        services.AddSingleton<SendingGuard>();
        services.AddSingleton<IClaimFilter>(provider => provider.GetRequiredService<SendingGuard>());
        services.AddSingleton<IAdmission>(provider => provider.GetRequiredService<SendingGuard>());
        services.AddSingleton<IOutcomeObserver>(provider => provider.GetRequiredService<SendingGuard>());
        services.AddSingleton<InvalidationBreaker>();
        services.AddSingleton<HealthLedger>();
        services.AddSingleton(provider => new ProviderControl(
            provider.GetRequiredService<IWriteGate>(), provider.GetRequiredService<SendingGuard>(), provider.GetRequiredService<ProviderStates>(), provider.GetRequiredService<AlertBook>(),
            provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<WorkSignal>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LimitReadings(
            provider.GetRequiredService<SendingGuard>(), provider.GetRequiredService<HubEngine>(), provider.GetRequiredService<IOptions<DeliveryLimits>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddHubJob<ProviderHealthJob>(ProviderHealthJob.Plan);
        services.AddHubJob<EndpointHygieneJob>(EndpointHygieneJob.Plan);
        return services;
    }
}

using Microsoft.Extensions.Options;
using NotifyHub.Audience.Preferences;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Delivery.DeadLetters;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Delivery.Protection;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Pipeline.Delivery.Signals;
using NotifyHub.Security.Audit;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Registers the worker that drains the queue.</summary>
public static class DeliveryServices
{
    /// <summary>Worker, settlement, recovery and the operators' controls.</summary>
    /// <param name="services">Of the app.</param>
    /// <param name="configuration">Settings.</param>
    /// <param name="works">False in a process that only serves: it claims nothing.</param>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration, bool works = true)
    {
        services.AddOptions<DeliveryLimits>().Bind(configuration.GetSection("NotifyHub:Limits")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeliveryLimits>, DeliveryLimitsValidator>();
        // The worker's own patience, the last writes, and a rest below the 30 s that an operator is promised.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(28));
        services.AddSingleton<BootId>();
        services.AddSingleton(_ => new RetryLadder(new Random()));
        services.AddSingleton<DeliveryExits>();
        services.AddSingleton<CollapseTurns>();
        services.AddProtection();
        services.AddSingleton<DeliveryStep>();
        services.AddSingleton(p => new StandingFacts(p.GetRequiredService<ChannelBook>(), p.GetRequiredService<SettingsBook>(), p.GetRequiredService<SendingGuard>(), p.GetRequiredService<ConsentWatch>(), p.GetRequiredService<FrequencyCaps>(), p.GetRequiredService<PersonFacts>()));
        services.AddSingleton<DueReads>();
        services.AddSingleton<DeliveryLines>();
        services.AddSingleton<ClaimedPeople>();
        services.AddSingleton<DeliveryClaims>();
        services.AddSingleton<DeliveryRecovery>();
        services.AddSingleton(provider => new InFlightLedger(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.DataDirectory, provider.GetRequiredService<IOptions<DeliveryLimits>>().Value.Unsettled,
            provider.GetRequiredService<BootId>().Value));
        services.AddSingleton<SuspectCalls>();
        services.AddSingleton<SettleBatch>();
        services.AddSingleton<SettleWriter>();
        services.AddSingleton<HeldDeliveries>();
        services.AddSingleton<DeliveryControl>();
        services.AddSingleton<DeadLetterSignal>();
        services.AddSingleton(p => new DeadLetterControl(
            p.GetRequiredService<HubEngine>(), p.GetRequiredService<IWriteGate>(), p.GetRequiredService<IAuditLog>(), p.GetRequiredService<HubIds>(),
            p.GetRequiredService<DeadLetterSignal>(), p.GetRequiredService<WorkSignal>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DeadLetterWorker>();
        services.AddHostedService(p => p.GetRequiredService<DeadLetterWorker>());
        services.AddSingleton<BacklogReads>();
        services.AddSingleton<BacklogMeter>();
        services.AddHostedService(p => p.GetRequiredService<BacklogMeter>());
        services.AddHostedService<GuardTender>();
        if (works)
        {
            services.AddHostedService<DeliveryWorker>();
        }
        services.AddHubJob<NotificationDeliverJob>(NotificationDeliverJob.Plan);
        return services;
    }
}

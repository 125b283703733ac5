using Microsoft.Extensions.Options;
using NotifyHub.Audience.Devices;
using NotifyHub.Audience.People;
using NotifyHub.Audience.Preferences;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Templates;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Intake;

/// <summary>The pipeline's front door.</summary>
public static class IntakeServices
{
    /// <summary>Registers intake and its clean-up; the push channel's renderer must be registered too.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IntakeOptions>().Bind(configuration.GetSection("NotifyHub:Limits"))
            .Validate(o => o.DevicePerMinute is >= 1 and <= 100_000_000, "NotifyHub:Limits:DevicePerMinute must be 1 to 100000000.")
            .Validate(o => o.Queue is >= 1000 and <= 1_000_000_000, "NotifyHub:Limits:Queue must be 1000 to 1000000000.")
            .ValidateOnStart();
        services.AddSingleton(p => new QueueDepth(p.GetRequiredService<HubEngine>(), p.GetRequiredService<IOptions<IntakeOptions>>().Value.Queue, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DeviceRate>();
        services.AddSingleton<VendorChecks>();
        services.AddTemplates();
        services.AddSingleton<SendContents>();
        services.AddSingleton<ChannelContents>();
        services.AddSingleton<LocalTimes>();
        services.AddSingleton(p => new SendReschedule(p.GetRequiredService<HubContexts>(), p.GetRequiredService<IWriteGate>(), p.GetRequiredService<WorkSignal>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SendCancellation>();
        services.AddSingleton(p => new SendIntake(
            p.GetRequiredService<IWriteGate>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<DeviceDirectory>(), p.GetRequiredService<TargetDirectory>(), p.GetRequiredService<ConsentWatch>(), p.GetRequiredService<VendorChecks>(), p.GetRequiredService<SendContents>(), p.GetRequiredService<LocalTimes>(),
            p.GetRequiredService<DeviceRate>(), p.GetRequiredService<QueueDepth>(), p.GetRequiredService<WorkSignal>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new CampaignIntake(
            p.GetRequiredService<IWriteGate>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<SendIntake>(), p.GetRequiredService<TargetDirectory>(), p.GetRequiredService<QueueDepth>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PeopleIntake(
            p.GetRequiredService<IWriteGate>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<TypeBook>(), p.GetRequiredService<TargetDirectory>(), p.GetRequiredService<PeopleDirectory>(), p.GetRequiredService<MemberPeople>(), p.GetRequiredService<VendorChecks>(), p.GetRequiredService<SendContents>(), p.GetRequiredService<ChannelContents>(),
            p.GetRequiredService<QueueDepth>(), p.GetRequiredService<TimeProvider>()));
        return services.AddHubJob<IdempotencyCleanup>(IdempotencyCleanup.Plan);
    }
}

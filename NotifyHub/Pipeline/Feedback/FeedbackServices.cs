using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Feedback.Events;
using NotifyHub.Pipeline.Feedback.Receipts;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>Registers what comes back.</summary>
public static class FeedbackServices
{
    /// <summary>The recorder of attempts, the doors for what devices and apps say, the job that asks relays for receipts, those that remove what is old, and the one that adds up what campaigns led to.</summary>
    public static IServiceCollection AddFeedback(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("NotifyHub:Retention"))
            .Validate(o => o.AttemptDays is >= 1 and <= 3650, "NotifyHub:Retention:AttemptDays must be 1 to 3650.")
            .Validate(o => o.EventDays is >= 1 and <= 3650, "NotifyHub:Retention:EventDays must be 1 to 3650.")
            .ValidateOnStart();
        services.AddSingleton<AttemptRecorder>();
        services.AddHubJob<AttemptCleanup>(AttemptCleanup.Plan);
        services.AddSingleton<InteractionSignals>();
        services.AddSingleton(p => new InteractionIntake(p.GetRequiredService<IWriteGate>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<InteractionSignals>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EventIntake>();
        services.AddSingleton<IErasurePart, EventErasure>();
        services.AddHubJob<EventCleanup>(EventCleanup.Plan);
        services.AddHubJob<ImpactRollup>(ImpactRollup.Plan);
        services.AddSingleton<ReceiptClaims>();
        services.AddSingleton<ReceiptWriter>();
        services.AddHubJob<ReceiptPollJob>(ReceiptPollJob.Plan);
        return services;
    }
}

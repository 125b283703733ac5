using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>Registers what comes back.</summary>
public static class FeedbackServices
{
    /// <summary>The recorder of attempts, the door for what devices say, and the job that removes old ones.</summary>
    public static IServiceCollection AddFeedback(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("NotifyHub:Retention"))
            .Validate(o => o.AttemptDays is >= 1 and <= 3650, "NotifyHub:Retention:AttemptDays must be 1 to 3650.")
            .ValidateOnStart();
        services.AddSingleton<AttemptRecorder>();
        services.AddHubJob<AttemptCleanup>(AttemptCleanup.Plan);
        services.AddSingleton<InteractionIntake>();
        return services;
    }
}

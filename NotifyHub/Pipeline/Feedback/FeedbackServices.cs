namespace NotifyHub.Pipeline.Feedback;

/// <summary>Registers what comes back.</summary>
public static class FeedbackServices
{
    /// <summary>The recorder of attempts.</summary>
    public static IServiceCollection AddFeedback(this IServiceCollection services)
    {
        services.AddSingleton<AttemptRecorder>();
        return services;
    }
}

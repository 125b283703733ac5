namespace NotifyHub.Jobs;

/// <summary>The runtime of durable work: wake-up and schedules. What a job does lives in its stage.</summary>
public static class JobServices
{
    /// <summary>Registers the runtime.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<WorkSignal>();
        return services;
    }
}

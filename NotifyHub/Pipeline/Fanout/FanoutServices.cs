namespace NotifyHub.Pipeline.Fanout;

/// <summary>The stage that expands sends to many.</summary>
public static class FanoutServices
{
    /// <summary>Worker and controls.</summary>
    /// <param name="services">Of the app.</param>
    /// <param name="works">False in a process that only serves: it expands nothing.</param>
    public static IServiceCollection AddFanout(this IServiceCollection services, bool works = true)
    {
        services.AddSingleton<FanoutSignal>();
        services.AddSingleton<PeopleFanout>();
        services.AddSingleton<FanoutChunks>();
        services.AddSingleton<FanoutControl>();
        services.AddSingleton<FanoutWorker>();
        if (works)
        {
            services.AddHostedService(p => p.GetRequiredService<FanoutWorker>());
        }
        return services;
    }
}

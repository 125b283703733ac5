namespace NotifyHub.Alerts;

/// <summary>What an operator should know without looking: kept as rows, shown in the dashboard, told by e-mail and webhook.</summary>
public static class AlertServices
{
    /// <summary>Registers the book that other stages write into.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<AlertBook>();
        return services;
    }
}

using Microsoft.Extensions.Options;
using NotifyHub.Jobs;
using NotifyHub.Security.Egress;

namespace NotifyHub.Alerts;

/// <summary>What an operator should know without looking: kept as rows, shown in the dashboard, told by e-mail and webhook.</summary>
public static class AlertServices
{
    /// <summary>Registers the book that other stages write into.</summary>
    public static IServiceCollection AddAlertBook(this IServiceCollection services) => services.AddSingleton<AlertBook>();

    /// <summary>The book, the watch, and the telling.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmtpOptions>().Bind(configuration.GetSection(SmtpOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>();
        services.AddOptions<AlertingOptions>().Bind(configuration.GetSection(AlertingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertingOptions>, AlertingOptionsValidator>();
        services.AddAlertBook();
        services.AddSingleton<AlertControl>();
        services.AddSingleton<AlertSettingsDesk>();
        services.AddSingleton<MailDoor>();
        services.AddSingleton<AlertPost>();
        services.AddSingleton<StoreWatch>();
        services.AddHubJob<AlertTeller>(AlertTeller.Plan);
        services.AddHubJob<AlertWatch>(AlertWatch.Plan);
        return services;
    }
}

using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data.Gate;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Audit;

namespace NotifyHub.Campaigns;

/// <summary>Registers campaigns.</summary>
public static class CampaignServices
{
    /// <summary>Needs intake. In a process that only serves (<paramref name="works"/> false) campaigns are kept and not done.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services, bool works = true)
    {
        services.AddSingleton<CampaignSignal>();
        services.AddSingleton<CampaignDesk>();
        services.AddSingleton<CampaignStarter>();
        services.AddSingleton<CampaignSweeps>();
        services.AddSingleton<CampaignWorker>();
        services.AddSingleton<IErasurePart, CampaignErasure>();
        services.AddSingleton(p => new CampaignControl(
            p.GetRequiredService<CampaignDesk>(), p.GetRequiredService<CampaignStarter>(), p.GetRequiredService<CampaignIntake>(), p.GetRequiredService<IWriteGate>(), p.GetRequiredService<IAuditLog>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new CampaignTester(p.GetRequiredService<CampaignDesk>(), p.GetRequiredService<SendIntake>()));
        if (works)
        {
            services.AddHostedService(p => p.GetRequiredService<CampaignWorker>());
        }
        return services;
    }
}

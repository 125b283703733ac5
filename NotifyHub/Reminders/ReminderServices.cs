using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Reminders;

/// <summary>Registers reminders.</summary>
public static class ReminderServices
{
    /// <summary>Needs intake.</summary>
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        services.AddSingleton(p => new ReminderBook(
            p.GetRequiredService<HubContexts>(), p.GetRequiredService<IWriteGate>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<PeopleIntake>(), p.GetRequiredService<TimeProvider>()));
        return services.AddHubJob<ReminderJob>(ReminderJob.Plan);
    }
}

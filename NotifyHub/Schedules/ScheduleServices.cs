using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Digests;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Reminders;
using NotifyHub.Security.Audit;

namespace NotifyHub.Schedules;

/// <summary>Registers what sends again and again, digests and reminders among it.</summary>
public static class ScheduleServices
{
    /// <summary>Needs intake and types. In a process that only serves (<paramref name="works"/> false) schedules are kept and not done.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services, bool works = true)
    {
        services.AddSingleton<ScheduleSignal>();
        services.AddSingleton<ScheduleRunner>();
        services.AddSingleton<ScheduleWorker>();
        services.AddSingleton<IErasurePart, ScheduleErasure>();
        services.AddSingleton(p => new SendSchedules(
            p.GetRequiredService<HubContexts>(), p.GetRequiredService<IWriteGate>(), p.GetRequiredService<HubIds>(), p.GetRequiredService<SendIntake>(), p.GetRequiredService<IAuditLog>(),
            p.GetRequiredService<ScheduleSignal>(), p.GetRequiredService<TimeProvider>()));
        if (works)
        {
            services.AddHostedService(p => p.GetRequiredService<ScheduleWorker>());
        }
        return services.AddDigests().AddReminders();
    }
}

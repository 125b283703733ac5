using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Registers intake's durable work.</summary>
public static class IntakeJobs
{
    /// <summary>The job that removes old idempotency keys.</summary>
    public static IServiceCollection AddIntakeJobs(this IServiceCollection services) => services.AddHubJob<IdempotencyCleanup>(IdempotencyCleanup.Plan);
}

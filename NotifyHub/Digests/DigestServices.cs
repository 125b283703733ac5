using NotifyHub.Jobs;

namespace NotifyHub.Digests;

/// <summary>Registers digests.</summary>
public static class DigestServices
{
    /// <summary>Needs intake and types.</summary>
    public static IServiceCollection AddDigests(this IServiceCollection services) =>
        services.AddHubJob<DigestPlanJob>(DigestPlanJob.Plan).AddHubJob<DigestJob>(DigestJob.Plan);
}

using NotifyHub.Data;
using NotifyHub.Jobs;

namespace NotifyHub.Digests;

/// <summary>Registers digests.</summary>
public static class DigestServices
{
    /// <summary>Needs intake and types.</summary>
    public static IServiceCollection AddDigests(this IServiceCollection services)
    {
        services.AddSingleton<DigestReader>();
        services.AddSingleton(p => new DigestPreviews(p.GetRequiredService<HubContexts>(), p.GetRequiredService<DigestReader>(), p.GetRequiredService<TimeProvider>()));
        return services.AddHubJob<DigestPlanJob>(DigestPlanJob.Plan).AddHubJob<DigestJob>(DigestJob.Plan).AddHubJob<BundleJob>(BundleJob.Plan);
    }
}

using NotifyHub.Pipeline.Channels;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>For tests of the queue alone: nothing is limited, no vendor is given a rest.</summary>
internal sealed class NoGuard : IClaimFilter, IAdmission, IOutcomeObserver
{
    /// <summary>In place of the guard; a project of <see cref="Settings"/> has no breaker and no throttle either.</summary>
    public static void Use(IServiceCollection services) => services
        .AddSingleton<IClaimFilter, NoGuard>().AddSingleton<IAdmission, NoGuard>().AddSingleton<IOutcomeObserver, NoGuard>();

    public const string Settings = """{"throttle":{"enabled":false},"breaker":{"enabled":false},"quarantine":{"enabled":false},"rampSeconds":0,"staleDays":0}""";

    public ClaimAllowance Allow(ProviderKind provider, long projectId, DateTimeOffset now) => ClaimAllowance.Any;

    public ValueTask<Admission> AskAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel) => new(Admission.Open);

    public void Answered(ClaimedDelivery delivery, ChannelAnswer answer, DateTimeOffset at)
    {
        // Nobody keeps count.
    }
}

using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>No limits: every project may be claimed for and every call made.</summary>
internal sealed class OpenDoors : IClaimFilter, IAdmission, IOutcomeObserver
{
    public ClaimAllowance Allow(ProviderKind provider, long projectId, DateTimeOffset now) => ClaimAllowance.Any;

    public ValueTask<Admission> AskAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel) => new(Admission.Open);

    public void Answered(ClaimedDelivery delivery, PushAnswer answer, DateTimeOffset at)
    {
        // Nobody keeps count.
    }
}

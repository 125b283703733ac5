using NotifyHub.Pipeline.Delivery.Limits;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>A place among the calls in flight; free again when it is disposed.</summary>
internal sealed class CallPermit(VendorDoor door, PermitGate? inFlight) : IDisposable
{
    private int _over;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            door.Ended();
            inFlight?.GiveBack();
        }
    }
}

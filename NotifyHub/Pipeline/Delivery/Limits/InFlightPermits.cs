namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>So many calls at once; a permit frees when its call is over.</summary>
internal sealed class InFlightPermits(int most) : IPermits
{
    private int _taken;

    /// <inheritdoc/>
    public double Available => most - _taken;

    /// <inheritdoc/>
    public double Capacity => most;

    /// <inheritdoc/>
    public bool TryTake()
    {
        if (_taken >= most)
        {
            return false;
        }
        _taken++;
        return true;
    }

    /// <inheritdoc/>
    public void GiveBack() => _taken--;

    // Answers come when they come.
    /// <inheritdoc/>
    public TimeSpan? WaitFor(int permits) => permits <= most - _taken ? TimeSpan.Zero : null;
}

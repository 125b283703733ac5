namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>Where a gate's permits come from. Called by one thread at a time, under the gate's lock: be brief.</summary>
internal interface IPermits
{
    /// <summary>Takes one, when there is one now.</summary>
    bool TryTake();

    /// <summary>Puts one back.</summary>
    void GiveBack();

    /// <summary>How long until so many will have come; null when nobody can say.</summary>
    TimeSpan? WaitFor(int permits);

    /// <summary>Where to say that permits came without one being given back.</summary>
    void Bind(Action arrived)
    {
    }

    /// <summary>How many could be taken now.</summary>
    double Available { get; }

    /// <summary>Most that can be there at once; infinite without a limit.</summary>
    double Capacity { get; }
}

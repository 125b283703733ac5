namespace NotifyHub.Pipeline.Delivery;

/// <summary>The worker's fixed times.</summary>
internal static class DeliveryTimes
{
    /// <summary>Least lease that a call may start with: a vendor call is over in 10 s, a fresh auth token costs another, and the result must be written.</summary>
    public static readonly TimeSpan LeaseToStart = TimeSpan.FromSeconds(25);

    /// <summary>How long a stopping worker waits for calls in flight.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(20);

    /// <summary>How long results gather before they are written together, and least time between two claims.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    /// <summary>Pause before a store that can't take writes is asked again.</summary>
    public static readonly TimeSpan StoreTrouble = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest sleep towards a due time: a clock that is set forward is noticed within this.</summary>
    public static readonly TimeSpan ClockCheck = TimeSpan.FromSeconds(1);

    /// <summary>Longest sleep where other nodes write too: their wake-ups may not reach us.</summary>
    public static readonly TimeSpan Beside = TimeSpan.FromSeconds(1);

    /// <summary>Longest sleep when nothing is due.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <summary>Wait for an older message of the same collapse key that is in flight to this device.</summary>
    public static readonly TimeSpan CollapseTurn = TimeSpan.FromMilliseconds(250);

    /// <summary>How soon a row is looked at again whose notification is being moved to a time that has come already.</summary>
    public static readonly TimeSpan MovedLook = TimeSpan.FromSeconds(2);

    /// <summary>How soon a row is looked at again whose campaign stands still: resuming wakes it sooner.</summary>
    public static readonly TimeSpan PausedLook = TimeSpan.FromHours(1);
}

namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>Longest waits for a permit, in the worker's hands. They cost no try, and end sooner when a permit frees; what can't be had in time goes back to the queue.</summary>
internal static class LimitWaits
{
    /// <summary>For a call's place among those in flight.</summary>
    public static readonly TimeSpan InFlight = TimeSpan.FromSeconds(1);

    /// <summary>For the vendor's rate.</summary>
    public static readonly TimeSpan Vendor = TimeSpan.FromSeconds(2);

    /// <summary>For the project's rate.</summary>
    public static readonly TimeSpan Project = TimeSpan.FromSeconds(5);

    /// <summary>How far ahead of its rate a project's rows are claimed.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);
}

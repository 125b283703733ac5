namespace NotifyHub.Pipeline.Delivery.Quarantine;

/// <summary>How fast a project sends after an outage: a tenth at first, everything at the end. A vendor that has just come back is not met by all that waited.</summary>
internal static class OutageRamp
{
    /// <summary>Share to begin with.</summary>
    public const double First = 0.1;

    /// <summary>0.1 to 1; climbs evenly.</summary>
    /// <param name="from">End of the outage; null when there was none.</param>
    /// <param name="length">Time in which it climbs; zero for at once.</param>
    /// <param name="now">This moment.</param>
    public static double ShareAt(DateTimeOffset? from, TimeSpan length, DateTimeOffset now) =>
        from is not { } start || length <= TimeSpan.Zero || now >= start + length ? 1
        : now <= start ? First
        : First + (1 - First) * ((now - start) / length);
}

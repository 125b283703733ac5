namespace NotifyHub.Components.Shared;

/// <summary>The time zone in which one viewer reads times; cascaded by the layout.</summary>
public sealed record ViewerZone(TimeZoneInfo Zone)
{
    /// <summary>Where nothing better is known.</summary>
    public static ViewerZone Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>The first of these IANA names that this system knows; UTC when none is.</summary>
    public static ViewerZone Find(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrEmpty(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            {
                return new ViewerZone(zone);
            }
        }
        return Utc;
    }

    /// <summary>The same moment on this viewer's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>A wall-clock time of this viewer as a moment; a time that the clock skips in spring counts from before the gap.</summary>
    public DateTimeOffset Moment(DateTime wall) => new(wall, Zone.GetUtcOffset(wall));
}

namespace NotifyHub.Data;

/// <summary>When an event counts for a delivery, for those who tie, those who count and those who show.</summary>
internal static class ImpactWindow
{
    /// <summary>From reaching the device.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>Steps of the chart.</summary>
    public const int Hours = 24;

    /// <summary>When delivery <c>d</c> reached its device: its confirmation; else the vendor's acceptance. Null when neither came.</summary>
    public const string ReachedSql = "coalesce(d.acked_at, d.sent_at)";

    /// <summary>Impact <c>i</c> counts for delivery <c>d</c>.</summary>
    public static readonly string CountsSql = $"i.at >= {ReachedSql} and i.at < {ReachedSql} + {(long)Length.TotalMilliseconds}";

    /// <summary>In which hour.</summary>
    public const string HourSql = $"((i.at - {ReachedSql}) / 3600000)";
}

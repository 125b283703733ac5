using System.Globalization;

namespace NotifyHub.Components.Shared;

/// <summary>Times and durations in words. hub.js says <see cref="Ago"/> in the same words while a page stands open.</summary>
public static class TimeWords
{
    /// <summary>"now", "12 s ago", "3 min ago", "in 2 h", "5 d ago".</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now)
    {
        var seconds = (long)Math.Floor(Math.Abs((now - at).TotalSeconds));
        var text = seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min",
            < 86400 => $"{seconds / 3600} h",
            _ => $"{seconds / 86400} d",
        };
        return seconds < 5 ? "now" : at > now ? $"in {text}" : $"{text} ago";
    }

    /// <summary>"21 Nov 2026, 14:03:07 UTC+1": full, for a tooltip.</summary>
    public static string Full(DateTimeOffset at, ViewerZone zone)
    {
        var local = zone.Local(at);
        return local.ToString("d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture) + " " + OffsetOf(local);
    }

    /// <summary>"14:03:07" on the same day as <paramref name="now"/>, else "21 Nov, 14:03"; with the year where it differs.</summary>
    public static string Short(DateTimeOffset at, DateTimeOffset now, ViewerZone zone)
    {
        var local = zone.Local(at);
        var today = zone.Local(now);
        var format = local.Date == today.Date ? "HH:mm:ss" : local.Year == today.Year ? "d MMM, HH:mm" : "d MMM yyyy, HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>"0 ms", "840 ms", "1.2 s", "3 min 5 s", "2 h 10 min", "4 d 3 h".</summary>
    public static string Span(TimeSpan span)
    {
        var t = span < TimeSpan.Zero ? TimeSpan.Zero : span;
        return t.TotalMilliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{t.TotalMilliseconds:0} ms")
            : t.TotalSeconds < 10 ? string.Create(CultureInfo.InvariantCulture, $"{t.TotalSeconds:0.0} s")
            : t.TotalSeconds < 60 ? $"{t.Seconds} s"
            : t.TotalMinutes < 60 ? Two(t.Minutes, "min", t.Seconds, "s")
            : t.TotalHours < 24 ? Two(t.Hours, "h", t.Minutes, "min")
            : Two((int)t.TotalDays, "d", t.Hours, "h");
    }

    private static string Two(int big, string bigUnit, int small, string smallUnit) =>
        small == 0 ? $"{big} {bigUnit}" : $"{big} {bigUnit} {small} {smallUnit}";

    private static string OffsetOf(DateTimeOffset local)
    {
        var offset = local.Offset;
        if (offset == TimeSpan.Zero)
        {
            return "UTC";
        }
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return offset.Minutes == 0 ? $"UTC{sign}{Math.Abs(offset.Hours)}" : $"UTC{sign}{Math.Abs(offset.Hours)}:{Math.Abs(offset.Minutes):00}";
    }
}

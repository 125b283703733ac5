using NotifyHub.Calendar;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>A person's quiet hours with the clock that they go by.</summary>
/// <param name="Hours">The windows.</param>
/// <param name="Zone">Their own, else the device's, else the project's; UTC where none is known.</param>
internal sealed record PersonQuiet(QuietHours Hours, TimeZoneInfo Zone)
{
    /// <summary>From what they set.</summary>
    /// <param name="setting">JSON of a <see cref="QuietHoursSetting"/>.</param>
    /// <param name="zone">For who named no zone with them.</param>
    public static PersonQuiet? Of(string setting, string? zone) => QuietHoursSetting.Read(setting) is { } quiet ? Of(quiet, zone) : null;

    /// <summary>From what was set.</summary>
    /// <param name="quiet">The setting.</param>
    /// <param name="zone">For who named no zone with them.</param>
    public static PersonQuiet? Of(QuietHoursSetting quiet, string? zone) =>
        quiet.Days.Count > 0 && QuietHoursSetting.TryTime(quiet.Start, out var start) && QuietHoursSetting.TryTime(quiet.End, out var end)
            ? new PersonQuiet(new QuietHours([new QuietWindow(quiet.WeekDays, start, end)]), WallClock.ZoneOf(quiet.Timezone, zone)) : null;

    /// <summary>The end of the quiet in which this moment lies; null when it is not quiet.</summary>
    public DateTimeOffset? EndOf(DateTimeOffset now) => Hours.EndOf(now, Zone);
}

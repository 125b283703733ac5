using System.Globalization;
using System.Text.Json;

namespace NotifyHub.Calendar;

/// <summary>When somebody wants quiet, as they said it.</summary>
/// <param name="Start">Time of day at which it begins, HH:mm.</param>
/// <param name="End">Time of day at which it ends, HH:mm; not after the start means on the next day.</param>
/// <param name="Timezone">IANA zone of these times; null for the person's own.</param>
/// <param name="Days">Weekdays on which it begins, monday to sunday; none means never.</param>
public sealed record QuietHoursSetting(string Start, string End, string? Timezone, IReadOnlyList<string> Days)
{
    /// <summary>monday to sunday.</summary>
    public static IReadOnlyList<string> Weekdays { get; } = [.. Enumerable.Range(1, 7).Select(i => ((DayOfWeek)(i % 7)).ToString().ToLowerInvariant())];

    /// <summary>Reads HH:mm.</summary>
    public static bool TryTime(string? text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>The days as such; what is no day is left out.</summary>
    public IReadOnlyList<DayOfWeek> WeekDays => [.. Days.Select(day => Enum.TryParse<DayOfWeek>(day, ignoreCase: true, out var known) ? known : (DayOfWeek?)null).OfType<DayOfWeek>().Distinct()];

    /// <summary>As a row keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads what <see cref="Write"/> wrote; null for none.</summary>
    public static QuietHoursSetting? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<QuietHoursSetting>(json, JsonSerializerOptions.Web);
}

using NotifyHub.Audience.Preferences;
using NotifyHub.Calendar;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api.Contracts;

/// <summary>Who one is, and what one wants.</summary>
/// <param name="UserId">The app's own id.</param>
/// <param name="Name">As it is known.</param>
/// <param name="Email">Mail address.</param>
/// <param name="Locale">Language.</param>
/// <param name="Timezone">IANA zone.</param>
/// <param name="Preferences">What one wants.</param>
public sealed record MeAnswer(string UserId, string? Name, string? Email, string? Locale, string? Timezone, MePreferences Preferences)
{
    internal static MeAnswer From(Person person, PersonWishes wishes) => new(
        person.UserId, person.Name, person.Email, person.Locale, person.TimeZone, new MePreferences(new MeNotifications(
            wishes.Rows.ToDictionary(row => row.Type.Key, row => (IReadOnlyDictionary<string, bool>)row.Cells.OrderBy(cell => cell.Key).ToDictionary(cell => cell.Key.Wire(), cell => cell.Value.IsOn, StringComparer.Ordinal), StringComparer.Ordinal),
            wishes.QuietHours, new MeDigest(wishes.Digest is { } cadence ? MeDigest.Names[cadence] : null, wishes.DigestHour), wishes.MuteUntil is not null, wishes.MuteUntil)));
}

/// <summary>What one wants.</summary>
/// <param name="Notifications">Of notifications.</param>
public sealed record MePreferences(MeNotifications Notifications);

/// <summary>What one wants of notifications.</summary>
/// <param name="Types">For each type and channel whether it comes, the defaults filled in.</param>
/// <param name="QuietHours">When nothing may disturb; null for never.</param>
/// <param name="Digest">How often one gets a summary.</param>
/// <param name="MuteAll">Nothing but critical types goes out now.</param>
/// <param name="MuteUntil">Until then; null when nothing is muted.</param>
public sealed record MeNotifications(
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>> Types, QuietHoursSetting? QuietHours, MeDigest Digest, bool MuteAll, DateTimeOffset? MuteUntil);

/// <summary>How often one gets a summary.</summary>
/// <param name="Cadence">none, hourly, 6_hourly, daily or weekly; null: as the project has it.</param>
/// <param name="Hour">Local hour of daily and weekly ones, 0 to 23.</param>
public sealed record MeDigest(string? Cadence, int? Hour)
{
    internal static readonly IReadOnlyDictionary<DigestCadence, string> Names = new Dictionary<DigestCadence, string>
    {
        [DigestCadence.None] = "none", [DigestCadence.Hourly] = "hourly", [DigestCadence.SixHourly] = "6_hourly", [DigestCadence.Daily] = "daily", [DigestCadence.Weekly] = "weekly",
    };
}

/// <summary>What shall change; what is left out stays.</summary>
public sealed record MeChange
{
    /// <summary>What one wants.</summary>
    public MePreferencesChange? Preferences { get; init; }
}

/// <summary>What one wants.</summary>
public sealed record MePreferencesChange
{
    /// <summary>Of notifications.</summary>
    public MeNotificationsChange? Notifications { get; init; }
}

/// <summary>What shall change of notifications; what is left out stays.</summary>
public sealed record MeNotificationsChange
{
    /// <summary>Cells of the matrix: {"job.completed": {"email": true}}.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, bool>>? Types { get; init; }
    /// <summary>Types that go back to their defaults on every channel, before types is looked at; at most 500.</summary>
    public IReadOnlyList<string>? Reset { get; init; }
    /// <summary>When nothing may disturb; an empty list of days takes it away.</summary>
    public MeQuietHours? QuietHours { get; init; }
    /// <summary>How often one gets a summary.</summary>
    public MeDigest? Digest { get; init; }
    /// <summary>True mutes everything but critical types until told otherwise, or until muteUntil; false ends it.</summary>
    public bool? MuteAll { get; init; }
    /// <summary>Mutes until then.</summary>
    public DateTimeOffset? MuteUntil { get; init; }
}

/// <summary>When nothing may disturb.</summary>
public sealed record MeQuietHours
{
    /// <summary>Time of day at which it begins, HH:mm.</summary>
    public required string Start { get; init; }
    /// <summary>Time of day at which it ends, HH:mm; not after the start means on the next day.</summary>
    public required string End { get; init; }
    /// <summary>IANA zone of these times; one's own when left out.</summary>
    public string? Timezone { get; init; }
    /// <summary>Weekdays on which it begins, monday to sunday; none takes quiet hours away.</summary>
    public required IReadOnlyList<string> Days { get; init; }
}

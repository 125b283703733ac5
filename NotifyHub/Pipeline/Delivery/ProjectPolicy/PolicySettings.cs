using NotifyHub.Calendar;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Policy;

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>What a project asks of everything that it sends to people. Whatever is left out is not asked.</summary>
public sealed record PolicySettings
{
    /// <summary>Most caps of a project.</summary>
    public const int MostCaps = 20;

    /// <summary>How much one person gets at most. All that fit a notification hold; critical ones are exempt.</summary>
    public IReadOnlyList<CapSetting>? Caps { get; init; }

    /// <summary>The digest of who chose none; none when left out.</summary>
    public DigestSetting? Digest { get; init; }

    /// <summary>When people who chose no quiet hours of their own are left in peace, by each one's own clock; none when left out.</summary>
    public ProjectQuietHours? QuietHours { get; init; }

    /// <summary>Whether the inbox is first for who is live in it; everything goes at once when left out.</summary>
    public PresenceSetting? Presence { get; init; }

    /// <summary>The mark that it has once it is stored (<see cref="StoredPolicy.Mark"/>): two that ask the same have the same.</summary>
    internal string Mark => PolicyJson.MarkOf(PolicyJson.Write(this));

    /// <summary>Whether nothing is asked.</summary>
    internal bool IsEmpty => this is { Caps: null or [], Digest: null, QuietHours: null, Presence: null };

    /// <summary>Those that hold for a category.</summary>
    internal IEnumerable<CapSetting> CapsOf(string? category) => (Caps ?? []).Where(cap => cap.Category is null || cap.Category == category);

    /// <summary>Adds what is wrong.</summary>
    internal void Check(FaultList faults)
    {
        if (Caps?.Count > MostCaps)
        {
            faults.Add("/caps", RefusalCode.BatchTooLarge, $"{Caps.Count} caps; {MostCaps} are allowed.");
        }
        for (var i = 0; i < Caps?.Count; i++)
        {
            Caps[i].Check($"/caps/{i}", faults);
        }
        faults.OneOf("/digest/cadence", Digest?.Cadence, [.. DigestSetting.Cadences]);
        faults.Range("/digest/hour", Digest?.Hour, 0, 23);
        Presence?.Check(faults);
        QuietHours?.Check(faults);
    }
}

/// <summary>How often people who chose nothing get a digest of what they have not read.</summary>
public sealed record DigestSetting
{
    /// <summary>Names of the cadences.</summary>
    internal static readonly IReadOnlyList<string> Cadences = ["none", "hourly", "6_hourly", "daily", "weekly"];

    /// <summary>none, hourly, 6_hourly, daily or weekly (Mondays).</summary>
    public required string Cadence { get; init; }
    /// <summary>Hour of each one's own clock, 0 to 23, for daily and weekly ones; 8 when left out.</summary>
    public int? Hour { get; init; }
}

/// <summary>At most so many notifications to one person in a rolling window, over all channels that disturb; the inbox does not.</summary>
public sealed record CapSetting
{
    /// <summary>It waits until there is room.</summary>
    public const string Delay = "delay";
    /// <summary>It ends unsent; the inbox has it.</summary>
    public const string Suppress = "suppress";

    private const int Month = 31 * 24 * 60;

    /// <summary>Notifications, 1 to 1000.</summary>
    public required int Most { get; init; }
    /// <summary>Length of the window, 1 to 44640 (31 days).</summary>
    public required int Minutes { get; init; }
    /// <summary>Counts and holds only notifications of this category; null for all of the project.</summary>
    public string? Category { get; init; }
    /// <summary>What becomes of one that is too many: delay (as it is when left out) or suppress.</summary>
    public string? Then { get; init; }

    internal TimeSpan Window => TimeSpan.FromMinutes(Minutes);

    internal void Check(string pointer, FaultList faults)
    {
        faults.Range($"{pointer}/most", Most, 1, 1000);
        faults.Range($"{pointer}/minutes", Minutes, 1, Month);
        if (Category is not null)
        {
            faults.Length($"{pointer}/category", Category, 64);
        }
        if (Then is not null)
        {
            faults.OneOf($"{pointer}/then", Then, [Delay, Suppress]);
        }
    }
}

/// <summary>When people who chose no quiet hours of their own are left in peace.</summary>
public sealed record ProjectQuietHours
{
    /// <summary>Time of day at which it begins, HH:mm.</summary>
    public required string Start { get; init; }
    /// <summary>Time of day at which it ends, HH:mm; before the start means on the next day.</summary>
    public required string End { get; init; }
    /// <summary>IANA zone of these times; each one's own when left out.</summary>
    public string? Timezone { get; init; }
    /// <summary>Weekdays on which it begins, monday to sunday; none means never.</summary>
    public required IReadOnlyList<string> Days { get; init; }

    internal QuietHoursSetting Setting => new(Start, End, Timezone, Days);

    internal void Check(FaultList faults)
    {
        if (!QuietHoursSetting.TryTime(Start, out var start) || !QuietHoursSetting.TryTime(End, out var end))
        {
            faults.Add("/quietHours", "bad_format", "start and end are times of day, HH:mm.");
        }
        else if (start == end)
        {
            faults.Add("/quietHours/end", "not_allowed", "It ends when it begins; that is no time at all.");
        }
        if (Timezone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            faults.Add("/quietHours/timezone", "not_allowed", "There is no such time zone; leave it out for each one's own.");
        }
        for (var i = 0; i < Days.Count; i++)
        {
            faults.OneOf($"/quietHours/days/{i}", Days[i], [.. QuietHoursSetting.Weekdays]);
        }
    }
}

/// <summary>In-app first: what becomes of mail and pushes to a person who is live in the dashboard's inbox, or on an inbox stream. Critical and time-sensitive ones go at once.</summary>
public sealed record PresenceSetting
{
    /// <summary>It waits for some seconds, and goes out unless it was read.</summary>
    public const string Delay = "delay";
    /// <summary>It ends unsent; the inbox has it.</summary>
    public const string Suppress = "suppress";

    private const int AsUsual = 60;

    /// <summary>How long after the last sign somebody counts as live; a live one gives a sign each 30 s.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(75);

    /// <summary>delay or suppress.</summary>
    public required string Then { get; init; }
    /// <summary>How long a delayed one waits from its own time, 5 to 3600; 60 when left out.</summary>
    public int? Seconds { get; init; }

    internal PresenceFact Of(DateTimeOffset askedFor) => new(askedFor.AddSeconds(Seconds ?? AsUsual), Then == Suppress);

    internal void Check(FaultList faults)
    {
        faults.OneOf("/presence/then", Then, [Delay, Suppress]);
        faults.Range("/presence/seconds", Seconds, 5, 3600);
    }
}

using System.Globalization;
using NotifyHub.Calendar;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Messages;

namespace NotifyHub.Components.Pages.Policy;

/// <summary>A policy as it is typed.</summary>
public sealed class PolicyDraft
{
    /// <summary>Caps, in the order in which they are shown.</summary>
    public List<CapDraft> Caps { get; } = [];

    public bool IsQuiet { get; set; }
    public string Start { get; set; } = "22:00";
    public string End { get; set; } = "07:00";
    public string Zone { get; set; } = "";
    public HashSet<string> Days { get; } = new(QuietHoursSetting.Weekdays, StringComparer.Ordinal);

    /// <summary>delay, suppress, or empty for none.</summary>
    public string Presence { get; set; } = "";
    public string Seconds { get; set; } = "";

    /// <summary>Name of a cadence; empty for none.</summary>
    public string Cadence { get; set; } = "";
    public int Hour { get; set; } = 8;

    /// <summary>What is stored, as somebody would type it.</summary>
    public static PolicyDraft Of(PolicySettings settings)
    {
        var draft = new PolicyDraft
        {
            Presence = settings.Presence?.Then ?? "",
            Seconds = settings.Presence?.Seconds?.ToString(CultureInfo.InvariantCulture) ?? "",
            Cadence = settings.Digest?.Cadence ?? "",
            Hour = settings.Digest?.Hour ?? 8,
        };
        draft.Caps.AddRange((settings.Caps ?? []).Select(CapDraft.Of));
        if (settings.QuietHours is { } quiet)
        {
            (draft.IsQuiet, draft.Start, draft.End, draft.Zone) = (true, quiet.Start, quiet.End, quiet.Timezone ?? "");
            draft.Days.Clear();
            draft.Days.UnionWith(quiet.Days);
        }
        return draft;
    }

    /// <summary>What was typed; adds what is no number. Ranges are the desk's to judge.</summary>
    public PolicySettings Read(List<Fault> faults) => new()
    {
        Caps = Caps.Count == 0 ? null : [.. Caps.Select((cap, i) => cap.Read($"/caps/{i}", faults))],
        QuietHours = IsQuiet
            ? new ProjectQuietHours { Start = Start.Trim(), End = End.Trim(), Timezone = string.IsNullOrWhiteSpace(Zone) ? null : Zone.Trim(), Days = [.. QuietHoursSetting.Weekdays.Where(Days.Contains)] }
            : null,
        Presence = Presence.Length == 0 ? null : new PresenceSetting { Then = Presence, Seconds = Presence == PresenceSetting.Delay && !string.IsNullOrWhiteSpace(Seconds) ? Whole(Seconds, "/presence/seconds", faults) : null },
        Digest = Cadence.Length == 0 ? null : new DigestSetting { Cadence = Cadence, Hour = Cadence is "daily" or "weekly" ? Hour : null },
    };

    internal static int Whole(string text, string pointer, List<Fault> faults)
    {
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        faults.Add(new Fault(pointer, "not_a_number", "A whole number is needed."));
        return 0;
    }
}

/// <summary>A cap as it is typed: the window in the largest unit that says it in whole numbers.</summary>
public sealed class CapDraft
{
    private const int Hour = 60, Day = 24 * Hour;

    /// <summary>Units of the window, with their minutes.</summary>
    public static readonly IReadOnlyList<(int Minutes, string Words)> Units = [(1, "minutes"), (Hour, "hours"), (Day, "days")];

    public string Most { get; set; } = "5";
    public string Length { get; set; } = "1";
    public int Unit { get; set; } = Hour;
    public string Category { get; set; } = "";
    public string Then { get; set; } = CapSetting.Delay;

    internal static CapDraft Of(CapSetting cap)
    {
        var unit = cap.Minutes % Day == 0 ? Day : cap.Minutes % Hour == 0 ? Hour : 1;
        return new CapDraft
        {
            Most = cap.Most.ToString(CultureInfo.InvariantCulture), Length = (cap.Minutes / unit).ToString(CultureInfo.InvariantCulture), Unit = unit, Category = cap.Category ?? "", Then = cap.Then ?? CapSetting.Delay,
        };
    }

    internal CapSetting Read(string pointer, List<Fault> faults) => new()
    {
        Most = PolicyDraft.Whole(Most, $"{pointer}/most", faults),
        // What is too long stays too long, and is told as such.
        Minutes = (int)Math.Min((long)PolicyDraft.Whole(Length, $"{pointer}/minutes", faults) * Unit, int.MaxValue),
        Category = string.IsNullOrWhiteSpace(Category) ? null : Category.Trim(),
        Then = Then == CapSetting.Delay ? null : Then,
    };
}

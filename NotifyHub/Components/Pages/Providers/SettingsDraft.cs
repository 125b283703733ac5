using System.Globalization;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Settings;
using NotifyHub.Pipeline.Messages;

namespace NotifyHub.Components.Pages.Providers;

/// <summary>Delivery settings as they are typed: an empty field follows the installation's default.</summary>
public sealed class SettingsDraft
{
    /// <summary>Sends through each vendor.</summary>
    public RateDraft Limit { get; private init; } = new();

    /// <summary>Through one vendor, in place of <see cref="Limit"/>.</summary>
    public IReadOnlyDictionary<ProviderKind, RateDraft> Limits { get; private init; } = ProviderNames.Called.ToDictionary(kind => kind, _ => new RateDraft());

    public string Throttles { get; set; } = "";
    public string InvalidPercent { get; set; } = "";
    public string Samples { get; set; } = "";
    public string Quarantines { get; set; } = "";
    public string Failures { get; set; } = "";
    public string Seconds { get; set; } = "";
    public string Breaks { get; set; } = "";
    public string RampSeconds { get; set; } = "";
    public string StaleDays { get; set; } = "";

    /// <summary>What is stored, as somebody would type it.</summary>
    public static SettingsDraft Of(DeliverySettings settings) => new()
    {
        Limit = RateDraft.Of(settings.Limit),
        Limits = ProviderNames.Called.ToDictionary(kind => kind, kind => RateDraft.Of(settings.Limits?.Of(kind))),
        Throttles = Switch(settings.Throttle?.Enabled),
        InvalidPercent = settings.Throttle?.InvalidRate is { } rate ? Text(Math.Round(rate * 100, 4)) : "",
        Samples = Text(settings.Throttle?.Samples),
        Quarantines = Switch(settings.Quarantine?.Enabled),
        Failures = Text(settings.Quarantine?.Failures),
        Seconds = Text(settings.Quarantine?.Seconds),
        Breaks = Switch(settings.Breaker?.Enabled),
        RampSeconds = Text(settings.RampSeconds),
        StaleDays = Text(settings.StaleDays),
    };

    /// <summary>What was typed; adds what is no number. Ranges are the desk's to judge.</summary>
    public DeliverySettings Read(List<Fault> faults)
    {
        var limits = ProviderNames.Called.Aggregate(new VendorLimits(), (all, kind) => all.With(kind, Limits[kind].Read($"/limits/{kind.Wire()}", faults)));
        var throttle = new ThrottleSetting { Enabled = Switch(Throttles), InvalidRate = Number(InvalidPercent, "/throttle/invalidRate", faults) / 100, Samples = Whole(Samples, "/throttle/samples", faults) };
        var quarantine = new QuarantineSetting { Enabled = Switch(Quarantines), Failures = Whole(Failures, "/quarantine/failures", faults), Seconds = Whole(Seconds, "/quarantine/seconds", faults) };
        var breaker = new BreakerSetting { Enabled = Switch(Breaks) };
        return new DeliverySettings
        {
            Limit = Limit.Read("/limit", faults),
            Limits = limits == new VendorLimits() ? null : limits,
            Throttle = throttle == new ThrottleSetting() ? null : throttle,
            Quarantine = quarantine == new QuarantineSetting() ? null : quarantine,
            Breaker = breaker == new BreakerSetting() ? null : breaker,
            RampSeconds = Whole(RampSeconds, "/rampSeconds", faults),
            StaleDays = Whole(StaleDays, "/staleDays", faults),
        };
    }

    internal static string Text(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    internal static int? Whole(string text, string pointer, List<Fault> faults)
    {
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Complain(text, pointer, "A whole number is needed.", faults);
        return null;
    }

    private static double? Number(string text, string pointer, List<Fault> faults)
    {
        // People type both signs for a fraction.
        if (double.TryParse(text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Complain(text, pointer, "A number is needed.", faults);
        return null;
    }

    private static void Complain(string text, string pointer, string words, List<Fault> faults)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            faults.Add(new Fault(pointer, "not_a_number", words));
        }
    }

    private static string Switch(bool? on) => on switch { true => "on", false => "off", null => "" };

    private static bool? Switch(string word) => word switch { "on" => true, "off" => false, _ => null };
}

/// <summary>A rate as it is typed.</summary>
public sealed class RateDraft
{
    public string Capacity { get; set; } = "";
    public string PerSecond { get; set; } = "";

    internal static RateDraft Of(LimitSetting? limit) => limit is null ? new() : new() { Capacity = SettingsDraft.Text(limit.Capacity), PerSecond = SettingsDraft.Text(limit.PerSecond) };

    internal LimitSetting? Read(string pointer, List<Fault> faults)
    {
        if (string.IsNullOrWhiteSpace(Capacity) && string.IsNullOrWhiteSpace(PerSecond))
        {
            return null;
        }
        var (before, capacity, perSecond) = (faults.Count, SettingsDraft.Whole(Capacity, pointer, faults), SettingsDraft.Whole(PerSecond, pointer, faults));
        // Without a limit there is no burst to name.
        if (faults.Count == before && (perSecond is null || (capacity is null && perSecond > 0)))
        {
            faults.Add(new Fault(pointer, "incomplete", "Burst and rate go together."));
        }
        return new LimitSetting(capacity ?? 0, perSecond ?? 0);
    }
}

using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Limits;

namespace NotifyHub.Pipeline.Delivery.Settings;

/// <summary>The numbers that protect a project's standing with its vendors: its own settings over the installation's defaults.</summary>
public sealed record GuardRules
{
    /// <summary>Sends through a vendor, by vendor.</summary>
    public required IReadOnlyDictionary<ProviderKind, LimitRate> Limits { get; init; }
    /// <summary>Whether the rate is halved while too many tokens are invalid.</summary>
    public bool Throttles { get; init; } = true;
    /// <summary>From this share of invalid tokens, 0 to 1.</summary>
    public double InvalidRate { get; init; } = 0.10;
    /// <summary>From so many answers in the window.</summary>
    public int Samples { get; init; } = 20;
    /// <summary>Whether failures in a row make a quarantine.</summary>
    public bool Quarantines { get; init; } = true;
    /// <summary>So many.</summary>
    public int Failures { get; init; } = 5;
    /// <summary>Length of a quarantine.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>Whether a jump of dead-token answers is doubted.</summary>
    public bool Breaks { get; init; } = true;
    /// <summary>Time in which the rate climbs back after an outage; zero for at once.</summary>
    public TimeSpan Ramp { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>Age of the last sign of life from which a device gets nothing more; null for never.</summary>
    public TimeSpan? StaleAfter { get; init; } = TimeSpan.FromDays(90);

    /// <summary>A project's settings over the defaults.</summary>
    public static GuardRules From(DeliverySettings? settings, LimitRate projectDefault)
    {
        var rules = new GuardRules { Limits = ProviderNames.Called.ToDictionary(kind => kind, kind => LimitOf(settings, kind, projectDefault)) };
        if (settings is null)
        {
            return rules;
        }
        return rules with
        {
            Throttles = settings.Throttle?.Enabled ?? rules.Throttles,
            InvalidRate = settings.Throttle?.InvalidRate ?? rules.InvalidRate,
            Samples = settings.Throttle?.Samples ?? rules.Samples,
            Quarantines = settings.Quarantine?.Enabled ?? rules.Quarantines,
            Failures = settings.Quarantine?.Failures ?? rules.Failures,
            Rest = settings.Quarantine?.Seconds is { } rest ? TimeSpan.FromSeconds(rest) : rules.Rest,
            Breaks = settings.Breaker?.Enabled ?? rules.Breaks,
            Ramp = settings.RampSeconds is { } ramp ? TimeSpan.FromSeconds(ramp) : rules.Ramp,
            StaleAfter = settings.StaleDays switch { null => rules.StaleAfter, 0 => null, var days => TimeSpan.FromDays(days.Value) },
        };
    }

    /// <summary>The same in the form of the wire.</summary>
    public DeliverySettings ToSettings() => new()
    {
        Limits = ProviderNames.Called.Aggregate(new VendorLimits(), (all, kind) => all.With(kind, new LimitSetting(Limits[kind].Capacity, Limits[kind].PerSecond))),
        Throttle = new ThrottleSetting { Enabled = Throttles, InvalidRate = InvalidRate, Samples = Samples },
        Quarantine = new QuarantineSetting { Enabled = Quarantines, Failures = Failures, Seconds = (int)Rest.TotalSeconds },
        Breaker = new BreakerSetting { Enabled = Breaks },
        RampSeconds = (int)Ramp.TotalSeconds,
        StaleDays = (int)(StaleAfter?.TotalDays ?? 0),
    };

    private static LimitRate LimitOf(DeliverySettings? settings, ProviderKind kind, LimitRate projectDefault) =>
        settings?.Limits?.Of(kind)?.Rate ?? settings?.Limit?.Rate ?? projectDefault;
}

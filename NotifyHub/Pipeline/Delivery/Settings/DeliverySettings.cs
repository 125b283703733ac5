using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Limits;

namespace NotifyHub.Pipeline.Delivery.Settings;

/// <summary>What a project says about its delivery. Whatever is left out follows the installation's default.</summary>
public sealed record DeliverySettings
{
    /// <summary>Sends through each vendor.</summary>
    public LimitSetting? Limit { get; init; }
    /// <summary>Sends through one vendor, in place of <see cref="Limit"/>.</summary>
    public VendorLimits? Limits { get; init; }
    /// <summary>Slowing down when too many tokens are invalid.</summary>
    public ThrottleSetting? Throttle { get; init; }
    /// <summary>Resting when a vendor fails again and again.</summary>
    public QuarantineSetting? Quarantine { get; init; }
    /// <summary>Not believing a vendor that calls all tokens dead.</summary>
    public BreakerSetting? Breaker { get; init; }
    /// <summary>Seconds in which the rate climbs back after an outage, 60 to 3600; 0 for at once.</summary>
    public int? RampSeconds { get; init; }
    /// <summary>Days without a sign of life after which a device gets nothing more, 7 to 3650; 0 for never.</summary>
    public int? StaleDays { get; init; }

    /// <summary>Adds what is out of range.</summary>
    internal void Check(FaultList faults)
    {
        Limit?.Check("/limit", faults);
        foreach (var kind in ProviderNames.Called)
        {
            Limits?.Of(kind)?.Check($"/limits/{kind.Wire()}", faults);
        }
        Between("/throttle/invalidRate", Throttle?.InvalidRate, 0.01, 1);
        Between("/throttle/samples", Throttle?.Samples, 10, 100_000);
        Between("/quarantine/failures", Quarantine?.Failures, 1, 1000);
        Between("/quarantine/seconds", Quarantine?.Seconds, 5, 3600);
        Between("/staleDays", StaleDays == 0 ? null : StaleDays, 7, 3650);
        Between("/rampSeconds", RampSeconds == 0 ? null : RampSeconds, 60, 3600);

        void Between(string pointer, double? value, double least, double most)
        {
            if (value < least || value > most)
            {
                faults.Add(pointer, "out_of_range", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{least} to {most} is allowed."));
            }
        }
    }
}

/// <summary>Rates by vendor.</summary>
public sealed record VendorLimits
{
    public LimitSetting? Apns { get; init; }
    public LimitSetting? Fcm { get; init; }
    public LimitSetting? Webpush { get; init; }
    public LimitSetting? Huawei { get; init; }
    public LimitSetting? Mipush { get; init; }
    public LimitSetting? Expo { get; init; }
    public LimitSetting? Email { get; init; }
    public LimitSetting? Slack { get; init; }
    public LimitSetting? Telegram { get; init; }
    public LimitSetting? Webhook { get; init; }

    /// <summary>By vendor.</summary>
    public LimitSetting? Of(ProviderKind kind) => kind switch
    {
        ProviderKind.Apns => Apns,
        ProviderKind.Fcm => Fcm,
        ProviderKind.WebPush => Webpush,
        ProviderKind.Huawei => Huawei,
        ProviderKind.MiPush => Mipush,
        ProviderKind.Expo => Expo,
        ProviderKind.Email => Email,
        ProviderKind.Slack => Slack,
        ProviderKind.Telegram => Telegram,
        ProviderKind.Webhook => Webhook,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody is called."),
    };

    /// <summary>With another rate for one vendor.</summary>
    public VendorLimits With(ProviderKind kind, LimitSetting? limit) => kind switch
    {
        ProviderKind.Apns => this with { Apns = limit },
        ProviderKind.Fcm => this with { Fcm = limit },
        ProviderKind.WebPush => this with { Webpush = limit },
        ProviderKind.Huawei => this with { Huawei = limit },
        ProviderKind.MiPush => this with { Mipush = limit },
        ProviderKind.Expo => this with { Expo = limit },
        ProviderKind.Email => this with { Email = limit },
        ProviderKind.Slack => this with { Slack = limit },
        ProviderKind.Telegram => this with { Telegram = limit },
        ProviderKind.Webhook => this with { Webhook = limit },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody is called."),
    };
}

/// <summary>A rate on the wire.</summary>
/// <param name="Capacity">Largest burst, 1 to 1000000.</param>
/// <param name="PerSecond">Sends a second, 1 to 1000000; 0 for no limit but the installation's.</param>
public sealed record LimitSetting(int Capacity, int PerSecond)
{
    internal LimitRate Rate => new(Capacity, PerSecond);

    internal void Check(string pointer, FaultList faults)
    {
        if (Rate.Fault is { } fault)
        {
            faults.Add(pointer, "out_of_range", $"{char.ToUpperInvariant(fault[0])}{fault[1..]}.");
        }
    }
}

/// <summary>When a project's rate is halved.</summary>
public sealed record ThrottleSetting
{
    /// <summary>Whether it ever is.</summary>
    public bool? Enabled { get; init; }
    /// <summary>Share of invalid tokens in the window from which it is, 0.01 to 1.</summary>
    public double? InvalidRate { get; init; }
    /// <summary>Fewest answers from which the share says something, 10 to 100000.</summary>
    public int? Samples { get; init; }
}

/// <summary>When a vendor is given a rest.</summary>
public sealed record QuarantineSetting
{
    /// <summary>Whether failures lead to one. A vendor's own Retry-After is kept all the same.</summary>
    public bool? Enabled { get; init; }
    /// <summary>Failures in a row, 1 to 1000.</summary>
    public int? Failures { get; init; }
    /// <summary>Length of the rest, 5 to 3600.</summary>
    public int? Seconds { get; init; }
}

/// <summary>The invalidation circuit-breaker.</summary>
public sealed record BreakerSetting
{
    /// <summary>Whether a jump of dead-token answers is doubted.</summary>
    public bool? Enabled { get; init; }
}

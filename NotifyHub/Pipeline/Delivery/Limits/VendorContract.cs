using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>A limit that a vendor documents; no setting goes beyond it.</summary>
/// <param name="Documented">Most that the vendor takes; null when it names no number.</param>
/// <param name="PerProject">It counts for each project rather than for the whole installation.</param>
/// <param name="Source">Where the vendor says so.</param>
public sealed record VendorContract(LimitRate? Documented, bool PerProject, string? Source)
{
    private static readonly VendorContract Open = new(null, PerProject: false, Source: null);

    private static readonly VendorContract Expo = new(
        new LimitRate(RelayContract.Expo.MessagesPerSecond, RelayContract.Expo.MessagesPerSecond), PerProject: true,
        "https://docs.expo.dev/push-notifications/sending-notifications/ (for each project)");

    /// <summary>The vendor's contract.</summary>
    public static VendorContract Of(ProviderKind kind) => kind == ProviderKind.Expo ? Expo : Open;

    /// <summary>The rate, cut down to what the vendor takes.</summary>
    public LimitRate Within(LimitRate rate) => Documented is not { } most ? rate
        : rate.IsUnlimited ? most
        : new LimitRate(Math.Min(rate.Capacity, most.Capacity), Math.Min(rate.PerSecond, most.PerSecond));
}

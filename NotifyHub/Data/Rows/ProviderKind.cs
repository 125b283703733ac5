namespace NotifyHub.Data.Rows;

/// <summary>Vendors. Stored as a number, on the wire in lower case.</summary>
public enum ProviderKind { Apns = 1, Fcm = 2, WebPush = 3, Huawei = 4, MiPush = 5, Expo = 6 }

/// <summary>Names as on the wire.</summary>
public static class ProviderNames
{
    private static readonly string[] Names = ["", "apns", "fcm", "webpush", "huawei", "mipush", "expo"];

    /// <summary>Vendors that this version can deliver through.</summary>
    public static IReadOnlyList<ProviderKind> Supported { get; } = [ProviderKind.Apns, ProviderKind.Fcm, ProviderKind.WebPush, ProviderKind.Huawei, ProviderKind.MiPush, ProviderKind.Expo];

    /// <summary>apns, fcm, webpush, ...</summary>
    public static string Wire(this ProviderKind kind) => Names[(int)kind];

    /// <summary>What a person calls it.</summary>
    public static string Label(this ProviderKind kind) => kind switch
    {
        ProviderKind.Apns => "APNs",
        ProviderKind.Fcm => "FCM",
        ProviderKind.WebPush => "Web Push",
        ProviderKind.Huawei => "Huawei",
        ProviderKind.MiPush => "MiPush",
        _ => "Expo",
    };

    /// <summary>Reads a wire name; false when unknown or not supported by this version.</summary>
    public static bool TryParse(string? wire, out ProviderKind kind)
    {
        var i = wire is null ? -1 : Array.IndexOf(Names, wire);
        kind = i > 0 ? (ProviderKind)i : default;
        return i > 0 && Supported.Contains(kind);
    }
}

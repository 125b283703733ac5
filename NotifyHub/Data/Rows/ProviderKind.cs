namespace NotifyHub.Data.Rows;

/// <summary>Kinds of endpoints: the push vendors, and the other channels that reach a person. Stored as a number, on the wire in lower case.</summary>
public enum ProviderKind
{
    Apns = 1,
    Fcm = 2,
    WebPush = 3,
    Huawei = 4,
    MiPush = 5,
    Expo = 6,
    /// <summary>A person's mail address.</summary>
    Email = 7,
    /// <summary>A person's Slack member or channel.</summary>
    Slack = 8,
    /// <summary>A person's Telegram chat.</summary>
    Telegram = 9,
    /// <summary>An https address that takes signed calls for a person.</summary>
    Webhook = 10,
    /// <summary>A person's inbox. Nobody is called: its delivery is written as sent.</summary>
    InApp = 11,
}

/// <summary>Names as on the wire.</summary>
public static class ProviderNames
{
    private static readonly string[] Names = ["", "apns", "fcm", "webpush", "huawei", "mipush", "expo", "email", "slack", "telegram", "webhook", "in_app"];

    /// <summary>Push vendors that this version can deliver through: those that a device registers with.</summary>
    public static IReadOnlyList<ProviderKind> Supported { get; } = [ProviderKind.Apns, ProviderKind.Fcm, ProviderKind.WebPush, ProviderKind.Huawei, ProviderKind.MiPush, ProviderKind.Expo];

    /// <summary>Channels beside push that are called.</summary>
    public static IReadOnlyList<ProviderKind> Channels { get; } = [ProviderKind.Email, ProviderKind.Slack, ProviderKind.Telegram, ProviderKind.Webhook];

    /// <summary>All that are called, each with a line, limits and health of its own.</summary>
    public static IReadOnlyList<ProviderKind> Called { get; } = [.. Supported, .. Channels];

    /// <summary>Everything that a delivery can go to.</summary>
    public static IReadOnlyList<ProviderKind> All { get; } = [.. Called, ProviderKind.InApp];

    /// <summary>Where a project brings an account of its own. Mail goes through the installation's server; of webhooks the account is the secret that signs.</summary>
    public static IReadOnlyList<ProviderKind> WithAccount { get; } = [.. Supported, ProviderKind.Slack, ProviderKind.Telegram, ProviderKind.Webhook];

    /// <summary>The last of the push vendors, for queries that are made from expressions: what is not after it is a device.</summary>
    public const ProviderKind LastPush = ProviderKind.Expo;

    /// <summary>A push vendor's: an app or a browser, and not an address of a person.</summary>
    public static bool IsPush(this ProviderKind kind) => kind is >= ProviderKind.Apns and <= LastPush;

    /// <summary>The same as a condition in SQL, word for word as the partial indexes have it. "+ 0" keeps SQLite from walking all of an index by provider for it.</summary>
    /// <param name="column">The column with the kind.</param>
    public static string IsPushSql(string column) => $"{column} + 0 <= {(int)LastPush}";

    /// <summary>apns, fcm, webpush, email, ...</summary>
    public static string Wire(this ProviderKind kind) => Names[(int)kind];

    /// <summary>What a person calls it.</summary>
    public static string Label(this ProviderKind kind) => kind switch
    {
        ProviderKind.Apns => "APNs",
        ProviderKind.Fcm => "FCM",
        ProviderKind.WebPush => "Web Push",
        ProviderKind.Huawei => "Huawei",
        ProviderKind.MiPush => "MiPush",
        ProviderKind.Expo => "Expo",
        ProviderKind.Email => "E-mail",
        ProviderKind.Slack => "Slack",
        ProviderKind.Telegram => "Telegram",
        ProviderKind.Webhook => "Webhook",
        _ => "Inbox",
    };

    /// <summary>Reads the wire name of a push vendor; false when unknown or not supported by this version.</summary>
    public static bool TryParse(string? wire, out ProviderKind kind) => TryParse(wire, Supported, out kind);

    /// <summary>Reads the wire name of one of these.</summary>
    public static bool TryParse(string? wire, IReadOnlyList<ProviderKind> among, out ProviderKind kind)
    {
        var i = wire is null ? -1 : Array.IndexOf(Names, wire);
        kind = i > 0 ? (ProviderKind)i : default;
        return i > 0 && among.Contains(kind);
    }
}

namespace NotifyHub.Audience.Segments;

/// <summary>Fields that a leaf may name, with the column that answers. A table, so that nothing of a request ever stands in a statement.</summary>
internal static class SegmentFields
{
    /// <summary>Of the device.</summary>
    public static IReadOnlyDictionary<string, string> Device { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["provider"] = "v.provider", ["platform"] = "v.platform", ["environment"] = "v.environment", ["installationId"] = "v.installation_id", ["locale"] = "v.locale", ["timezone"] = "v.time_zone",
        ["appVersion"] = "v.app_version", ["osVersion"] = "v.os_version", ["model"] = "v.model", ["permission"] = "v.permission",
    };

    /// <summary>Of the person whose device it is. The id is the device's own word: it need not be a person that the hub knows more of.</summary>
    public static IReadOnlyDictionary<string, string> User { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["id"] = "v.user_id", ["fingerprintHex"] = "v.fingerprint_hex", ["email"] = "p.email", ["phone"] = "p.phone", ["name"] = "p.name", ["locale"] = "p.locale", ["timezone"] = "p.time_zone",
    };

    /// <summary>When it gave a sign of life, and when it came.</summary>
    public static IReadOnlyDictionary<string, string> Seen { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["last"] = "v.last_seen_at", ["first"] = "v.created_at",
    };
}

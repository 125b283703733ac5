using System.Collections.Frozen;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>Xiaomi's servers: a phone's messages go to the server of the region that it was sold for (dev.mi.com, "Server API Address").</summary>
internal static class MiPushRegions
{
    /// <summary>Mainland China.</summary>
    public const string China = "https://api.xmpush.xiaomi.com";

    /// <summary>Region to server.</summary>
    public static readonly FrozenDictionary<string, string> Hosts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["china"] = China,
        ["global"] = "https://sgp-api.xmpush.global.xiaomi.com",
        ["europe"] = "https://fr-api.xmpush.global.xiaomi.com",
        ["india"] = "https://idmb-api.xmpush.global.xiaomi.com",
        ["russia"] = "https://ru-api.xmpush.global.xiaomi.com",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A region as it is stored; China when nothing is said, null when there is no such region.</summary>
    public static string? Read(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "cn" => "china",
        "sg" or "sgp" or "singapore" => "global",
        "eu" => "europe",
        "in" => "india",
        "ru" => "russia",
        var name => Hosts.ContainsKey(name) ? name : null,
    };
}

namespace NotifyHub;

/// <summary>The shipped appsettings.json is the manual of all settings; a key under NotifyHub that it does not know is most likely a typing error, and is said at start.</summary>
public static class SettingsManual
{
    private const string Section = "NotifyHub";

    /// <summary>Logs one warning per unknown key.</summary>
    public static void ReportUnknown(IConfiguration configuration, ILogger logger)
    {
        foreach (var key in UnknownKeys(configuration))
        {
            logger.LogWarning("Unknown setting {Key}: appsettings.json lists the settings that exist", key);
        }
    }

    /// <summary>Full names of set keys that the manual lacks, in order.</summary>
    public static IReadOnlyList<string> UnknownKeys(IConfiguration configuration)
    {
        var known = KnownKeys();
        return [.. configuration.GetSection(Section).AsEnumerable()
            .Where(pair => pair.Value is not null && !IsKnown(known, pair.Key))
            .Select(pair => pair.Key).Order(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsKnown(HashSet<string> known, string key) =>
        known.Contains(key) || (key.LastIndexOf(':') is > 0 and var cut && int.TryParse(key.AsSpan(cut + 1), System.Globalization.NumberStyles.None, null, out _) && known.Contains(key[..cut]));

    private static HashSet<string> KnownKeys()
    {
        using var stream = typeof(SettingsManual).Assembly.GetManifestResourceStream("appsettings.default.json")!;
        var manual = new ConfigurationBuilder().AddJsonStream(stream).Build();
        return manual.AsEnumerable().Select(pair => pair.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotifyHub.Pipeline.Providers.MiPush;

/// <summary>An app at Xiaomi: config <c>{packageName, region?}</c>, secret <c>{appSecret}</c>.</summary>
/// <param name="PackageName">The Android package that may show the message.</param>
/// <param name="Region">A key of <see cref="MiPushRegions.Hosts"/>.</param>
/// <param name="AppSecret">What stands in the Authorization header.</param>
internal sealed partial record MiPushCredential(string PackageName, string Region, string AppSecret)
{
    private const string Needed = "the AppSecret is needed (Xiaomi developer console, Push notifications, the app's details)";
    private const string HeaderPrefix = "key=";
    private const int ShortestSecret = 8;
    private const int LongestSecret = 128;
    private const int AppIdDigits = 19;

    /// <summary>Reads both objects; what was copied with its header's <c>key=</c> loses it.</summary>
    /// <exception cref="CredentialFormatException">It is another value, or a field is missing or damaged.</exception>
    public static MiPushCredential Parse(string configJson, string secretJson)
    {
        var secret = CredentialFields.Read("/secret", secretJson);
        var appSecret = secret.TextOrObject("appSecret") ?? throw secret.Fault("appSecret", $"The AppSecret is missing: {Needed}.");
        if (appSecret.StartsWith(HeaderPrefix, StringComparison.Ordinal)) appSecret = appSecret[HeaderPrefix.Length..];
        if (WhatElse(appSecret) is { } other) throw secret.Fault("appSecret", $"This is {other}; {Needed}.");

        var config = CredentialFields.Read("/config", configJson);
        var package = config.Required("packageName", "The package name");
        if (!Package().IsMatch(package)) throw config.Fault("packageName", "A package name looks like com.example.app, with at most 255 characters.");
        var region = MiPushRegions.Read(config.Optional("region"))
            ?? throw config.Fault("region", $"The region is one of {string.Join(", ", MiPushRegions.Hosts.Keys.Order(StringComparer.Ordinal))}; left out, it is china.");
        return new(package, region, appSecret);
    }

    /// <summary>Both objects as they are to be stored.</summary>
    public CredentialShape AsShape() => new(
        null, null,
        JsonSerializer.Serialize(new { packageName = PackageName, region = Region }),
        JsonSerializer.Serialize(new { appSecret = AppSecret }),
        KeyFingerprint.Of(JsonSerializer.SerializeToUtf8Bytes(new { PackageName, AppSecret })));

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"MiPushCredential({PackageName}, {Region})";

    private static string? WhatElse(string text)
    {
        if (text.TrimStart() is ['{', ..]) return "a JSON file";
        if (text.Contains("-----BEGIN", StringComparison.Ordinal)) return KeyFile.WhatElse(text) ?? "a private key";
        if (text.All(char.IsAsciiDigit)) return text.Length == AppIdDigits ? "the AppId" : "a number (the AppKey, perhaps)";
        if (text.Any(c => c is <= ' ' or > '~')) return "a text with spaces or other letters";
        return text.Length is < ShortestSecret or > LongestSecret ? $"a text of {text.Length} characters, and secrets have {ShortestSecret} to {LongestSecret}" : null;
    }

    [GeneratedRegex(@"^(?=.{3,255}$)[A-Za-z]\w*(\.[A-Za-z]\w*)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.ECMAScript, matchTimeoutMilliseconds: 100)]
    private static partial Regex Package();
}

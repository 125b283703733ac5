using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Huawei;

/// <summary>An app in AppGallery Connect: config <c>{appId, clientId?}</c>, secret <c>{clientSecret}</c>.</summary>
/// <param name="AppId">Names the app in the address of a send.</param>
/// <param name="ClientId">OAuth 2.0 client id; the app's id unless it was given.</param>
/// <param name="ClientSecret">OAuth 2.0 client secret.</param>
internal sealed record HuaweiCredential(string AppId, string ClientId, string ClientSecret)
{
    private const string Needed = "the OAuth 2.0 client secret is needed (AppGallery Connect, Project settings, General information, App information)";
    private const int ShortestSecret = 16;
    private const int LongestSecret = 256;

    /// <summary>Reads both objects.</summary>
    /// <exception cref="CredentialFormatException">It is another file, or a field is missing or damaged.</exception>
    public static HuaweiCredential Parse(string configJson, string secretJson)
    {
        var secret = CredentialFields.Read("/secret", secretJson);
        var clientSecret = secret.TextOrObject("clientSecret") ?? throw secret.Fault("clientSecret", $"The client secret is missing: {Needed}.");
        if (WhatElse(clientSecret) is { } other) throw secret.Fault("clientSecret", $"This is {other}; {Needed}.");

        var config = CredentialFields.Read("/config", configJson);
        var appId = config.Required("appId", "The app id");
        if (!IsId(appId)) throw config.Fault("appId", "An app id is a number of 5 to 20 digits (App information).");
        var clientId = config.Optional("clientId") ?? appId;
        if (!IsId(clientId)) throw config.Fault("clientId", "An OAuth 2.0 client id is a number of 5 to 20 digits; left out, it is the app id.");
        return new(appId, clientId, clientSecret);
    }

    /// <summary>Both objects as they are to be stored.</summary>
    public CredentialShape AsShape() => new(
        null, null,
        JsonSerializer.Serialize(new { appId = AppId, clientId = ClientId }),
        JsonSerializer.Serialize(new { clientSecret = ClientSecret }),
        KeyFingerprint.Of(JsonSerializer.SerializeToUtf8Bytes(new { AppId, ClientId, ClientSecret })));

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"HuaweiCredential({AppId})";

    private static string? WhatElse(string text)
    {
        if (text.TrimStart() is ['{', ..]) return JsonFileOf(text);
        if (text.Contains("-----BEGIN", StringComparison.Ordinal)) return KeyFile.WhatElse(text) ?? "a private key";
        if (text.All(char.IsAsciiDigit)) return "a number (an app id or a client id, perhaps)";
        if (text.Any(c => c is <= ' ' or > '~')) return "a text with spaces or other letters";
        return text.Length is < ShortestSecret or > LongestSecret ? $"a text of {text.Length} characters, and secrets have {ShortestSecret} to {LongestSecret}" : null;
    }

    // The secret inside agconnect-services.json is that of the app's own gateway client, not of the push service.
    private static string JsonFileOf(string text)
    {
        try
        {
            var file = CredentialFields.Read("/secret/clientSecret", text);
            if (file.TextOrObject("agcgw") is not null || file.TextOrObject("app_info") is not null) return "an agconnect-services.json (the app's own file)";
            if (file.Optional("sub_account") is not null) return "a service account key of Huawei";
            if (file.Optional("type") == "service_account" || file.TextOrObject("project_info") is not null) return "a file of Firebase";
        }
        catch (CredentialFormatException)
        {
            // Half a JSON is no better than another one.
        }
        return "a JSON file";
    }

    private static bool IsId(string text) => text.Length is >= 5 and <= 20 && text.All(char.IsAsciiDigit);
}

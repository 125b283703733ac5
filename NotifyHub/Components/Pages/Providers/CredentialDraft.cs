using System.Text.Json;
using System.Text.RegularExpressions;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Providers;

/// <summary>A credential while it is being typed in; knows the JSON form of each vendor.</summary>
public sealed partial class CredentialDraft(ProviderKind provider)
{
    /// <summary>Largest key file that is read, in bytes; real ones have 3 KB at most.</summary>
    public const int MaxFileBytes = 64 * 1024;

    public ProviderKind Provider { get; } = provider;
    public string KeyId { get; set; } = "";
    public string TeamId { get; set; } = "";
    public string BundleId { get; set; } = "";
    public string Environment { get; set; } = "production";
    public string Subject { get; set; } = "";
    /// <summary>Web Push: bring an existing pair rather than have one made.</summary>
    public bool OwnPair { get; set; }
    public string PublicKey { get; set; } = "";
    public string AppId { get; set; } = "";
    public string ClientId { get; set; } = "";
    public string PackageName { get; set; } = "";
    /// <summary>MiPush: where the phones were sold.</summary>
    public string Region { get; set; } = "china";
    /// <summary>Webhooks: signs too, while receivers change over; empty for none.</summary>
    public string PreviousSecret { get; set; } = "";
    /// <summary>The key file's text: p8, service account, VAPID private key, client secret, AppSecret, access token, bot token or signing secret.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Public part.</summary>
    public string ConfigJson => Provider switch
    {
        ProviderKind.Apns => JsonSerializer.Serialize(new { keyId = KeyId.Trim(), teamId = TeamId.Trim(), bundleId = BundleId.Trim(), environment = Environment }),
        ProviderKind.WebPush when OwnPair => JsonSerializer.Serialize(new { subject = Subject.Trim(), publicKey = PublicKey.Trim() }),
        ProviderKind.WebPush => JsonSerializer.Serialize(new { subject = Subject.Trim() }),
        ProviderKind.Huawei => JsonSerializer.Serialize(new { appId = AppId.Trim(), clientId = ClientId.Trim() }),
        ProviderKind.MiPush => JsonSerializer.Serialize(new { packageName = PackageName.Trim(), region = Region }),
        _ => "{}",
    };

    /// <summary>Secret part.</summary>
    public string SecretJson => Provider switch
    {
        ProviderKind.Apns => JsonSerializer.Serialize(new { p8 = KeyFile }),
        ProviderKind.Expo => KeyFile.Trim().Length == 0 ? "{}" : JsonSerializer.Serialize(new { accessToken = KeyFile.Trim() }),
        ProviderKind.Fcm => JsonSerializer.Serialize(new { serviceAccountJson = KeyFile }),
        ProviderKind.WebPush when OwnPair => JsonSerializer.Serialize(new { privateKey = KeyFile.Trim() }),
        ProviderKind.Huawei => JsonSerializer.Serialize(new { clientSecret = KeyFile.Trim() }),
        ProviderKind.MiPush => JsonSerializer.Serialize(new { appSecret = KeyFile.Trim() }),
        ProviderKind.Slack or ProviderKind.Telegram => JsonSerializer.Serialize(new { botToken = KeyFile.Trim() }),
        ProviderKind.Webhook => JsonSerializer.Serialize(new { secret = KeyFile.Trim(), previousSecret = PreviousSecret.Trim() }),
        _ => "{}",
    };

    /// <summary>A public part that is surely right, to judge a key file by itself while the other fields are still empty.</summary>
    public string StandInConfigJson => Provider switch
    {
        ProviderKind.Apns => """{"keyId":"ABCDEFGHIJ","teamId":"ABCDEFGHIJ","bundleId":"a.b"}""",
        ProviderKind.WebPush => """{"subject":"mailto:a@example.com"}""",
        ProviderKind.Huawei => """{"appId":"100000000"}""",
        ProviderKind.MiPush => """{"packageName":"a.b"}""",
        _ => "{}",
    };

    /// <summary>Takes an uploaded or pasted key; Apple's file name tells the key id.</summary>
    public void Take(string text, string? fileName = null)
    {
        KeyFile = text;
        if (Provider == ProviderKind.Apns && KeyId.Length == 0 && fileName is not null && AppleName().Match(fileName) is { Success: true } name)
        {
            KeyId = name.Groups["id"].Value;
        }
    }

    [GeneratedRegex(@"^AuthKey_(?<id>[A-Z0-9]{10})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex AppleName();
}

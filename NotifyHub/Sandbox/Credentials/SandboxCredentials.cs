using NotifyHub.Sandbox.Apns;
using NotifyHub.Sandbox.Chats;
using NotifyHub.Sandbox.Expo;
using NotifyHub.Sandbox.Fcm;
using NotifyHub.Sandbox.Huawei;
using NotifyHub.Sandbox.MiPush;
using NotifyHub.Sandbox.Phones;

namespace NotifyHub.Sandbox.Credentials;

/// <summary>
/// One credential for each vendor, in the form in which a person gets it from Apple, Google, Huawei, Xiaomi or a key generator, registered with the twins. They open nothing outside the sandbox.
/// Made once; with a folder they are files there and the same after a restart.
/// </summary>
public sealed class SandboxCredentials
{
    /// <summary>The demo app's bundle id.</summary>
    public const string BundleId = "com.example.notifyhub";
    /// <summary>Apple's ten characters for the key.</summary>
    public const string KeyId = "SANDBOXKEY";
    /// <summary>Apple's ten characters for the team.</summary>
    public const string TeamId = "SANDBOXTEA";
    /// <summary>The demo app's Firebase project.</summary>
    public const string ProjectId = "notifyhub-sandbox";
    /// <summary>The service account's address.</summary>
    public const string ClientEmail = "push@notifyhub-sandbox.iam.gserviceaccount.com";
    /// <summary>The demo app at Huawei; its OAuth client has the same number.</summary>
    public const string HuaweiAppId = "100000001";
    /// <summary>The demo app's Android package, at Xiaomi.</summary>
    public const string PackageName = "com.example.notifyhub";
    /// <summary>The demo app at Expo.</summary>
    public const string ExpoApp = "@fernhill/shop";
    /// <summary>VAPID subject.</summary>
    public const string Subject = "mailto:push@notifyhub.example";

    private readonly CredentialFiles _files;
    private readonly Func<Uri> _tokenUri;
    private readonly Lazy<string> _serviceKey;

    internal SandboxCredentials(string? folder, ApnsKeyRing apnsKeys, FcmAccounts fcmAccounts, HuaweiApps huaweiApps, MiPushApps miPushApps, ExpoAccounts expoAccounts, ChatAccounts chats, Func<Uri> tokenUri)
    {
        _files = new CredentialFiles(folder);
        _tokenUri = tokenUri;
        P8 = _files.LoadOrMake($"AuthKey_{KeyId}.p8", KeyMaker.NewP8);
        apnsKeys.Register(KeyId, TeamId, KeyMaker.PublicPem(P8), BundleId);
        (VapidPublicKey, VapidPrivateKey) = KeyMaker.VapidPair(_files.LoadOrMake("vapid.pem", KeyMaker.NewP8));

        HuaweiClientSecret = _files.LoadOrMake("huawei-client-secret.txt", KeyMaker.NewClientSecret);
        huaweiApps.Register(HuaweiAppId, null, HuaweiClientSecret);
        MiPushAppSecret = _files.LoadOrMake("mipush-app-secret.txt", KeyMaker.NewAppSecret);
        miPushApps.Register(PackageName, MiPushAppSecret);
        ExpoAccessToken = _files.LoadOrMake("expo-access-token.txt", KeyMaker.NewAccessToken);
        expoAccounts.Register(ExpoApp, ExpoAccessToken);
        chats.Register(SlackTwin.Vendor, SlackBotToken = _files.LoadOrMake("slack-bot-token.txt", KeyMaker.NewSlackToken));
        chats.Register(TelegramTwin.Vendor, TelegramBotToken = _files.LoadOrMake("telegram-bot-token.txt", KeyMaker.NewTelegramToken));
        chats.Register(WebhookReceiver.Vendor, WebhookSecret = _files.LoadOrMake("webhook-secret.txt", KeyMaker.NewWebhookSecret));

        // An RSA key takes a moment: it is made when somebody asks for it. Until then nobody can hold it, so the twin need not know it.
        _serviceKey = new Lazy<string>(() =>
        {
            var key = _files.LoadOrMake("service-account.pem", KeyMaker.NewRsa);
            fcmAccounts.Register(ClientEmail, ProjectId, KeyMaker.PublicRsaPem(key));
            return key;
        });
        if (_files.Has("service-account.pem"))
        {
            _ = _serviceKey.Value;
        }
    }

    /// <summary>Apple's signing key, PKCS#8 PEM.</summary>
    public string P8 { get; }

    /// <summary>base64url of the 65-byte point; simulated browsers subscribe with it.</summary>
    public string VapidPublicKey { get; }

    /// <summary>base64url of the 32-byte scalar.</summary>
    public string VapidPrivateKey { get; }

    /// <summary>Secret of the OAuth client at Huawei.</summary>
    public string HuaweiClientSecret { get; }

    /// <summary>Secret of the app at Xiaomi.</summary>
    public string MiPushAppSecret { get; }

    /// <summary>Access token of the account at Expo; its app demands it.</summary>
    public string ExpoAccessToken { get; }

    /// <summary>Token of the bot at Slack.</summary>
    public string SlackBotToken { get; }

    /// <summary>Token of the bot at Telegram.</summary>
    public string TelegramBotToken { get; }

    /// <summary>What the receiver of webhooks checks signatures by.</summary>
    public string WebhookSecret { get; }

    /// <summary>Google's key file, whose <c>token_uri</c> is the twin's.</summary>
    public string ServiceAccountJson() => _files.Keep("service-account.json", ServiceAccount.Json(ProjectId, ClientEmail, _serviceKey.Value, _tokenUri()));

    internal string AppOf(PhonePlatform platform) => platform switch
    {
        PhonePlatform.Expo => ExpoApp,
        PhonePlatform.Ios => BundleId,
        PhonePlatform.Android => ProjectId,
        PhonePlatform.Huawei => HuaweiAppId,
        PhonePlatform.MiPush => PackageName,
        _ => VapidPublicKey,
    };
}

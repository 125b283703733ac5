using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Apns;
using NotifyHub.Tests.Pipeline.Providers.Expo;
using NotifyHub.Tests.Pipeline.Providers.Fcm;
using NotifyHub.Tests.Pipeline.Providers.Huawei;
using NotifyHub.Tests.Pipeline.Providers.MiPush;
using NotifyHub.Tests.Pipeline.Providers.Support;
using NotifyHub.Tests.Pipeline.Providers.WebPush;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>One vendor's row of the fault matrix. A new provider joins by a line in <see cref="All"/>.</summary>
/// <param name="Name">The provider's name.</param>
/// <param name="Section">Its section below <c>NotifyHub:Providers</c>.</param>
/// <param name="Versions">HTTP versions that its vendor speaks.</param>
/// <param name="Addresses">Keys of its section that hold the vendor's address.</param>
/// <param name="Call">A message through an account whose access tokens come from <c>grants</c>, to a device that lives at <c>url</c>.</param>
/// <param name="Sound">Status and body of a success.</param>
/// <param name="ReadsBody">Whether a success must say so in its body; else its status alone is one.</param>
internal sealed record MatrixVendor(
    string Name, string Section, int[] Versions, string[] Addresses, Func<IPushProvider, string, string, ProviderCall> Call, (int Status, string Body) Sound, bool ReadsBody)
{
    /// <summary>Key of its section that holds the address of its access tokens; null where the credential names it, or there are none.</summary>
    public string? GrantAddress { get; init; }

    /// <summary>Calls at the same time share a request, so several can't be several streams.</summary>
    public bool Gathers { get; init; }

    private static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };

    public static IReadOnlyList<MatrixVendor> All { get; } =
    [
        new("apns", "Apns", [2], ["ProductionUrl", "SandboxUrl"], (_, _, _) => Of(new("m", TestKeys.ApnsConfig, TestKeys.ApnsSecret), Token(ApnsRig.Token)), (200, ""), ReadsBody: false),
        new("fcm", "Fcm", [1, 2], ["BaseUrl"], (_, _, grants) => Of(new("m", "{}", TestKeys.FcmSecret($"{grants}/token")), Token(FcmRig.Token)), (200, """{"name":"projects/demo-project/messages/1"}"""), ReadsBody: true),
        new("webpush", "WebPush", [1, 2], [], (provider, url, _) => Browser(provider, url), (201, ""), ReadsBody: false),
        new("huawei", "Huawei", [1, 2], ["PushUrl"], (_, _, _) => Of(new("m", HuaweiRig.Config, HuaweiRig.SecretJson), Token(HuaweiRig.Token)), (200, """{"code":"80000000","msg":"Success","requestId":"1"}"""), ReadsBody: true)
        {
            GrantAddress = "TokenUrl",
        },
        new("mipush", "MiPush", [1, 2], ["BaseUrl"], (_, _, _) => Of(new("m", MiPushRig.Config, MiPushRig.SecretJson), Token(MiPushRig.Token)), (200, """{"result":"ok","code":0,"data":{"id":"slm1"}}"""), ReadsBody: true),
        new("expo", "Expo", [1, 2], ["BaseUrl"], (_, _, _) => Of(new("m", "{}", "{}"), Token(ExpoRig.Token(1))), (200, """{"data":[{"status":"ok","id":"ticket"}]}"""), ReadsBody: true) { Gathers = true },
        new("slack", "Slack", [1, 2], ["BaseUrl"], (_, _, _) => Of(new("m", "{}", Slack.SlackTests.SecretJson), Token("U012AB3CD")), (200, """{"ok":true,"ts":"1.1"}"""), ReadsBody: true),
        new("telegram", "Telegram", [1, 2], ["BaseUrl"], (_, _, _) => Of(new("m", "{}", Telegram.TelegramTests.SecretJson), Token("1001")), (200, """{"ok":true,"result":{"message_id":1}}"""), ReadsBody: true),
        new("webhook", "Webhook", [1, 2], [], (_, url, _) => Of(new("m", "{}", Webhook.WebhookTests.SecretJson), Token($"{url}/hook")), (204, ""), ReadsBody: false),
    ];

    private static ProviderCall Browser(IPushProvider provider, string url)
    {
        var shape = provider.CheckShape("""{"subject":"mailto:push@example.com"}""", "{}");
        var browser = TestSubscriber.New();
        return Of(new("m", shape.ConfigJson, shape.SecretJson), new($"{url}/wpush/v2/gAAAAABsecret", null, browser.P256dh, browser.Auth, DateTimeOffset.UnixEpoch));
    }

    private static DeviceTarget Token(string token) => new(token, "production", null, null, DateTimeOffset.UnixEpoch);

    private static ProviderCall Of(ProviderSecret secret, DeviceTarget target) => new(secret, target, Hello, "dlv_1", null, null);
}

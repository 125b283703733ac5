using System.Security.Cryptography;
using NotifyHub.Sandbox.Apns;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Expo;
using NotifyHub.Sandbox.Fcm;
using NotifyHub.Sandbox.Huawei;
using NotifyHub.Sandbox.MiPush;

namespace NotifyHub.Sandbox.Control;

/// <summary>Credentials by HTTP: the sandbox's own to take away, other people's to make known to the twins.</summary>
internal sealed class CredentialRoutes(SandboxCredentials credentials, ApnsKeyRing apnsKeys, FcmAccounts fcmAccounts, HuaweiApps huaweiApps, MiPushApps miPushApps, ExpoAccounts expoAccounts)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/credentials", () => TypedResults.Json(new
        {
            apns = new { SandboxCredentials.KeyId, SandboxCredentials.TeamId, SandboxCredentials.BundleId, credentials.P8 },
            fcm = new { serviceAccountJson = credentials.ServiceAccountJson() },
            expo = new { accessToken = credentials.ExpoAccessToken },
            webpush = new { SandboxCredentials.Subject, publicKey = credentials.VapidPublicKey, privateKey = credentials.VapidPrivateKey },
            huawei = new { appId = SandboxCredentials.HuaweiAppId, clientSecret = credentials.HuaweiClientSecret },
            mipush = new { packageName = SandboxCredentials.PackageName, appSecret = credentials.MiPushAppSecret },
            slack = new { botToken = credentials.SlackBotToken },
            telegram = new { botToken = credentials.TelegramBotToken },
            webhook = new { secret = credentials.WebhookSecret },
        }));
        routes.MapPost("/expo/apps", (NewExpoApp app) => Register(() => expoAccounts.Register(app.App, app.AccessToken)));
        routes.MapPost("/apns/keys", (NewApnsKey key) => Register(() => apnsKeys.Register(key.KeyId, key.TeamId, key.PublicKeyPem, key.Topic)));
        routes.MapPost("/fcm/accounts", (NewFcmAccount account) => Register(() => fcmAccounts.Register(account.ClientEmail, account.ProjectId, account.PublicKeyPem)));
        routes.MapPost("/huawei/apps", (NewHuaweiApp app) => Register(() => huaweiApps.Register(app.AppId, app.ClientId, app.ClientSecret)));
        routes.MapPost("/mipush/apps", (NewMiPushApp app) => Register(() => miPushApps.Register(app.PackageName, app.AppSecret)));
    }

    private static IResult Register(Action register)
    {
        try
        {
            register();
            return TypedResults.NoContent();
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            return TypedResults.BadRequest(fault.Message);
        }
    }

    private sealed record NewApnsKey(string KeyId, string TeamId, string PublicKeyPem, string Topic);

    private sealed record NewExpoApp(string App, string AccessToken);

    private sealed record NewFcmAccount(string ClientEmail, string ProjectId, string PublicKeyPem);

    private sealed record NewHuaweiApp(string AppId, string? ClientId, string ClientSecret);

    private sealed record NewMiPushApp(string PackageName, string AppSecret);
}

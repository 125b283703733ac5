using System.Text.Json;
using NotifyHub.Sandbox.Credentials;

namespace NotifyHub.Tests.Sandbox;

/// <summary>The sandbox's credentials in the shape in which the API takes them.</summary>
internal static class UploadForm
{
    public static (string Config, string Secret) Of(SandboxCredentials own, string vendor)
    {
        (object Config, object Secret) parts = vendor switch
        {
            "apns" => (new { SandboxCredentials.KeyId, SandboxCredentials.TeamId, SandboxCredentials.BundleId, environment = "sandbox" }, new { own.P8 }),
            "expo" => (new { }, new { accessToken = own.ExpoAccessToken }),
            "fcm" => (new { }, new { serviceAccountJson = own.ServiceAccountJson() }),
            "huawei" => (new { appId = SandboxCredentials.HuaweiAppId }, new { clientSecret = own.HuaweiClientSecret }),
            "mipush" => (new { SandboxCredentials.PackageName, region = "china" }, new { appSecret = own.MiPushAppSecret }),
            "slack" => (new { }, new { botToken = own.SlackBotToken }),
            "telegram" => (new { }, new { botToken = own.TelegramBotToken }),
            "webhook" => (new { }, new { secret = own.WebhookSecret }),
            _ => (new { SandboxCredentials.Subject, publicKey = own.VapidPublicKey }, new { privateKey = own.VapidPrivateKey }),
        };
        return (JsonSerializer.Serialize(parts.Config, JsonSerializerOptions.Web), JsonSerializer.Serialize(parts.Secret, JsonSerializerOptions.Web));
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>The whole app beside the vendors' twins: sends go in by the API and reach simulated phones over the vendors' own protocols.</summary>
internal static class WireRig
{
    /// <summary>A hub with an account at each vendor.</summary>
    public static async Task<TestHub> StartAsync()
    {
        var hub = await TestHub.StartAsync();
        var vault = hub.Services.GetRequiredService<CredentialVault>();
        var files = hub.Sandbox.Credentials;
        var admin = ProjectAdmin.System(hub.ProjectId);
        await vault.StoreAsync(admin, new NewCredential(ProviderKind.Apns, Json(new
        {
            keyId = SandboxCredentials.KeyId, teamId = SandboxCredentials.TeamId, bundleId = SandboxCredentials.BundleId, environment = "sandbox",
        }), Json(new { p8 = files.P8 }), Activate: true));
        await vault.StoreAsync(admin, new NewCredential(ProviderKind.Fcm, "{}", Json(new { serviceAccountJson = files.ServiceAccountJson() }), Activate: true));
        await vault.StoreAsync(admin, new NewCredential(
            ProviderKind.WebPush, Json(new { subject = SandboxCredentials.Subject, publicKey = files.VapidPublicKey }), Json(new { privateKey = files.VapidPrivateKey }), Activate: true));
        await vault.StoreAsync(admin, new NewCredential(ProviderKind.Huawei, Json(new { appId = SandboxCredentials.HuaweiAppId }), Json(new { clientSecret = files.HuaweiClientSecret }), Activate: true));
        await vault.StoreAsync(admin, new NewCredential(ProviderKind.MiPush, Json(new { packageName = SandboxCredentials.PackageName }), Json(new { appSecret = files.MiPushAppSecret }), Activate: true));
        await vault.StoreAsync(admin, new NewCredential(ProviderKind.Expo, "{}", Json(new { accessToken = files.ExpoAccessToken }), Activate: true));
        return hub;
    }

    /// <summary>A phone whose token is registered with the hub.</summary>
    public static async Task<(Phone Phone, string Device)> PhoneAsync(this TestHub hub, PhonePlatform platform)
    {
        var phone = hub.Sandbox.Phones.Add(new PhoneSpec(platform, platform.ToString()));
        var device = platform switch
        {
            PhonePlatform.Ios => new JsonObject { ["provider"] = "apns", ["token"] = phone.Token, ["environment"] = phone.Environment },
            PhonePlatform.Android => new JsonObject { ["provider"] = "fcm", ["token"] = phone.Token },
            PhonePlatform.Huawei => new JsonObject { ["provider"] = "huawei", ["token"] = phone.Token },
            PhonePlatform.Expo => new JsonObject { ["provider"] = "expo", ["token"] = phone.Token },
            PhonePlatform.MiPush => new JsonObject { ["provider"] = "mipush", ["token"] = phone.Token },
            _ => new JsonObject
            {
                ["provider"] = "webpush",
                ["subscription"] = new JsonObject
                {
                    ["endpoint"] = phone.Subscription!.Endpoint.ToString(), ["keys"] = new JsonObject { ["p256dh"] = phone.Subscription.P256dh, ["auth"] = phone.Subscription.Auth },
                },
            },
        };
        var answer = await hub.Client.PostAsync("/v1/push/tokens", device);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Text);
        return (phone, answer.Id);
    }

    /// <summary>Sends by the API; returns the tickets' ids.</summary>
    public static async Task<IReadOnlyList<string>> SendAsync(this TestHub hub, params string[] devices)
    {
        var answer = await ApiCalls.SendAsync(hub.Client, new JsonObject { ["to"] = new JsonArray([.. devices.Select(d => JsonValue.Create(d))]), ["title"] = "Your order shipped", ["body"] = "Track it" });
        Assert.True(answer.Status == System.Net.HttpStatusCode.Accepted, answer.Text);
        return [.. answer.Json["tickets"]!.AsArray().Select(t => t!["id"]!.GetValue<string>())];
    }

    /// <summary>The receipt, as soon as it shows this status.</summary>
    public static async Task<JsonObject> UntilAsync(this TestHub hub, string delivery, string status)
    {
        var feed = hub.Services.GetRequiredService<NotifyHub.Data.ChangeFeed>();
        // Not disposed of: a commit may be telling it in the moment in which we let go.
        var changed = new SemaphoreSlim(0);
        void Release(NotifyHub.Data.HubChange _) => changed.Release();
        feed.Changed += Release;
        try
        {
            while (true)
            {
                var receipt = (await hub.Client.ReadAsync($"/v1/push/receipts/{delivery}")).Json;
                if (receipt["status"]!.GetValue<string>() == status)
                {
                    return receipt;
                }
                Assert.True(await changed.WaitAsync(TimeSpan.FromSeconds(20)), receipt.ToString());
            }
        }
        finally
        {
            feed.Changed -= Release;
        }
    }

    private static string Json(object value) => JsonSerializer.Serialize(value);
}

using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Credentials;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.SignIn;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;

namespace NotifyHub.Sandbox.Demo;

/// <summary>Makes the demo's account, project, keys and credentials on an empty database, through the same doors that a person would use.</summary>
public sealed class DemoProject(
    FirstOwner first, ProjectKeys keys, CredentialVault vault, TemplateDesk templates, SandboxHost sandbox, SandboxCredentials credentials, IOptions<DatabaseOptions> database)
{
    private const string Email = "demo@notifyhub.example";

    /// <summary>The demo's access, made now if nobody owns this installation yet; null when somebody does and it is no demo.</summary>
    public async Task<DemoAccess?> OpenAsync(CancellationToken cancel = default)
    {
        var folder = database.Value.DataDirectory;
        if (await DemoAccess.LoadAsync(folder, cancel) is { } known)
        {
            return known.Twins == sandbox.Addresses.Http ? known : await FollowTwinsAsync(known, folder, cancel);
        }
        var password = $"demo-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var made = await first.IsOpenAsync(cancel)
            ? await first.CreateAsync(new OwnerSpec(Email, "Demo owner", password, "Fernhill (demo)"), "system", ip: null, cancel)
            : null;
        if (made?.Project is not { } project)
        {
            return null;
        }
        var admin = ProjectAdmin.System(project.Id);
        var server = await keys.CreateAsync(admin, new NewKey("Demo server", ApiKeyKind.Server, ApiScopes.All), cancel);
        var app = await keys.CreateAsync(admin, new NewKey("Demo app", ApiKeyKind.Publishable, ApiScopes.None), cancel);
        await StoreCredentialsAsync(admin, cancel);
        await DemoTemplates.MakeAsync(templates, admin, cancel);
        var access = new DemoAccess(Email, password, project.Id, server.Text, app.Text, sandbox.Addresses.Http);
        await access.SaveAsync(folder, cancel);
        return access;
    }

    // The twins listen elsewhere than last time: the service account names its token endpoint, so it is stored anew.
    private async Task<DemoAccess> FollowTwinsAsync(DemoAccess known, string folder, CancellationToken cancel)
    {
        await StoreCredentialsAsync(ProjectAdmin.System(known.ProjectId), cancel);
        var moved = known with { Twins = sandbox.Addresses.Http, TwinsMoved = true };
        await moved.SaveAsync(folder, cancel);
        return moved;
    }

    private async Task StoreCredentialsAsync(ProjectAdmin admin, CancellationToken cancel)
    {
        await StoreAsync(ProviderKind.Apns,
            new { keyId = SandboxCredentials.KeyId, teamId = SandboxCredentials.TeamId, bundleId = SandboxCredentials.BundleId, environment = "sandbox" },
            new { p8 = credentials.P8 });
        await StoreAsync(ProviderKind.Fcm, new { }, new { serviceAccountJson = credentials.ServiceAccountJson() });
        await StoreAsync(ProviderKind.Expo, new { }, new { accessToken = credentials.ExpoAccessToken });
        await StoreAsync(ProviderKind.WebPush,
            new { subject = SandboxCredentials.Subject, publicKey = credentials.VapidPublicKey }, new { privateKey = credentials.VapidPrivateKey });
        await StoreAsync(ProviderKind.Huawei, new { appId = SandboxCredentials.HuaweiAppId }, new { clientSecret = credentials.HuaweiClientSecret });
        await StoreAsync(ProviderKind.MiPush, new { packageName = SandboxCredentials.PackageName, region = "china" }, new { appSecret = credentials.MiPushAppSecret });
        await StoreAsync(ProviderKind.Slack, new { }, new { botToken = credentials.SlackBotToken });
        await StoreAsync(ProviderKind.Telegram, new { }, new { botToken = credentials.TelegramBotToken });
        await StoreAsync(ProviderKind.Webhook, new { }, new { secret = credentials.WebhookSecret });

        Task StoreAsync(ProviderKind provider, object config, object secret) =>
            vault.StoreAsync(admin, new NewCredential(provider, JsonSerializer.Serialize(config), JsonSerializer.Serialize(secret), Activate: true), cancel: cancel);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push.Credentials;
using NotifyHub.Sandbox.Phones;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Tests.Sandbox;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Telemetry;

/// <summary>The real app with an account at every vendor's twin and phones that answer.</summary>
internal sealed class TracedHub : IAsyncDisposable
{
    private TracedHub(TestHub hub) => Hub = hub;

    public TestHub Hub { get; }

    /// <summary>What the vault holds in the clear: nothing of it may leave.</summary>
    public List<string> Secrets { get; } = [];

    public static async Task<TracedHub> StartAsync(Dictionary<string, string?>? settings = null)
    {
        var traced = new TracedHub(await TestHub.StartAsync(settings));
        var (hub, vault) = (traced.Hub, traced.Hub.Services.GetRequiredService<CredentialVault>());
        foreach (var provider in ProviderNames.Supported.Where(kind => kind is ProviderKind.Apns or ProviderKind.Fcm or ProviderKind.WebPush))
        {
            var (config, secret) = UploadForm.Of(hub.Sandbox.Credentials, provider.Wire());
            await vault.StoreAsync(ProjectAdmin.System(hub.ProjectId), new NewCredential(provider, config, secret, Activate: true));
            traced.Secrets.AddRange(secret.Split('"').Where(part => part.Length >= 32).SelectMany(part => part.Split("\\n")).Where(line => line.Length >= 32 && !line.Contains("//", StringComparison.Ordinal)));
        }
        hub.Sandbox.Phones.DefaultHub = new HubLink(hub.Url, await hub.NewKeyAsync(hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        return traced;
    }

    public async Task<Phone> PhoneAsync(PhonePlatform platform)
    {
        var phone = Hub.Sandbox.Phones.Add(new PhoneSpec(platform, platform.ToString()) { RegistersItself = true });
        await UntilAsync(() => phone.DeviceId is not null);
        return phone;
    }

    /// <summary>Sends, and waits until the phone has it, has said so, and was tapped on.</summary>
    public async Task SendAndTapAsync(Phone phone, string correlationId, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/push/send")
        {
            Content = JsonContent.Create(new { to = phone.DeviceId, title = Canary.Title, body = Canary.Body, data = new { secret = Canary.Data }, correlationId }),
        };
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }
        using var answer = await Hub.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await UntilAsync(() => phone.Unread == 1);
        Assert.True(phone.Tap());
        await UntilAsync(() => phone.OutboxCount == 0);
    }

    public async ValueTask DisposeAsync() => await Hub.DisposeAsync();

    private async Task UntilAsync(Func<bool> isSo)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Hub.Sandbox.Phones.Changed += Look;
        try
        {
            Look(null);
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            Hub.Sandbox.Phones.Changed -= Look;
        }

        void Look(Phone? phone)
        {
            if (isSo())
            {
                reached.TrySetResult();
            }
        }
    }
}

/// <summary>Words that must not leave.</summary>
internal static class Canary
{
    public const string Title = "canary-title-Zq81", Body = "canary-body-Zq82", Data = "canary-data-Zq83", HeaderSecret = "canary-header-Zq84", Query = "canary-query-Zq85";
}

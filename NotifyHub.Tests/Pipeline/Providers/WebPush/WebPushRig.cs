using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Pipeline.Providers.WebPush;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.WebPush;

/// <summary>A push service on loopback, a browser that subscribed to it, and the provider.</summary>
internal sealed class WebPushRig : IAsyncDisposable
{
    public static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };

    private WebPushRig(ScriptedVendor service, TimeSpan total)
    {
        Service = service;
        Host = new(("Providers:WebPush:TotalTimeout", total.ToString("c")));
        Host.AllowList.Allow("127.0.0.1", service.Port);
        var shape = Provider.CheckShape("""{"subject":"mailto:push@example.com"}""", "{}");
        Secret = new("prj_1/crd_3/1", shape.ConfigJson, shape.SecretJson);
        Target = new($"{service.Url}/wpush/v2/gAAAAABsecret", null, Browser.P256dh, Browser.Auth, DateTimeOffset.UnixEpoch);
    }

    public ScriptedVendor Service { get; }
    public ProviderHost Host { get; }
    public ProviderSecret Secret { get; }
    public TestSubscriber Browser { get; } = TestSubscriber.New();
    public DeviceTarget Target { get; }
    public IPushProvider Provider => Host.Provider("webpush");

    public static async Task<WebPushRig> StartAsync(TimeSpan? total = null) =>
        new(await ScriptedVendor.StartAsync(HttpProtocols.Http1), total ?? TimeSpan.FromSeconds(10));

    public Task<ProviderOutcome> SendAsync(PushMessage? message = null, TimeSpan? life = null, DeviceTarget? target = null) =>
        Provider.SendAsync(new(Secret, target ?? Target, message ?? Hello, "dlv_1", life, null), CancellationToken.None);

    public ECDsa VapidKey() => ECDsa.Create(P256.Public(P256.Decode(System.Text.Json.JsonDocument.Parse(Secret.ConfigJson).RootElement.GetProperty("publicKey").GetString(), 65))!.Value);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Service.DisposeAsync();
    }
}

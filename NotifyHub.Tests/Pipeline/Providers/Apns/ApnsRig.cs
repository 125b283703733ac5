using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Apns;

/// <summary>Apple's two services on loopback (HTTP/2 without TLS) and the provider that talks to them.</summary>
internal sealed class ApnsRig : IAsyncDisposable
{
    public const string Token = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";
    public static readonly DateTimeOffset Registered = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };

    private ApnsRig(ScriptedVendor production, ScriptedVendor sandbox, TimeSpan total)
    {
        Production = production;
        Sandbox = sandbox;
        Host = new(
            ("Providers:Apns:ProductionUrl", production.Url),
            ("Providers:Apns:SandboxUrl", sandbox.Url),
            ("Providers:Apns:TotalTimeout", total.ToString("c")));
        Host.AllowList.Allow("127.0.0.1", production.Port);
        Host.AllowList.Allow("127.0.0.1", sandbox.Port);
    }

    public ScriptedVendor Production { get; }
    public ScriptedVendor Sandbox { get; }
    public ProviderHost Host { get; }
    public IPushProvider Provider => Host.Provider("apns");
    public ProviderSecret Secret { get; init; } = new("prj_1/crd_1/1", TestKeys.ApnsConfig, TestKeys.ApnsSecret);

    public static async Task<ApnsRig> StartAsync(TimeSpan? total = null) => new(
        await ScriptedVendor.StartAsync(HttpProtocols.Http2),
        await ScriptedVendor.StartAsync(HttpProtocols.Http2),
        total ?? TimeSpan.FromSeconds(10));

    public Task<ProviderOutcome> SendAsync(PushMessage? message = null, string? environment = "production", string token = Token, string id = "dlv_1", TimeSpan? life = null) =>
        Provider.SendAsync(Call(message ?? Hello, environment, token, id, life), CancellationToken.None);

    public ProviderCall Call(PushMessage message, string? environment = "production", string token = Token, string id = "dlv_1", TimeSpan? life = null) =>
        new(Secret, new(token, environment, null, null, Registered), message, id, life, life is { } l ? Host.Clock.GetUtcNow() + l : null);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Production.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Huawei;

/// <summary>Huawei's token endpoint and Push Kit on loopback (HTTP/1.1), and the provider that talks to them.</summary>
internal sealed class HuaweiRig : IAsyncDisposable
{
    public const string Token = "IQAAAACy0TfYAADqm3bW0v7sQZ1c8ZJ3nqA4h2u9wG0kXv5pB7tR";
    public const string Secret = "5f3c9d1e7b2a4860c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5e6f708192";
    public const string Config = """{"appId":"100000001"}""";
    public static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };
    public static readonly PushMessage Urgent = Hello with { Priority = PushPriority.High };
    public static readonly Reply Accepted = Says("80000000", "Success", "157440000006");
    public static readonly string SecretJson = $$"""{"clientSecret":"{{Secret}}"}""";

    private HuaweiRig(ScriptedVendor oauth, ScriptedVendor push)
    {
        (OAuth, Push) = (oauth, push);
        OAuth.Otherwise = Granted("first+/=");
        Host = new(("Providers:Huawei:TokenUrl", $"{oauth.Url}/oauth2/v3/token"), ("Providers:Huawei:PushUrl", push.Url));
        Host.AllowList.Allow("127.0.0.1", oauth.Port);
        Host.AllowList.Allow("127.0.0.1", push.Port);
    }

    public ScriptedVendor OAuth { get; }
    public ScriptedVendor Push { get; }
    public ProviderHost Host { get; }
    public ProviderSecret Credential { get; } = new("prj_1/crd_3/1", Config, SecretJson);
    public IPushProvider Provider => Host.Provider("huawei");

    public static async Task<HuaweiRig> StartAsync() => new(await ScriptedVendor.StartAsync(HttpProtocols.Http1), await ScriptedVendor.StartAsync(HttpProtocols.Http1));

    public static Reply Granted(string token, int expiresIn = 3600) =>
        Reply.Status(200, JsonSerializer.Serialize(new { access_token = token, expires_in = expiresIn, token_type = "Bearer" }));

    /// <summary>An answer in Huawei's shape.</summary>
    public static Reply Says(string code, string message = "No.", string requestId = "", int status = 200, params string[] headers) =>
        Reply.Status(status, JsonSerializer.Serialize(new { code, msg = message, requestId }), headers);

    public Task<ProviderOutcome> SendAsync(PushMessage? message = null, TimeSpan? life = null) => Provider.SendAsync(
        new(Credential, new(Token, null, null, null, DateTimeOffset.UnixEpoch), message ?? Hello, "dlv_1", life, null), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await OAuth.DisposeAsync();
        await Push.DisposeAsync();
    }
}

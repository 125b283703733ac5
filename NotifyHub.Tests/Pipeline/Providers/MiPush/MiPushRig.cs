using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.WebUtilities;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.MiPush;

/// <summary>MiPush on loopback (HTTP/1.1), and the provider that talks to it.</summary>
internal sealed class MiPushRig : IAsyncDisposable
{
    public const string Token = "d//igwEhgBGCI2TG6lWqlBMGUHP0SU8hX8g2kD5iZPI=";
    public const string Secret = "1kPbBq3ZHqkHnA0iYx8ZpQ==";
    public const string Config = """{"packageName":"com.example.app","region":"china"}""";
    public static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };
    public static readonly Reply Accepted = Reply.Status(200, """{"result":"ok","trace_id":"Xlm12b34488763708227kX","code":0,"data":{"id":"slm12b34488763708232Vy"},"description":"成功","info":"Received push messages for 1 REGID"}""");
    public static readonly string SecretJson = JsonSerializer.Serialize(new { appSecret = Secret });

    private MiPushRig(ScriptedVendor xiaomi)
    {
        Xiaomi = xiaomi;
        Host = new(("Providers:MiPush:BaseUrl", xiaomi.Url));
        Host.AllowList.Allow("127.0.0.1", xiaomi.Port);
    }

    public ScriptedVendor Xiaomi { get; }
    public ProviderHost Host { get; }
    public ProviderSecret Credential { get; } = new("prj_1/crd_4/1", Config, SecretJson);
    public IPushProvider Provider => Host.Provider("mipush");

    public static async Task<MiPushRig> StartAsync() => new(await ScriptedVendor.StartAsync(HttpProtocols.Http1));

    /// <summary>A refusal in Xiaomi's shape.</summary>
    public static Reply Refuses(int code, string reason = "No.", string description = "", int status = 200) =>
        Reply.Status(status, JsonSerializer.Serialize(new { result = "error", reason, trace_id = "X", code, description }));

    public Task<ProviderOutcome> SendAsync(PushMessage? message = null, TimeSpan? life = null) => Provider.SendAsync(
        new(Credential, new(Token, null, null, null, DateTimeOffset.UnixEpoch), message ?? Hello, "dlv_1", life, null), CancellationToken.None);

    /// <summary>The fields of the last request.</summary>
    public Dictionary<string, string> LastForm() => QueryHelpers.ParseQuery(Xiaomi.Requests.Last().Text).ToDictionary(f => f.Key, f => f.Value.ToString());

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await Xiaomi.DisposeAsync();
    }
}

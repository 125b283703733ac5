using Microsoft.AspNetCore.Server.Kestrel.Core;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Tests.Pipeline.Providers.Support;

namespace NotifyHub.Tests.Pipeline.Providers.Fcm;

/// <summary>Google's token endpoint and FCM on loopback (HTTP/1.1), and the provider that talks to them.</summary>
internal sealed class FcmRig : IAsyncDisposable
{
    public const string Token = "bk3RNwTe3H0:CI2k_HHwgIpoDKCIZvvDMExUdFQ3P1";
    public static readonly PushMessage Hello = new() { Title = "Hello", Body = "World" };
    public static readonly Reply Accepted = Reply.Status(200, """{"name":"projects/demo-project/messages/0:1500415314455276%31bd1c9631bd1c96"}""");

    private FcmRig(ScriptedVendor google, ScriptedVendor fcm, TimeSpan total)
    {
        OAuth = google;
        Fcm = fcm;
        OAuth.Otherwise = Granted("ya29.first");
        Host = new(("Providers:Fcm:BaseUrl", fcm.Url), ("Providers:Fcm:TotalTimeout", total.ToString("c")));
        Host.AllowList.Allow("127.0.0.1", google.Port);
        Host.AllowList.Allow("127.0.0.1", fcm.Port);
        Secret = new("prj_1/crd_2/1", "{}", TestKeys.FcmSecret($"{google.Url}/token"));
    }

    public ScriptedVendor OAuth { get; }
    public ScriptedVendor Fcm { get; }
    public ProviderHost Host { get; }
    public ProviderSecret Secret { get; }
    public IPushProvider Provider => Host.Provider("fcm");

    public static async Task<FcmRig> StartAsync(TimeSpan? total = null) => new(
        await ScriptedVendor.StartAsync(HttpProtocols.Http1), await ScriptedVendor.StartAsync(HttpProtocols.Http1), total ?? TimeSpan.FromSeconds(10));

    public static Reply Granted(string token, int expiresIn = 3599) =>
        Reply.Status(200, $$"""{"access_token":"{{token}}","expires_in":{{expiresIn}},"token_type":"Bearer"}""");

    /// <summary>An error as FCM words it.</summary>
    public static Reply Error(int status, string rpcStatus, string? errorCode = null, string message = "No.", string details = "") => Reply.Status(status,
        $$$"""{"error":{"code":{{{status}}},"message":"{{{message}}}","status":"{{{rpcStatus}}}","details":[{{{string.Join(',', new[] { FcmError(errorCode), details }.Where(d => d.Length > 0))}}}]}}""");

    public Task<ProviderOutcome> SendAsync(PushMessage? message = null, TimeSpan? life = null) => Provider.SendAsync(Call(message ?? Hello, life), CancellationToken.None);

    public ProviderCall Call(PushMessage message, TimeSpan? life = null) =>
        new(Secret, new(Token, null, null, null, DateTimeOffset.UnixEpoch), message, "dlv_1", life, null);

    public async ValueTask DisposeAsync()
    {
        Host.Dispose();
        await OAuth.DisposeAsync();
        await Fcm.DisposeAsync();
    }

    private static string FcmError(string? code) =>
        code is null ? "" : $$"""{"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"{{code}}"}""";
}

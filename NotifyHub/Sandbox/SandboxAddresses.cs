namespace NotifyHub.Sandbox;

/// <summary>Where a running sandbox listens.</summary>
/// <param name="Http">All but APNs, and the control API; HTTP/1.1.</param>
/// <param name="Http2">APNs; HTTP/2 without TLS.</param>
public sealed record SandboxAddresses(Uri Http, Uri Http2)
{
    /// <summary>For <c>NotifyHub:Providers:Apns:ProductionUrl</c>.</summary>
    public Uri ApnsProduction => new(Http2, "/production");

    /// <summary>For <c>NotifyHub:Providers:Apns:SandboxUrl</c>.</summary>
    public Uri ApnsSandbox => new(Http2, "/sandbox");

    /// <summary>For <c>NotifyHub:Providers:Fcm:BaseUrl</c>.</summary>
    public Uri Fcm => Http;

    /// <summary>For <c>NotifyHub:Providers:Expo:BaseUrl</c>.</summary>
    public Uri Expo => Http;

    /// <summary>Google's token endpoint; the service account names it.</summary>
    public Uri FcmToken => new(Http, "/token");

    /// <summary>For <c>NotifyHub:Providers:Huawei:TokenUrl</c>.</summary>
    public Uri HuaweiToken => new(Http, "/oauth2/v3/token");

    /// <summary>For <c>NotifyHub:Providers:Huawei:PushUrl</c>.</summary>
    public Uri Huawei => Http;

    /// <summary>For <c>NotifyHub:Providers:MiPush:BaseUrl</c>.</summary>
    public Uri MiPush => Http;

    /// <summary>For <c>NotifyHub:Providers:Slack:BaseUrl</c>.</summary>
    public Uri Slack => new(Http, "/api");

    /// <summary>For <c>NotifyHub:Providers:Telegram:BaseUrl</c>.</summary>
    public Uri Telegram => Http;

    /// <summary>A person's own server.</summary>
    public Uri Hook(string name) => new(Http, $"/hooks/{name}");
}

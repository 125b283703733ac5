using System.Collections.Concurrent;

namespace NotifyHub.Sandbox.Huawei;

/// <summary>The apps that the twin knows, as AppGallery Connect would.</summary>
internal sealed class HuaweiApps
{
    private readonly ConcurrentDictionary<string, HuaweiApp> _byClient = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces an app.</summary>
    /// <exception cref="ArgumentException">A part is missing.</exception>
    public void Register(string appId, string? clientId, string clientSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(appId);
        ArgumentException.ThrowIfNullOrWhiteSpace(clientSecret);
        _byClient[clientId ?? appId] = new HuaweiApp(appId, clientSecret);
    }

    /// <summary>The app of a client id and its secret; null when either is wrong.</summary>
    public HuaweiApp? Find(string clientId, string clientSecret) =>
        _byClient.TryGetValue(clientId, out var app) && app.ClientSecret == clientSecret ? app : null;
}

/// <summary>An app and the secret of its OAuth client.</summary>
internal sealed record HuaweiApp(string AppId, string ClientSecret)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"HuaweiApp({AppId})";
}

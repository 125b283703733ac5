using System.Collections.Concurrent;

namespace NotifyHub.Sandbox.MiPush;

/// <summary>The apps that the twin knows, as Xiaomi's console would: which secret sends for which package.</summary>
internal sealed class MiPushApps
{
    private readonly ConcurrentDictionary<string, string> _packages = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces an app.</summary>
    /// <exception cref="ArgumentException">A part is missing.</exception>
    public void Register(string packageName, string appSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(packageName);
        ArgumentException.ThrowIfNullOrWhiteSpace(appSecret);
        _packages[appSecret] = packageName;
    }

    /// <summary>The package of a secret; null when nobody has it.</summary>
    public string? PackageOf(string appSecret) => _packages.GetValueOrDefault(appSecret);
}

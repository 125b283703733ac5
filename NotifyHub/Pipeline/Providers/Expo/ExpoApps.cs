using System.Collections.Concurrent;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>
/// Which token belongs to which of the account's apps (Expo: experience), as far as a refusal has told. A request may hold one app's messages only;
/// who sends to two apps through one account would else have every mixed request refused.
/// </summary>
internal sealed class ExpoApps
{
    /// <summary>Tokens kept; beyond that all are forgotten, and learned again by the next refusals.</summary>
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, string> _apps = new(StringComparer.Ordinal);

    public void Learn(IReadOnlyDictionary<string, string> apps)
    {
        if (_apps.Count + apps.Count > Most) _apps.Clear();
        foreach (var (token, app) in apps) _apps[token] = app;
    }

    /// <summary>The messages of each app by themselves; those of unknown apps together.</summary>
    public IEnumerable<IReadOnlyList<ExpoMessage>> Part(IReadOnlyList<ExpoMessage> messages) =>
        _apps.IsEmpty ? [messages] : messages.GroupBy(message => _apps.GetValueOrDefault(message.Token)).Select(group => (IReadOnlyList<ExpoMessage>)[.. group]);
}

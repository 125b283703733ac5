using System.Collections.Concurrent;

namespace NotifyHub.Sandbox.Expo;

/// <summary>Which app (<c>@owner/slug</c>) demands which access token, and how many messages each had in the last second.</summary>
internal sealed class ExpoAccounts(TimeProvider clock)
{
    /// <summary>Messages of one app in a second (docs.expo.dev).</summary>
    public const int MostPerSecond = 600;

    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Second, int Count)> _sent = new(StringComparer.Ordinal);

    /// <summary>Switches the app's enhanced push security on: nobody sends to it without this access token.</summary>
    /// <exception cref="ArgumentException">The app's name or the token is empty.</exception>
    public void Register(string app, string accessToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(app);
        ArgumentException.ThrowIfNullOrWhiteSpace(accessToken);
        _tokens[app] = accessToken;
    }

    /// <summary>Whether Expo has given out this access token.</summary>
    public bool Knows(string accessToken) => _tokens.Values.Contains(accessToken, StringComparer.Ordinal);

    /// <summary>Whether whoever shows this access token (null: none) may send to the app.</summary>
    public bool Admits(string app, string? accessToken) => !_tokens.TryGetValue(app, out var demanded) || demanded == accessToken;

    /// <summary>Counts messages of an app; false when they are too many in this second, and then none of them counts.</summary>
    public bool TakeRoom(string app, int messages)
    {
        lock (_gate)
        {
            var second = clock.GetUtcNow().ToUnixTimeSeconds();
            var before = _sent.TryGetValue(app, out var sent) && sent.Second == second ? sent.Count : 0;
            if (before + messages > MostPerSecond)
            {
                return false;
            }

            _sent[app] = (second, before + messages);
            return true;
        }
    }
}

using System.Collections.Concurrent;

namespace NotifyHub.Pipeline.Providers;

/// <summary>One opened account (parsed key, long-lived client) per credential version. Accounts that nobody used for a while are closed when new ones come.</summary>
internal sealed class AccountCache<T>(TimeProvider clock, Func<ProviderSecret, T> open) : IDisposable where T : class, IDisposable
{
    private const int Roomy = 64;

    // Longer than any send can last, so that no account is closed under one.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Held> _accounts = new(StringComparer.Ordinal);

    /// <summary>The account of a credential.</summary>
    /// <exception cref="CredentialFormatException">The credential cannot be read; remembered, so that it is not parsed again and again.</exception>
    public T Get(ProviderSecret secret)
    {
        if (!_accounts.TryGetValue(secret.CacheKey, out var held))
        {
            if (_accounts.Count >= Roomy) CloseIdle();
            held = _accounts.GetOrAdd(secret.CacheKey, static (_, s) => new Held(new(() => s.open(s.secret))), (open, secret));
        }
        held.LastUsed = clock.GetTimestamp();
        return held.Account.Value;
    }

    public void Dispose()
    {
        foreach (var key in _accounts.Keys) Close(key);
    }

    private void CloseIdle()
    {
        foreach (var (key, held) in _accounts)
            if (clock.GetElapsedTime(held.LastUsed) > Idle) Close(key);
    }

    private void Close(string key)
    {
        if (_accounts.TryRemove(key, out var held) && held.Account.IsValueCreated) held.Account.Value.Dispose();
    }

    private sealed class Held(Lazy<T> account)
    {
        public Lazy<T> Account { get; } = account;
        public long LastUsed { get; set; }
    }
}

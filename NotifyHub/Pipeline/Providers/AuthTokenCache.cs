using System.Collections.Concurrent;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Keeps auth tokens and mints each once, however many sends wait for it. The hot path is one dictionary read.</summary>
/// <remarks>
/// A replacement younger than <paramref name="minReuse"/> is not replaced again: a vendor that refuses two in a row means the credential,
/// and some punish churn (APNs <c>TooManyProviderTokenUpdates</c>). Past <paramref name="capacity"/> keys, those past their time are let go, then all.
/// </remarks>
internal sealed class AuthTokenCache(TimeProvider clock, TimeSpan minReuse, int capacity = 1024)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AuthToken>>> _tokens = new(StringComparer.Ordinal);

    /// <summary>The kept token, or a fresh one. The minting itself is not cancelled with one of its waiters.</summary>
    public ValueTask<AuthToken> GetAsync(string key, Func<Task<AuthToken>> mint, CancellationToken cancel)
    {
        if (_tokens.TryGetValue(key, out var kept))
        {
            if (Usable(kept)) return new(kept.Value.Result);
            if (kept is { IsValueCreated: true, Value.IsCompleted: true }) _tokens.TryRemove(new(key, kept));
        }
        return new(MintOnceAsync(key, mint, replacement: false, cancel));
    }

    /// <summary>A token in place of one that the vendor refused: minted once for all who were refused; null when the refused one was itself a young replacement.</summary>
    public async ValueTask<AuthToken?> ReplaceAsync(string key, AuthToken refused, Func<Task<AuthToken>> mint, CancellationToken cancel)
    {
        if (refused.Replacement && clock.GetUtcNow() - refused.MintedAt < minReuse) return null;
        if (_tokens.TryGetValue(key, out var kept) && kept is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && kept.Value.Result == refused)
            _tokens.TryRemove(new(key, kept));
        return await MintOnceAsync(key, mint, replacement: true, cancel);
    }

    private async Task<AuthToken> MintOnceAsync(string key, Func<Task<AuthToken>> mint, bool replacement, CancellationToken cancel)
    {
        if (_tokens.Count >= capacity) MakeRoom();
        var flight = _tokens.GetOrAdd(key, _ => new(() => MintAsync(mint, replacement)));
        try
        {
            var token = await flight.Value.WaitAsync(cancel);
            if (token.Failure is not null) _tokens.TryRemove(new(key, flight));
            return token;
        }
        catch when (flight.Value.IsFaulted)
        {
            _tokens.TryRemove(new(key, flight));
            throw;
        }
    }

    private static async Task<AuthToken> MintAsync(Func<Task<AuthToken>> mint, bool replacement)
    {
        var token = await mint();
        return replacement ? token with { Replacement = true } : token;
    }

    private bool Usable(Lazy<Task<AuthToken>> kept) =>
        kept is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && kept.Value.Result is { Failure: null } token && clock.GetUtcNow() < token.UseUntil;

    private void MakeRoom()
    {
        foreach (var entry in _tokens)
            if (!Usable(entry.Value) && entry.Value is { IsValueCreated: true, Value.IsCompleted: true }) _tokens.TryRemove(entry);
        if (_tokens.Count >= capacity) _tokens.Clear();
    }
}

using System.Collections.Concurrent;

namespace NotifyHub.Sandbox.Chats;

/// <summary>The bots and the signing secret that the twins know.</summary>
internal sealed class ChatAccounts
{
    private readonly ConcurrentDictionary<(string Vendor, string Secret), bool> _known = new();

    /// <summary>Makes one known.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public void Register(string vendor, string secret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        _known[(vendor, secret)] = true;
    }

    /// <summary>Whether this is one's token.</summary>
    public bool Knows(string vendor, string secret) => _known.ContainsKey((vendor, secret));

    /// <summary>All of a vendor.</summary>
    public IReadOnlyList<string> Of(string vendor) => [.. _known.Keys.Where(known => known.Vendor == vendor).Select(known => known.Secret)];
}

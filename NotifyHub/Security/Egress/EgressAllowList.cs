using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Options;

namespace NotifyHub.Security.Egress;

/// <summary>The private places that may be reached: those of the settings, and those that a part of this process opened itself (the sandbox's loopback ports).</summary>
public sealed class EgressAllowList(IOptions<EgressOptions> options)
{
    private ImmutableArray<AllowedHost> _entries = [.. options.Value.AllowedHosts.Select(AllowedHost.Parse).OfType<AllowedHost>()];

    /// <summary>Lets one host (a name or an address) be reached at one port, over http too, until the process ends.</summary>
    /// <exception cref="ArgumentException">The host is neither a name nor an address.</exception>
    public void Allow(string host, int port)
    {
        var entry = AllowedHost.For(host, port);
        ImmutableInterlocked.Update(ref _entries, static (list, added) => list.Contains(added) ? list : list.Add(added), entry);
    }

    /// <summary>Whether this name or literal address was allowed by its own name.</summary>
    internal bool Allows(string host, int port)
    {
        var address = IPAddress.TryParse(host, out var literal) ? literal : null;
        foreach (var entry in _entries)
            if (entry.Matches(host, port) || (address is not null && entry.Matches(address, port))) return true;
        return false;
    }

    /// <summary>Whether this address was allowed, whatever name led to it.</summary>
    internal bool Allows(IPAddress address, int port)
    {
        foreach (var entry in _entries)
            if (entry.Matches(address, port)) return true;
        return false;
    }
}

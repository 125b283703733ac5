using System.Globalization;
using System.Net;

namespace NotifyHub.Security.Egress;

/// <summary>One entry of the allow list: a name, an address or a block of addresses, at one port or at all.</summary>
internal sealed record AllowedHost(string? Name, IPNetwork? Block, int? Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>1.2.3.4</c>, <c>1.2.3.4:80</c>, <c>::1</c>, <c>[::1]:80</c> or <c>10.0.0.0/8</c>. Null when it is none of these.</summary>
    public static AllowedHost? Parse(string? entry)
    {
        var text = entry?.Trim() ?? "";
        if (text.Contains('/')) return IPNetwork.TryParse(text, out var block) ? new(null, block, null) : null;
        if (text is not ['[', ..] && IPAddress.TryParse(text, out var address)) return For(address, null);

        var colon = text.LastIndexOf(':');
        if (colon < 0) return Named(text, null);
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535) return null;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']']) return IPAddress.TryParse(inner, out var six) ? For(six, port) : null;
        return IPAddress.TryParse(host, out var four) ? For(four, port) : Named(host, port);
    }

    /// <summary>An entry for one host at one port; the host may be a name or an address.</summary>
    public static AllowedHost For(string host, int port) =>
        IPAddress.TryParse(host, out var address) ? For(address, port)
        : Named(host, port) ?? throw new ArgumentException($"'{host}' is neither a host name nor an address.", nameof(host));

    public bool Matches(string host, int port) =>
        (Port is null || Port == port) && Name is not null && string.Equals(Name, host, StringComparison.OrdinalIgnoreCase);

    public bool Matches(IPAddress address, int port) =>
        (Port is null || Port == port) && Block is { } block && block.Contains(AddressBlockList.Inner(address));

    private static AllowedHost For(IPAddress address, int? port)
    {
        var inner = AddressBlockList.Inner(address);
        return new(null, new IPNetwork(inner, inner.GetAddressBytes().Length * 8), port);
    }

    private static AllowedHost? Named(string host, int? port) =>
        Uri.CheckHostName(host) == UriHostNameType.Dns ? new(host, null, port) : null;
}

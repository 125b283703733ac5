using System.Net;
using System.Net.Sockets;

namespace NotifyHub.Security.Egress;

/// <summary>Addresses that a server must not be talked into calling: every special-purpose range of the IANA registries (RFC 6890), IPv4 inside IPv6 judged by its inner address.</summary>
public static class AddressBlockList
{
    private static readonly IPNetwork[] Four =
    [
        IPNetwork.Parse("0.0.0.0/8"),         // this network
        IPNetwork.Parse("10.0.0.0/8"),        // private
        IPNetwork.Parse("100.64.0.0/10"),     // carrier-grade NAT
        IPNetwork.Parse("127.0.0.0/8"),       // loopback
        IPNetwork.Parse("169.254.0.0/16"),    // link-local, cloud metadata
        IPNetwork.Parse("172.16.0.0/12"),     // private
        IPNetwork.Parse("192.0.0.0/24"),      // IETF protocol assignments
        IPNetwork.Parse("192.0.2.0/24"),      // documentation
        IPNetwork.Parse("192.88.99.0/24"),    // 6to4 relay
        IPNetwork.Parse("192.168.0.0/16"),    // private
        IPNetwork.Parse("198.18.0.0/15"),     // benchmarking
        IPNetwork.Parse("198.51.100.0/24"),   // documentation
        IPNetwork.Parse("203.0.113.0/24"),    // documentation
        IPNetwork.Parse("224.0.0.0/4"),       // multicast
        IPNetwork.Parse("240.0.0.0/4"),       // reserved, broadcast
    ];

    private static readonly IPNetwork[] Six =
    [
        IPNetwork.Parse("::/96"),             // unspecified, loopback, IPv4-compatible
        IPNetwork.Parse("64:ff9b::/96"),      // NAT64
        IPNetwork.Parse("64:ff9b:1::/48"),    // local NAT64
        IPNetwork.Parse("100::/64"),          // discard
        IPNetwork.Parse("2001::/32"),         // Teredo
        IPNetwork.Parse("2001:db8::/32"),     // documentation
        IPNetwork.Parse("2002::/16"),         // 6to4
        IPNetwork.Parse("3fff::/20"),         // documentation
        IPNetwork.Parse("5f00::/16"),         // segment routing
        IPNetwork.Parse("fc00::/7"),          // unique local
        IPNetwork.Parse("fe80::/10"),         // link-local
        IPNetwork.Parse("fec0::/10"),         // site-local
        IPNetwork.Parse("ff00::/8"),          // multicast
    ];

    /// <summary>Whether an address lies in a range that is not the public internet.</summary>
    public static bool Blocks(IPAddress address)
    {
        var inner = Inner(address);
        if (inner.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)) return true;
        foreach (var range in inner.AddressFamily == AddressFamily.InterNetwork ? Four : Six)
            if (range.Contains(inner)) return true;
        return false;
    }

    /// <summary>The IPv4 address inside <c>::ffff:a.b.c.d</c>, without a scope; any other address as it is.</summary>
    internal static IPAddress Inner(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(address.GetAddressBytes())
        : address;
}

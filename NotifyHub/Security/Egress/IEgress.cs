namespace NotifyHub.Security.Egress;

/// <summary>The one way out: every outbound connection is made here, so that the address check cannot be forgotten.</summary>
public interface IEgress
{
    /// <summary>A handler that follows no redirect, keeps no cookie, uses no proxy, and connects only to addresses that pass the block list after resolution (or to hosts that configuration allows).</summary>
    /// <param name="profile">Limits of the connections it makes.</param>
    SocketsHttpHandler CreateHandler(EgressProfile profile);

    /// <summary>Checks an address given by a caller before it is stored: scheme, host form, literal address. The connection is checked again later. Null when fine, else the reason in words.</summary>
    string? WhyRefused(Uri address);
}

/// <summary>Limits of one client's connections.</summary>
/// <param name="Name">For metrics and logs.</param>
/// <param name="ConnectTimeout">Longest wait for a connection; 5 s in PROVIDERS' terms.</param>
/// <param name="MaxConnections">Per host.</param>
public sealed record EgressProfile(string Name, TimeSpan ConnectTimeout, int MaxConnections);

using System.Net;

namespace NotifyHub.Security.Egress;

/// <summary>Names to addresses; a seam, so that a test can play a name server that changes its answer.</summary>
public interface IHostResolver
{
    /// <summary>All addresses of a host.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name has none.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel);
}

/// <summary>The system's own resolver.</summary>
internal sealed class SystemResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => Dns.GetHostAddressesAsync(host, cancel);
}

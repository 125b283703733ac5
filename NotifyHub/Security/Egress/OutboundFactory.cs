using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NotifyHub.Security.Egress;

/// <summary>
/// Makes every outbound connection. The check stands on the address that is connected to, after resolution, since a name can change its
/// answer between two look-ups and <c>Uri</c> does not know every spelling of loopback.
/// </summary>
internal sealed class OutboundFactory(EgressAllowList allowed, OwnAddresses own, IHostResolver resolver) : IEgress
{
    public SocketsHttpHandler CreateHandler(EgressProfile profile) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = profile.ConnectTimeout,
        MaxConnectionsPerServer = profile.MaxConnections,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        PooledConnectionLifetime = TimeSpan.FromHours(1),   // a vendor's name is looked up again now and then
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = 64 * 1024,
        SslOptions = { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        ConnectCallback = ConnectAsync,
    };

    public string? WhyRefused(Uri address) => AddressForm.WhyRefused(address, allowed, own);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var named = allowed.Allows(host, port);
        if (!named && context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps)
            throw new EgressRefusedException("Only https is allowed.");

        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancel);
        Exception? last = null;
        foreach (var address in addresses)
        {
            if (!named && !MayConnect(address, port))
            {
                last ??= new EgressRefusedException("The host is not on the public internet.");
                continue;
            }
            try
            {
                return await OpenAsync(address, port, cancel);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private bool MayConnect(IPAddress address, int port) =>
        allowed.Allows(address, port) || (!AddressBlockList.Blocks(address) && !own.Contains(address));

    private static async Task<Stream> OpenAsync(IPAddress address, int port, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

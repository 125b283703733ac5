using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace NotifyHub.Tests.Pipeline.Providers.Matrix;

/// <summary>A vendor over TLS and HTTP/2 whose first request meets a fault in frames; the others are answered well.</summary>
internal sealed class FrameVendor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly X509Certificate2 _certificate;
    private readonly MatrixVendor _vendor;
    private readonly FramesFault _fault;
    private readonly Task _loop;
    private int _requests;

    public FrameVendor(X509Certificate2 certificate, MatrixVendor vendor, FramesFault fault)
    {
        (_certificate, _vendor, _fault) = (certificate, vendor, fault);
        _listener.Start();
        _loop = AcceptAsync();
    }

    public string Url => $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var wire = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await wire.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] }, _stop.Token);
            var peer = new FramePeer(wire, _vendor.Sound);
            // A connection that answers no PING is the first one only: what comes after must get through.
            var isFirst = Volatile.Read(ref _requests) == 0;
            await peer.ServeAsync(_fault.MaxStreams, _fault.AnswersPings || !isFirst, stream => Interlocked.Increment(ref _requests) == 1 ? _fault.Play(peer, stream) : peer.SoundAsync(stream), _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client left, or this side closed on purpose.
        }
    }
}

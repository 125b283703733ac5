using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Why no answer came, in one word.</summary>
/// <param name="Code">timeout, connect_refused, unreachable, dns, reset, tls, malformed, egress_refused or stood_still.</param>
/// <param name="MaybeDelivered">The request's bytes had left when it happened, so the vendor may have acted on them.</param>
internal readonly record struct TransportFault(string Code, bool MaybeDelivered)
{
    public const string Timeout = "timeout";
    public const string ConnectRefused = "connect_refused";
    public const string Unreachable = "unreachable";
    public const string Dns = "dns";
    public const string Reset = "reset";
    public const string Tls = "tls";
    public const string Malformed = "malformed";
    public const string EgressRefused = "egress_refused";

    private const long RefusedStream = 7;

    // Timers of a busy machine come late too, but not by so much.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    /// <summary>Whether an exception is something that a network or a peer did.</summary>
    public static bool Is(Exception e) =>
        e is HttpRequestException or OperationCanceledException or IOException or SocketException or AuthenticationException;

    /// <summary>Names a fault. A connection that was never made delivered nothing, whatever was queued on it; nor did a stream that the peer refused (RFC 9113, 8.7).</summary>
    public static TransportFault From(Exception e, bool bytesLeft)
    {
        var code = CodeOf(e);
        var connected = code is Timeout or Reset or Malformed && e.InnerException is not (TimeoutException or HttpProtocolException { ErrorCode: RefusedStream });
        return new(code, connected && bytesLeft);
    }

    /// <summary>As it is when the call took so long: long after its time limit it was this process that stood still, whatever the network says of it.</summary>
    public TransportFault After(TimeSpan took, TimeSpan allowed) => took > allowed + Late ? this with { Code = ProviderOutcome.StoodStill } : this;

    /// <summary>The fault as an outcome: try again later.</summary>
    public ProviderOutcome AsRetry() => new(OutcomeKind.Retry) { Code = Code, MaybeDelivered = MaybeDelivered };

    private static string CodeOf(Exception e)
    {
        if (e is OperationCanceledException) return Timeout;
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is EgressRefusedException) return EgressRefused;
            if (inner is AuthenticationException) return Tls;
            if (inner is SocketException socket) return CodeOf(socket.SocketErrorCode);
        }
        return e is HttpRequestException http ? CodeOf(http.HttpRequestError) : Reset;
    }

    private static string CodeOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ConnectRefused,
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => Dns,
        SocketError.TimedOut => Timeout,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            or SocketError.AddressNotAvailable => Unreachable,
        _ => Reset,
    };

    private static string CodeOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => Dns,
        HttpRequestError.SecureConnectionError => Tls,
        HttpRequestError.ConnectionError => Unreachable,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError => Malformed,
        _ => Reset,
    };
}

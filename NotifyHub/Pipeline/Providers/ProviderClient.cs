using System.Net;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers;

/// <summary>Makes the long-lived client of one account.</summary>
internal static class ProviderClient
{
    /// <summary>A client without a time limit of its own: <see cref="VendorWire"/> sets one for each request.</summary>
    public static HttpClient Create(IEgress egress, string name, ProviderLimits limits) =>
        new(egress.CreateHandler(new EgressProfile(name, limits.ConnectTimeout, limits.MaxConnections)), disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>HTTP/2 where TLS can agree on it (with <see cref="HttpVersionPolicy.RequestVersionOrLower"/>), HTTP/1.1 in clear text.</summary>
    public static Version VersionFor(Uri address) => address.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
}

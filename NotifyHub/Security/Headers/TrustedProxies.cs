using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace NotifyHub.Security.Headers;

/// <summary>X-Forwarded-For and -Proto are believed from the configured proxies and from nobody else, not even from this host.</summary>
internal sealed class TrustedProxies(IOptions<SecurityOptions> security) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = security.Value.TrustedProxies.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in security.Value.TrustedProxies)
        {
            options.KnownIPNetworks.Add(Parse(proxy) ?? throw new InvalidOperationException($"NotifyHub:Security:TrustedProxies: {proxy}"));
        }
    }

    /// <summary>An address or a network; null when it is neither.</summary>
    public static IPNetwork? Parse(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}

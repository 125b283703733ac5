using System.Security.Cryptography.X509Certificates;
using NotifyHub.Security.Egress;

namespace NotifyHub.Tests.Pipeline.Providers.Support;

/// <summary>The real egress, plus one certificate authority, as SSL_CERT_FILE would add it to a process.</summary>
internal sealed class TrustingEgress(IEgress inner, X509Certificate2 authority) : IEgress
{
    public SocketsHttpHandler CreateHandler(EgressProfile profile)
    {
        var handler = inner.CreateHandler(profile);
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        return handler;
    }

    public string? WhyRefused(Uri address) => inner.WhyRefused(address);
}

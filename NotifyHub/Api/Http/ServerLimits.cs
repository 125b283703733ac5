using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NotifyHub.Api.Http;

/// <summary>What the server reads before any route is asked: slow or swollen requests end here.</summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        // Routes refuse at their own limit; up to this the rest is drained, so that the caller hears why instead of losing the connection.
        server.Limits.MaxRequestBodySize = 2L * BodyLimit.Bulk.Bytes;
    }
}

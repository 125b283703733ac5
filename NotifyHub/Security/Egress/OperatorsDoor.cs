namespace NotifyHub.Security.Egress;

/// <summary>
/// For addresses that only the operator's own settings can name, such as a collector in the same network: no check of the address, since no caller can
/// choose it, and all the rest as strict as elsewhere. It is a door of its own, so that naming a collector does not let a push subscription reach it.
/// </summary>
internal static class OperatorsDoor
{
    /// <summary>A handler that follows no redirect, keeps no cookie, uses no proxy and adds no trace headers.</summary>
    /// <param name="connectTimeout">Longest wait for a connection.</param>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromHours(1),
    };
}

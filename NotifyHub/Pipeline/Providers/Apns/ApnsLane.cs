using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>One account's connections to one of Apple's two services.</summary>
internal sealed class ApnsLane(string baseUrl, ApnsOptions options, IEgress egress) : IDisposable
{
    private HttpClient _client = ProviderClient.Create(egress, "apns", options);

    /// <summary>Sends one request.</summary>
    public async Task<VendorAnswer> PostAsync(ApnsRequest request, AuthToken token, CancellationToken cancel)
    {
        using var http = request.ToHttp(baseUrl, token);
        return await VendorWire.SendAsync(_client, http, options.TotalTimeout, cancel);
    }

    /// <summary>The connections now in use, to be handed back to <see cref="Reconnect"/>.</summary>
    public object Connections => _client;

    /// <summary>Goes on with new connections. Whoever still waits on the old ones is left to finish; those close when idle.</summary>
    public void Reconnect(object seen)
    {
        if (_client != seen) return;
        var fresh = ProviderClient.Create(egress, "apns", options);
        if (Interlocked.CompareExchange(ref _client, fresh, (HttpClient)seen) != seen) fresh.Dispose();
    }

    public void Dispose() => _client.Dispose();
}

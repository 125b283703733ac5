using System.Net.Http.Headers;

namespace NotifyHub.Pipeline.Providers;

/// <summary>One request over a vendor's client, under a time limit: an answer or a named fault, never an exception (but for the caller's own cancelling).</summary>
internal static class VendorWire
{
    /// <summary>Sends and reads the answer to its cap, all within <paramref name="total"/>, waiting for a free connection or stream included.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancel"/> asked for it.</exception>
    public static async Task<VendorAnswer> SendAsync(HttpClient client, HttpRequestMessage request, TimeSpan total, CancellationToken cancel, int bodyCap = CappedBody.Cap)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(total);
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new((int)response.StatusCode, response.Headers, await ReadBodyAsync(response.Content, bodyCap, cancel, limit.Token), null);
        }
        catch (Exception e) when (TransportFault.Is(e) && !cancel.IsCancellationRequested)
        {
            var fault = TransportFault.From(e, request.Content is WireContent { Left: true });
            return new(null, null, CappedBody.Empty, fault.After(TimeProvider.System.GetElapsedTime(began), total));
        }
    }

    // The status has been said: a body that breaks off takes nothing of it back.
    private static async Task<CappedBody> ReadBodyAsync(HttpContent content, int cap, CancellationToken cancel, CancellationToken limit)
    {
        try
        {
            return await CappedBody.ReadAsync(content, limit, cap);
        }
        catch (Exception e) when (TransportFault.Is(e) && !cancel.IsCancellationRequested)
        {
            return new(ReadOnlyMemory<byte>.Empty, false);
        }
    }
}

/// <summary>What came back: a status with headers and body, or the fault that stood in their place.</summary>
internal readonly record struct VendorAnswer(int? Status, HttpResponseHeaders? Headers, CappedBody Body, TransportFault? Fault)
{
    /// <summary>First value of a header, or null.</summary>
    public string? Header(string name) => Headers is not null && Headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

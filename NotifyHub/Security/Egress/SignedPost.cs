using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NotifyHub.Security.Egress;

/// <summary>What came back.</summary>
/// <param name="Status">HTTP status; null when no answer came.</param>
/// <param name="Body">Start of the answer, as text; null without one.</param>
/// <param name="Took">From the call to its end.</param>
/// <param name="Fault">Why it counts as not taken, in words that name no address; null when it was taken.</param>
/// <param name="RetryAfter">What the receiver asks to be left alone for, at most 6 h; null when it asks for nothing.</param>
public sealed record PostAnswer(int? Status, string? Body, TimeSpan Took, string? Fault, TimeSpan? RetryAfter = null);

/// <summary>Posts JSON to somebody's own server, signed as Standard Webhooks describes. Never throws for what the other side does.</summary>
public sealed class SignedPost : IDisposable
{
    /// <summary>Longest wait for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Bytes of an answer that are kept.</summary>
    public const int BodyKept = 1024;

    private readonly Lazy<HttpClient> _client;
    private readonly TimeProvider _time;

    /// <summary>Connections of its own, through the one way out.</summary>
    public SignedPost(IEgress egress, TimeProvider time, string name, int connectionsPerHost) => (_client, _time) =
        (new Lazy<HttpClient>(() => new HttpClient(egress.CreateHandler(new EgressProfile(name, TimeSpan.FromSeconds(5), connectionsPerHost))) { Timeout = Patience }), time);

    /// <summary>One try.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="id">Value of webhook-id.</param>
    /// <param name="secrets">Signs with each.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancel">Ends the try.</param>
    public async Task<PostAnswer> PostAsync(string url, string id, IReadOnlyList<string> secrets, string body, CancellationToken cancel)
    {
        var (at, began) = (_time.GetUtcNow(), Stopwatch.GetTimestamp());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(secrets, id, at, body));
        request.Headers.UserAgent.ParseAdd("NotifyHub-Webhooks/1");
        try
        {
            using var answer = await _client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var status = (int)answer.StatusCode;
            return new PostAnswer(status, await StartOfAsync(answer, cancel), Stopwatch.GetElapsedTime(began), answer.IsSuccessStatusCode ? null
                : status is >= 300 and < 400 ? $"The receiver answered {status}; redirects are not followed." : $"The receiver answered {status}.", RetryAfterHeader.Read(answer.Headers, at));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PostAnswer(null, null, Stopwatch.GetElapsedTime(began), $"The receiver did not answer within {Patience.TotalSeconds} s.");
        }
        catch (HttpRequestException error)
        {
            return new PostAnswer(null, null, Stopwatch.GetElapsedTime(began), error.InnerException is EgressRefusedException refused ? refused.Message : $"The receiver can't be reached ({error.HttpRequestError}).");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    // The headers are the answer: what follows is read for people only, a little of it, and not for long.
    private static async Task<string?> StartOfAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            var bytes = new byte[BodyKept];
            var length = await stream.ReadAtLeastAsync(bytes, BodyKept, throwOnEndOfStream: false, limit.Token);
            var text = Encoding.UTF8.GetString(bytes, 0, length);
            return length == 0 ? null : string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? ' ' : c));
        }
        catch (Exception error) when (error is IOException or HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }
}

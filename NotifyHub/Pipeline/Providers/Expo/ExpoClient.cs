using System.Buffers;
using System.IO.Compression;
using System.Net.Http.Headers;
using NotifyHub.Security.Egress;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>One account's way to Expo: its connections and the gathering of its messages.</summary>
internal sealed class ExpoClient : IDisposable
{
    /// <summary>Bodies above this many bytes are packed, as Expo asks for.</summary>
    public const int GzipAbove = 1024;

    /// <summary>A hundred tickets, each with a long reason.</summary>
    private const int TicketsCap = 256 * 1024;

    /// <summary>A thousand receipts.</summary>
    private const int ReceiptsCap = 1024 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ExpoCredential _credential;
    private readonly HttpClient _http;
    private readonly ExpoBatcher _batcher;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly Uri _send;
    private readonly Uri _receipts;

    public ExpoClient(ExpoCredential credential, ExpoOptions options, IEgress egress, TimeProvider clock)
    {
        (_credential, _timeout, _clock) = (credential, options.TotalTimeout, clock);
        _http = ProviderClient.Create(egress, "expo", options);
        var address = $"{options.BaseUrl.TrimEnd('/')}/--/api/v2/push";
        (_send, _receipts) = (new($"{address}/send"), new($"{address}/getReceipts"));
        // Twice the time of a request is within the lease that a delivery is called under; a fresh auth token costs other vendors as much.
        var flight = new ExpoFlight((messages, cancel) => PostAsync(_send, Array(messages), TicketsCap, cancel), 2 * options.TotalTimeout, clock);
        var full = RelayContract.Expo.MessagesPerRequest;
        _batcher = new(flight.RunAsync, new(full, options.Gather, options.MaxConnections, 2 * full * options.MaxConnections), clock);
    }

    /// <summary>Sends one message, in one request with others.</summary>
    public Task<ProviderOutcome> SendAsync(ExpoMessage message, CancellationToken cancel) => _batcher.SendAsync(message, cancel);

    /// <summary>Asks for receipts.</summary>
    public async Task<ReceiptAnswers> AskAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var began = _clock.GetTimestamp();
        var body = PayloadJson.Write(json =>
        {
            json.WriteStartArray("ids");
            foreach (var id in ids) json.WriteStringValue(id);
            json.WriteEndArray();
        });
        var answer = await PostAsync(_receipts, body, ReceiptsCap, cancel);
        return ExpoReceipts.Read(answer, _clock.GetUtcNow()) with { Duration = _clock.GetElapsedTime(began) };
    }

    public void Dispose()
    {
        _batcher.Dispose();
        _http.Dispose();
    }

    private async Task<VendorAnswer> PostAsync(Uri address, ReadOnlyMemory<byte> body, int cap, CancellationToken cancel)
    {
        var packed = body.Length > GzipAbove;
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = ProviderClient.VersionFor(address),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new WireContent(packed ? Pack(body) : body, Json),
        };
        if (packed) request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (_credential.AccessToken is { } token) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await VendorWire.SendAsync(_http, request, _timeout, cancel, cap);
    }

    private static ReadOnlyMemory<byte> Array(IReadOnlyList<ExpoMessage> messages)
    {
        var body = new ArrayBufferWriter<byte>(messages.Sum(message => message.Json.Length + 1) + 2);
        body.Write("["u8);
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0) body.Write(","u8);
            body.Write(messages[i].Json.Span);
        }
        body.Write("]"u8);
        return body.WrittenMemory;
    }

    private static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> body)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(body.Span);
        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HdrHistogram;
using NotifyHub.E2E.Support;

namespace NotifyHub.Torture.Load;

/// <summary>
/// Open loop: sends go out at their appointed times whatever becomes of those before, and each is timed from its appointed time. So a hub
/// that stands still is charged for every send that it kept waiting, not only for the one in hand (no coordinated omission).
/// </summary>
public sealed class Generator
{
    private const int OutstandingMax = 2000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Send> _sends = new();
    private readonly HttpClient[] _nodes;
    private readonly SendMaker _maker;
    private readonly History _history;
    private readonly int _rate;
    private readonly SemaphoreSlim _room = new(OutstandingMax);
    private readonly LongHistogram _latency = new(1, TimeSpan.FromHours(1).Ticks / TimeSpan.TicksPerMicrosecond, 3);
    private readonly LongHistogram _refusals = new(1, TimeSpan.FromHours(1).Ticks / TimeSpan.TicksPerMicrosecond, 3);
    private readonly Lock _gate = new();
    private int _accepted;

    public Generator(HubUnderLoad hub, SendMaker maker, History history, int rate)
    {
        (_maker, _history, _rate) = (maker, history, rate);
        _nodes = [.. hub.Nodes.Select(node => hub.NewClient(node.Url))];
    }

    /// <summary>Every send, in any order.</summary>
    public IReadOnlyCollection<Send> Sends => _sends;

    /// <summary>From the appointed time to the 202, in microseconds, kills and restarts included.</summary>
    public HistogramBase Latency => _latency;

    /// <summary>From a request to its 503, in microseconds.</summary>
    public HistogramBase Refusals => _refusals;

    /// <summary>Sends accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Runs until <paramref name="stop"/>, then finishes what is outstanding.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / _rate);
            if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, cancel);
            }
            await _room.WaitAsync(cancel);
            running.Add(SendAsync(_maker.Next(i), began, due, i, cancel));
        }
        await Task.WhenAll(running);
    }

    /// <summary>Asks again for a send that was answered: the same key must give the same answer.</summary>
    public async Task RepeatAsync(Send send, CancellationToken cancel)
    {
        using var content = Content(send);
        using var answer = await _nodes[0].PostAsync("/v1/push/send", content, cancel);
        var replayed = answer.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Contains("true");
        if (answer.StatusCode != HttpStatusCode.Accepted || !replayed)
        {
            (send.End, send.Complaint) = (SendEnd.Wrong, $"repeated: {(int)answer.StatusCode}, replayed {replayed}");
            return;
        }
        send.Accept((await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!);
    }

    private async Task SendAsync(Send send, long began, TimeSpan due, int number, CancellationToken cancel)
    {
        _sends.Enqueue(send);
        _history.Note("send", new { send.Name, send.Key, to = send.Devices.Count, send.IsValid });
        for (var tries = 0; !await TryAsync(send, _nodes[(number + tries) % _nodes.Length], cancel); tries++)
        {
            // Nothing tells a caller when a killed process listens again.
            await Task.Delay(tries < 5 ? FirstPause * (1 << tries) : LongestPause, cancel);
        }
        if (send.End == SendEnd.Accepted)
        {
            Interlocked.Increment(ref _accepted);
            Record(_latency, Stopwatch.GetElapsedTime(began) - due);
        }
        _history.Note("end", new { send.Name, end = send.End.ToString(), send.Notification, send.Complaint });
        _room.Release();
    }

    private void Record(LongHistogram times, TimeSpan time)
    {
        lock (_gate)
        {
            times.RecordValue(Math.Max(1, (long)time.TotalMicroseconds));
        }
    }

    // True when the send has come to its end.
    private async Task<bool> TryAsync(Send send, HttpClient node, CancellationToken cancel)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            using var content = Content(send);
            using var answer = await node.PostAsync("/v1/push/send", content, cancel);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Record(_refusals, Stopwatch.GetElapsedTime(asked));
            }
            switch (answer.StatusCode)
            {
                case HttpStatusCode.Accepted when send.IsValid:
                    send.Accept((await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!);
                    return true;
                case HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests:
                    return send.Key is null;
                case >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError when !send.IsValid:
                    send.End = SendEnd.Refused;
                    return true;
                default:
                    (send.End, send.Complaint) = (SendEnd.Wrong, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
                    return true;
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or System.Net.Sockets.SocketException || (error is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            // Cut off by a kill, or nobody listens: a key can be asked for again, without one the end stays unknown.
            return send.Key is null;
        }
    }

    private static StringContent Content(Send send) => new(send.Body, Encoding.UTF8, "application/json");
}

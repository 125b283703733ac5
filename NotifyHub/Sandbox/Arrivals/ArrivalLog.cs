using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace NotifyHub.Sandbox.Arrivals;

/// <summary>Everything that reached the twins: the newest in memory, all of it counted, and in a file when one is given.</summary>
public sealed class ArrivalLog : IDisposable
{
    private const int Kept = 10_000;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, VendorCount> _counts = new(StringComparer.Ordinal);
    private readonly Queue<Arrival> _newest = new();
    private readonly List<Waiter> _waiters = [];
    private readonly TimeProvider _clock;
    private readonly ArrivalFile? _file;

    internal ArrivalLog(TimeProvider clock, string? file)
    {
        _clock = clock;
        _file = file is null ? null : new ArrivalFile(file);
    }

    /// <summary>The newest 10,000, oldest first.</summary>
    public IReadOnlyList<Arrival> Newest()
    {
        lock (_gate)
        {
            return [.. _newest];
        }
    }

    /// <summary>Requests and accepted messages per vendor since the start.</summary>
    public IReadOnlyDictionary<string, VendorCount> Counts => _counts;

    /// <summary>Messages accepted since the start, all vendors.</summary>
    public long Accepted => _counts.Values.Sum(count => count.Accepted);

    /// <summary>Completes when <paramref name="count"/> arrivals of this kind have come since the start; those already kept count too.</summary>
    /// <returns>The arrivals, oldest first.</returns>
    public async Task<IReadOnlyList<Arrival>> WaitForAsync(Func<Arrival, bool> kind, int count = 1, CancellationToken cancel = default)
    {
        var waiter = new Waiter(kind, count);
        lock (_gate)
        {
            foreach (var arrival in _newest)
            {
                waiter.Offer(arrival);
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Done.WaitAsync(cancel);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Notes an arrival; when this returns, its line has left the process.</summary>
    internal void Record(string vendor, string token, string? msgId, int status, string? code, string? wireId)
    {
        var arrival = new Arrival(_clock.GetUtcNow(), vendor, Hash(token), msgId, status, code, wireId);
        _file?.Append(arrival);
        _counts.GetOrAdd(vendor, static _ => new VendorCount()).Add(arrival.Accepted);
        lock (_gate)
        {
            _newest.Enqueue(arrival);
            if (_newest.Count > Kept)
            {
                _newest.Dequeue();
            }

            foreach (var waiter in _waiters)
            {
                waiter.Offer(arrival);
            }
        }
    }

    /// <summary>How a token is named in the log.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 8));

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private sealed class Waiter(Func<Arrival, bool> kind, int count)
    {
        private readonly List<Arrival> _found = [];
        private readonly TaskCompletionSource<IReadOnlyList<Arrival>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IReadOnlyList<Arrival>> Done => _done.Task;

        public void Offer(Arrival arrival)
        {
            if (_found.Count < count && kind(arrival))
            {
                _found.Add(arrival);
            }

            if (_found.Count >= count)
            {
                _done.TrySetResult(_found);
            }
        }
    }
}

/// <summary>Requests to one vendor since the start.</summary>
public sealed class VendorCount
{
    private long _requests;
    private long _accepted;

    /// <summary>All that were answered or cut.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Those answered with success.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    internal void Add(bool accepted)
    {
        Interlocked.Increment(ref _requests);
        if (accepted)
        {
            Interlocked.Increment(ref _accepted);
        }
    }
}

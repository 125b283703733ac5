using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace NotifyHub.Pipeline.Intake;

/// <summary>
/// Sends per device and minute, in memory, over a sliding window of thirteen slots of five seconds: never more than the limit in any
/// sixty seconds. A slot costs two bytes, so that millions of devices in a minute cost tens of megabytes, not gigabytes.
/// </summary>
internal sealed class DeviceRate(IOptions<IntakeOptions> options, TimeProvider time)
{
    private const int Slots = 13;
    private const int SlotSeconds = 5;
    private readonly int _limit = options.Value.DevicePerMinute;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Window> _windows = [];
    private long _sweptAt;

    /// <summary>Counts one send to each device; none is counted when one of them is over its limit.</summary>
    /// <returns>Null, or how long until the first of them takes another.</returns>
    public TimeSpan? Take(IReadOnlyList<long> devices)
    {
        // By the clock that nobody sets: after a jump of the other one a minute is still a minute.
        var now = time.GetTimestamp() / time.TimestampFrequency;
        var slot = now / SlotSeconds;
        lock (_lock)
        {
            Sweep(slot);
            foreach (var device in devices)
            {
                if (_windows.TryGetValue(device, out var window) && window.Sum(slot) >= _limit)
                {
                    return TimeSpan.FromSeconds(((window.Oldest(slot) + Slots) * SlotSeconds) - now);
                }
            }
            foreach (var device in devices)
            {
                ref var window = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_windows, device, out _);
                window.Add(slot);
            }
        }
        return null;
    }

    // Once in a window's length, whoever was not sent to is forgotten.
    private void Sweep(long slot)
    {
        if (slot - _sweptAt < Slots)
        {
            return;
        }
        _sweptAt = slot;
        foreach (var (device, window) in _windows)
        {
            if (window.Last <= slot - Slots)
            {
                _windows.Remove(device);
            }
        }
    }

    private struct Window
    {
        private Counts _counts;

        public long Last { get; private set; }

        public void Add(long slot)
        {
            for (var s = Math.Max(Last + 1, slot - Slots + 1); s <= slot; s++)
            {
                _counts[(int)(s % Slots)] = 0;
            }
            Last = Math.Max(Last, slot);
            ref var count = ref _counts[(int)(slot % Slots)];
            count = (ushort)Math.Min(ushort.MaxValue, count + 1);
        }

        public readonly int Sum(long slot)
        {
            var sum = 0;
            for (var s = slot - Slots + 1; s <= Math.Min(slot, Last); s++)
            {
                sum += s > Last - Slots ? _counts[(int)(s % Slots)] : 0;
            }
            return sum;
        }

        public readonly long Oldest(long slot)
        {
            for (var s = slot - Slots + 1; s <= Math.Min(slot, Last); s++)
            {
                if (s > Last - Slots && _counts[(int)(s % Slots)] > 0)
                {
                    return s;
                }
            }
            return slot;
        }

        [InlineArray(Slots)]
        private struct Counts
        {
            private ushort _first;
        }
    }
}

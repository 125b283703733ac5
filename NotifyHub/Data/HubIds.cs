namespace NotifyHub.Data;

/// <summary>
/// Time-ordered 64-bit ids: 41 bits of milliseconds since 2025, 6 bits of node, 16 bits of sequence whose start in each
/// millisecond is drawn by chance, so that ids say little about volume. 65 thousand ids a millisecond; a burst beyond borrows from the next.
/// </summary>
public sealed class HubIds(TimeProvider time, Random chance, int node = 0)
{
    /// <summary>Nodes whose ids can't meet.</summary>
    public const int Nodes = 64;

    private static readonly long Epoch = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private readonly Lock _lock = new();
    private long _millisecond;
    private int _sequence;
    private int _node = node;

    /// <summary>The number of this process among the nodes; ids from now on carry it.</summary>
    public void Take(int number)
    {
        lock (_lock)
        {
            _node = number;
        }
    }

    /// <summary>Most ids of one <see cref="Reserve"/>: those of a millisecond.</summary>
    public const int MostReserved = 0x10000;

    /// <summary>The next id, larger than every one before it from this instance, also when the clock goes back.</summary>
    public long Next() => Reserve(1);

    /// <summary>So many ids without a gap, for one statement that writes many rows: the first of them.</summary>
    public long Reserve(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostReserved);
        lock (_lock)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds() - Epoch;
            if (now > _millisecond)
            {
                _millisecond = now;
                _sequence = chance.Next(0, 0x4000);
            }
            else
            {
                _sequence++;
            }
            // What does not fit into this millisecond is borrowed from the next.
            if (_sequence + count > MostReserved)
            {
                _millisecond++;
                _sequence = 0;
            }
            var first = (_millisecond << 22) | ((long)(_node & 0x3F) << 16) | (uint)_sequence;
            _sequence += count - 1;
            return first;
        }
    }

    /// <summary>How far apart ids are that were made so long after each other.</summary>
    public static long Spread(TimeSpan time) => (long)time.TotalMilliseconds << 22;

    /// <summary>The smallest id that could have been made at this time: turns a time filter into an id range.</summary>
    public static long FloorAt(DateTimeOffset at) => Math.Clamp(at.ToUnixTimeMilliseconds() - Epoch, 0, long.MaxValue >> 22) << 22;

    /// <summary>When an id was made, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(long id) => DateTimeOffset.FromUnixTimeMilliseconds((id >> 22) + Epoch);
}

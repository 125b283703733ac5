namespace NotifyHub.Data;

/// <summary>How many deliveries wait, counted again now and then while sends come in: beyond the limit none is taken, since they would only wait longer.</summary>
internal sealed class QueueDepth(HubEngine engine, int most, TimeProvider time)
{
    /// <summary>Age at which the count is taken anew. A count of ten million takes a fraction of a second.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    internal static readonly string CountSql = $"select count(*) from (select 1 as one from deliveries where {HubModel.Due()} limit @most) waiting";

    private long _countedAt = long.MinValue;
    private long _waiting;

    /// <summary>Whether the queue was full when it was last counted. Never waits: the count is taken beside the sends.</summary>
    public bool IsFull
    {
        get
        {
            var seen = Interlocked.Read(ref _countedAt);
            var now = time.GetTimestamp();
            if ((seen == long.MinValue || time.GetElapsedTime(seen, now) >= Fresh) && Interlocked.CompareExchange(ref _countedAt, now, seen) == seen)
            {
                Counting = CountAsync();
            }
            return Interlocked.Read(ref _waiting) >= most;
        }
    }

    /// <summary>How many more may be written now. Waits for a count that is fresh: for what writes many at once.</summary>
    public async ValueTask<long> RoomAsync()
    {
        _ = IsFull;
        await Counting;
        return Math.Max(0, most - Interlocked.Read(ref _waiting));
    }

    /// <summary>So many were written since the last count.</summary>
    public void Add(long written) => Interlocked.Add(ref _waiting, written);

    /// <summary>The count that was begun last.</summary>
    internal Task Counting { get; private set; } = Task.CompletedTask;

    /// <summary>Counts now.</summary>
    internal async Task CountAsync()
    {
        await Task.Yield();
        try
        {
            await using var connection = await engine.OpenReadAsync();
            await using var command = connection.Command(CountSql, ("@most", (long)most));
            Interlocked.Exchange(ref _waiting, HubEngine.Number(await command.ExecuteScalarAsync()) ?? 0);
        }
        catch (System.Data.Common.DbException)
        {
            // The store is in trouble: it will say so to the send itself. The last count stands.
        }
    }
}

using Microsoft.Extensions.Options;
using NotifyHub.Data;

namespace NotifyHub.Pipeline.Intake;

/// <summary>How many deliveries wait, counted again now and then while sends come in: beyond the limit none is taken, since they would only wait longer.</summary>
internal sealed class QueueDepth(HubEngine engine, IOptions<IntakeOptions> options, TimeProvider time)
{
    /// <summary>Age at which the count is taken anew. A count of ten million takes a fraction of a second.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    internal static readonly string CountSql = $"select count(*) from (select 1 as one from deliveries where {HubModel.Due()} limit @most) waiting";

    private readonly int _most = options.Value.Queue;
    private long _countedAt = long.MinValue;
    private bool _full;

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
            return Volatile.Read(ref _full);
        }
    }

    /// <summary>The count that was begun last.</summary>
    internal Task Counting { get; private set; } = Task.CompletedTask;

    /// <summary>Counts now.</summary>
    internal async Task CountAsync()
    {
        await Task.Yield();
        try
        {
            await using var connection = await engine.OpenReadAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = CountSql;
            var most = command.CreateParameter();
            (most.ParameterName, most.Value) = ("@most", (long)_most);
            command.Parameters.Add(most);
            Volatile.Write(ref _full, HubEngine.Number(await command.ExecuteScalarAsync()) >= _most);
        }
        catch (System.Data.Common.DbException)
        {
            // The store is in trouble: it will say so to the send itself. The last count stands.
        }
    }
}

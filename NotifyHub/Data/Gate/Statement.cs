using System.Data.Common;

namespace NotifyHub.Data.Gate;

/// <summary>A prepared statement whose parameters are bound by position, in the order of their first appearance in the SQL.</summary>
public abstract class Statement
{
    /// <summary>Sets every parameter. Times become epoch milliseconds, enums numbers, null database null.</summary>
    public abstract Statement Bind(params ReadOnlySpan<object?> values);

    /// <summary>Number of rows changed.</summary>
    public abstract ValueTask<int> ExecuteAsync();

    /// <summary>
    /// Runs at the latest before the commit, sent together with what else waits: for statements without a result whose effect this work does not look at.
    /// They keep their order among themselves and before every other statement.
    /// </summary>
    /// <param name="look">Told the number of rows changed; what it throws fails the work.</param>
    public abstract ValueTask ExecuteLaterAsync(Action<int>? look = null);

    /// <summary>Runs once for each row of values, all in one go where the engine can. Answers the rows changed by each.</summary>
    public abstract ValueTask<int[]> ExecuteManyAsync(IReadOnlyList<object?[]> rows);

    /// <summary>Of a plain <c>insert into t (...) values (...)</c>: adds these rows, in one statement where the engine can. As <see cref="ExecuteLaterAsync"/>, so at the latest before the commit.</summary>
    public virtual async ValueTask InsertManyAsync(IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            await Bind(row).ExecuteLaterAsync();
        }
    }

    /// <summary>
    /// Of an <c>update t set ... where ...</c>: as <see cref="ExecuteManyAsync"/>, in one statement where the engine can. No two rows of values may name the same row of the table,
    /// and "where" stands once in it.
    /// </summary>
    public virtual ValueTask<int[]> UpdateManyAsync(IReadOnlyList<object?[]> rows) => ExecuteManyAsync(rows);

    /// <summary>First column of the first row, null when there is none. Whole numbers are long, whatever the engine calls them.</summary>
    public abstract ValueTask<object?> ScalarAsync();

    /// <summary>All rows.</summary>
    public abstract ValueTask<List<T>> QueryAsync<T>(Func<DbDataReader, T> map);

    internal abstract void Dispose();

    /// <summary>A value as the rows hold it.</summary>
    internal static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        Enum number => Convert.ToInt32(number, System.Globalization.CultureInfo.InvariantCulture),
        bool flag => flag ? 1 : 0,
        _ => value,
    };

    /// <summary>A scalar as the callers expect it.</summary>
    internal static object? Scalar(object? value) => value switch { null or DBNull => null, int number => (long)number, short number => (long)number, _ => value };
}

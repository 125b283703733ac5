using System.Data.Common;
using NotifyHub.Data;

namespace NotifyHub.Insights;

/// <summary>
/// Reads a page of a list by keyset. Conditions that no index answers are checked in a window of at most
/// <see cref="Window"/> rows, so that every page costs about the same, at any size and with any filter.
/// </summary>
/// <param name="Select">Select list and joins; rows come from <paramref name="Table"/> as <c>t</c>.</param>
/// <param name="Table">The table, whose <c>id</c> orders the list.</param>
/// <param name="Joins">Joins that follow the table.</param>
/// <param name="Map">Reads one row.</param>
/// <param name="IdOf">The row's id.</param>
internal sealed record KeysetReader<T>(string Select, string Table, string Joins, Func<DbDataReader, T> Map, Func<T, long> IdOf)
{
    /// <summary>Rows looked at for one page when rows have to be checked: about 50 ms on a small machine.</summary>
    public const int Window = 20_000;

    /// <summary>The page at the cursor.</summary>
    public async Task<ListPage<T>> ReadAsync(HubEngine engine, SqlConditions conditions, ListCursor cursor, int size, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        var backward = cursor.After is not null;
        long? edge = conditions.LooksAtRows ? await WindowEdge(engine, conditions, cursor).NumberAsync(connection, cancel) : null;
        var rows = await Rows(engine, conditions, cursor, edge, size + 1).QueryAsync(connection, Map, cancel);
        var more = rows.Count > size;
        if (more)
        {
            rows.RemoveAt(size);
        }
        if (backward)
        {
            rows.Reverse();
        }
        var stopped = !more && edge is not null;
        if (backward && !more && !stopped)
        {
            // The top is reached: show the whole first page rather than the few rows that were left.
            return await ReadAsync(engine, conditions, default, size, cancel);
        }
        var (first, last) = rows.Count > 0 ? (IdOf(rows[0]), IdOf(rows[^1])) : (0L, 0L);
        return new ListPage<T>(rows)
        {
            Newer = cursor switch
            {
                { After: not null } => new ListCursor(After: more ? first : edge),
                { Before: { } before } => new ListCursor(After: rows.Count > 0 ? first : before - 1),
                _ => null,
            },
            Older = cursor.After is { } after ? new ListCursor(Before: rows.Count > 0 ? last : after + 1)
                : more ? new ListCursor(Before: last)
                : stopped ? new ListCursor(Before: edge) : null,
            SearchedBackTo = stopped && !backward ? HubIds.TimeOf(edge!.Value) : null,
        };
    }

    /// <summary>How many rows are newer than <paramref name="id"/>, counted up to <paramref name="most"/>.</summary>
    public async Task<int> CountNewerAsync(HubEngine engine, SqlConditions conditions, long id, int most, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        var newer = conditions.Copy().Indexed("t.id > @after", ("@after", id));
        return (int)(await newer.All($"select count(*) from (select t.id from {From(engine, newer)} {Joins} where {{where}} order by t.id limit {most}) as newer").NumberAsync(connection, cancel) ?? 0);
    }

    internal SqlText Rows(HubEngine engine, SqlConditions conditions, ListCursor cursor, long? edge, int limit)
    {
        var all = At(conditions, cursor);
        if (edge is { } id)
        {
            all.Indexed(cursor.After is null ? "t.id >= @edge" : "t.id <= @edge", ("@edge", id));
        }
        return all.All($"select {Select} from {From(engine, all)} {Joins} where {{where}} order by t.id {Direction(cursor)} limit {limit}");
    }

    internal SqlText WindowEdge(HubEngine engine, SqlConditions conditions, ListCursor cursor) =>
        At(conditions, cursor).IndexedOnly($"select t.id from {From(engine, conditions)} where {{where}} order by t.id {Direction(cursor)} limit 1 offset {Window - 1}");

    private static SqlConditions At(SqlConditions conditions, ListCursor cursor) => cursor switch
    {
        { After: { } after } => conditions.Copy().Indexed("t.id > @after", ("@after", after)),
        { Before: { } before } => conditions.Copy().Indexed("t.id < @before", ("@before", before)),
        _ => conditions.Copy(),
    };

    private string From(HubEngine engine, SqlConditions conditions) => conditions.Index is { } index ? $"{Table} t {engine.By(index)}" : $"{Table} t";

    private static string Direction(ListCursor cursor) => cursor.After is null ? "desc" : "asc";
}

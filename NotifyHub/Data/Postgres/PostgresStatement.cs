using System.Data.Common;
using NotifyHub.Data.Gate;
using Npgsql;
using NpgsqlTypes;

namespace NotifyHub.Data.Postgres;

/// <summary>A statement in the server's own form: $1 for the first parameter, and the type of each.</summary>
internal sealed record PostgresShape(string Sql, NpgsqlDbType[] Types)
{
    private PostgresManyRows? _inserts;
    private PostgresManyRows? _updates;

    /// <summary>The same insert for many rows.</summary>
    public PostgresManyRows Inserts => _inserts ??= PostgresManyRows.OfInsert(this);

    /// <summary>The same update for many rows.</summary>
    public PostgresManyRows Updates => _updates ??= PostgresManyRows.OfUpdate(this);

    /// <summary>The server knows best which type a parameter has: with it a null has a type too, and one plan serves all values.</summary>
    public static PostgresShape Of(string sql, IReadOnlyList<string> names, NpgsqlConnection connection)
    {
        if (names.Count == 0)
        {
            return new PostgresShape(sql, []);
        }
        using var probe = new NpgsqlCommand(sql, connection);
        NpgsqlCommandBuilder.DeriveParameters(probe);
        var places = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => $"${p.i + 1}", StringComparer.Ordinal);
        return new PostgresShape(StatementCache.Parameter().Replace(sql, name => places[name.Value]), [.. probe.Parameters.Select(parameter => parameter.NpgsqlDbType)]);
    }

    /// <summary>The statement with these values.</summary>
    public NpgsqlBatchCommand With(ReadOnlySpan<object?> values)
    {
        if (values.Length != Types.Length)
        {
            throw new ArgumentException($"{values.Length} values for {Types.Length} parameters.", nameof(values));
        }
        var command = new NpgsqlBatchCommand(Sql);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.Add(Parameter(Types[i], values[i]));
        }
        return command;
    }

    private static NpgsqlParameter Parameter(NpgsqlDbType type, object? value) => (type, Statement.Stored(value)) switch
    {
        (NpgsqlDbType.Bigint, long number) => new NpgsqlParameter<long> { NpgsqlDbType = type, TypedValue = number },
        (NpgsqlDbType.Bigint, int number) => new NpgsqlParameter<long> { NpgsqlDbType = type, TypedValue = number },
        (NpgsqlDbType.Integer, int number) => new NpgsqlParameter<int> { NpgsqlDbType = type, TypedValue = number },
        (NpgsqlDbType.Text, string text) => new NpgsqlParameter<string> { NpgsqlDbType = type, TypedValue = text },
        var (_, stored) => new NpgsqlParameter { NpgsqlDbType = type, Value = stored },
    };
}

/// <summary>Binds values to a shape and sends it through the pipe.</summary>
internal sealed class PostgresStatement(PostgresPipe pipe, PostgresShape shape) : Statement
{
    private NpgsqlBatchCommand? _bound;

    public override Statement Bind(params ReadOnlySpan<object?> values)
    {
        _bound = shape.With(values);
        return this;
    }

    public override ValueTask<int> ExecuteAsync() => pipe.ExecuteAsync(Take());

    public override ValueTask ExecuteLaterAsync(Action<int>? look = null) => pipe.LaterAsync(Take(), look);

    public override async ValueTask<int[]> ExecuteManyAsync(IReadOnlyList<object?[]> rows)
    {
        var changed = new int[rows.Count];
        for (var i = 0; i < changed.Length; i++)
        {
            var place = i;
            await pipe.LaterAsync(shape.With(rows[i]), count => changed[place] = count);
        }
        await pipe.FlushAsync();
        return changed;
    }

    public override async ValueTask InsertManyAsync(IEnumerable<object?[]> rows)
    {
        var all = rows.ToList();
        if (all.Count < PostgresManyRows.Fewest)
        {
            await base.InsertManyAsync(all);
            return;
        }
        await pipe.LaterAsync(shape.Inserts.With(all), null);
    }

    public override async ValueTask<int[]> UpdateManyAsync(IReadOnlyList<object?[]> rows)
    {
        if (rows.Count < PostgresManyRows.Fewest)
        {
            return await ExecuteManyAsync(rows);
        }
        var changed = new int[rows.Count];
        await pipe.ReadAsync(shape.Updates.With(rows), async reader =>
        {
            while (await reader.ReadAsync())
            {
                changed[reader.GetInt64(0) - 1]++;
            }
            return changed;
        });
        return changed;
    }

    public override ValueTask<object?> ScalarAsync() => pipe.ReadAsync(Take(), async reader => await reader.ReadAsync() ? Scalar(reader.GetValue(0)) : null);

    public override ValueTask<List<T>> QueryAsync<T>(Func<DbDataReader, T> map) => pipe.ReadAsync(Take(), async reader =>
    {
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }
        return rows;
    });

    internal override void Dispose()
    {
    }

    private NpgsqlBatchCommand Take()
    {
        var command = _bound ?? shape.With([]);
        _bound = null;
        return command;
    }
}

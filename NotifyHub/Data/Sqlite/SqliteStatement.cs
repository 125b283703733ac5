using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using NotifyHub.Data.Gate;
using SQLitePCL;

namespace NotifyHub.Data.Sqlite;

/// <summary>
/// A statement of the gate, spoken to SQLite's own interface: the driver looks each parameter up by name and makes a reader for every run, which
/// for a row a delivery costs more than SQLite's own work. There is no way to the server and back to save, so everything runs at once.
/// </summary>
internal sealed class SqliteStatement : Statement
{
    private const int Done = raw.SQLITE_DONE;
    private readonly SqliteConnection _connection;
    private readonly Func<SqliteTransaction?> _transaction;
    private readonly string _sql;
    private readonly IReadOnlyList<string> _names;
    private readonly sqlite3_stmt _statement;
    private readonly object?[] _values;
    private SqliteCommand? _query;

    public SqliteStatement(SqliteConnection connection, Func<SqliteTransaction?> transaction, string sql, IReadOnlyList<string> names)
    {
        (_connection, _transaction, _sql, _names) = (connection, transaction, sql, names);
        Check(raw.sqlite3_prepare_v2(connection.Handle!, sql, out _statement));
        _values = new object?[names.Count];
    }

    public override Statement Bind(params ReadOnlySpan<object?> values)
    {
        if (values.Length != _values.Length)
        {
            throw new ArgumentException($"{values.Length} values for {_values.Length} parameters.", nameof(values));
        }
        values.CopyTo(_values);
        return this;
    }

    public override ValueTask<int> ExecuteAsync() => new(Run(_values));

    public override ValueTask ExecuteLaterAsync(Action<int>? look = null)
    {
        var changed = Run(_values);
        look?.Invoke(changed);
        return default;
    }

    public override ValueTask<int[]> ExecuteManyAsync(IReadOnlyList<object?[]> rows)
    {
        var changed = new int[rows.Count];
        for (var i = 0; i < changed.Length; i++)
        {
            changed[i] = Run(rows[i]);
        }
        return new(changed);
    }

    public override ValueTask<object?> ScalarAsync()
    {
        try
        {
            BindAll(_values);
            var result = raw.sqlite3_step(_statement);
            Check(result);
            return new(result == raw.SQLITE_ROW ? First() : null);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    // Rows are read by the driver: there are few such statements, and its reader is what callers know.
    public override ValueTask<List<T>> QueryAsync<T>(Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        using var reader = Query().ExecuteReader();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }
        return new(rows);
    }

    internal override void Dispose()
    {
        _statement.Dispose();
        _query?.Dispose();
    }

    private SqliteCommand Query()
    {
        if (_query is null)
        {
            _query = _connection.CreateCommand();
            _query.CommandText = _sql;
            foreach (var name in _names)
            {
                _query.Parameters.AddWithValue(name, DBNull.Value);
            }
        }
        for (var i = 0; i < _values.Length; i++)
        {
            _query.Parameters[i].Value = Stored(_values[i]);
        }
        _query.Transaction = _transaction();
        return _query;
    }

    private int Run(object?[] values)
    {
        try
        {
            BindAll(values);
            int result;
            do
            {
                result = raw.sqlite3_step(_statement);
            }
            while (result == raw.SQLITE_ROW);
            Check(result);
            return raw.sqlite3_stmt_readonly(_statement) != 0 ? 0 : raw.sqlite3_changes(_connection.Handle!);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    private object? First() => raw.sqlite3_column_type(_statement, 0) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(_statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(_statement, 0).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(_statement, 0).ToArray(),
        _ => null,
    };

    private void BindAll(object?[] values)
    {
        if (values.Length != _values.Length)
        {
            throw new ArgumentException($"{values.Length} values for {_values.Length} parameters.", nameof(values));
        }
        for (var i = 0; i < values.Length; i++)
        {
            Check(BindOne(i + 1, values[i]));
        }
    }

    private int BindOne(int at, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_statement, at),
        long number => raw.sqlite3_bind_int64(_statement, at, number),
        int number => raw.sqlite3_bind_int64(_statement, at, number),
        string text => BindText(at, text),
        DateTimeOffset time => raw.sqlite3_bind_int64(_statement, at, time.ToUnixTimeMilliseconds()),
        bool flag => raw.sqlite3_bind_int64(_statement, at, flag ? 1 : 0),
        Enum number => raw.sqlite3_bind_int64(_statement, at, Convert.ToInt32(number, CultureInfo.InvariantCulture)),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, at, bytes),
        double number => raw.sqlite3_bind_double(_statement, at, number),
        _ => throw new NotSupportedException($"A {value.GetType().Name} can't be stored."),
    };

    // SQLite copies the text.
    private int BindText(int at, string text)
    {
        const int small = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > small ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[small];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        // An empty span would be taken for null.
        var result = length == 0 ? raw.sqlite3_bind_text(_statement, at, "") : raw.sqlite3_bind_text(_statement, at, bytes[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
        return result;
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or Done))
        {
            SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        }
    }
}

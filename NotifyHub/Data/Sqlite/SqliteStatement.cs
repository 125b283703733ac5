using System.Data.Common;
using Microsoft.Data.Sqlite;
using NotifyHub.Data.Gate;

namespace NotifyHub.Data.Sqlite;

/// <summary>A command that SQLite keeps compiled. There is no way to the server and back to save, so everything runs at once.</summary>
internal sealed class SqliteStatement : Statement
{
    private readonly SqliteCommand _command;
    private readonly Func<SqliteTransaction?> _transaction;

    public SqliteStatement(SqliteConnection connection, Func<SqliteTransaction?> transaction, string sql, IReadOnlyList<string> names)
    {
        _transaction = transaction;
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in names)
        {
            _command.Parameters.AddWithValue(name, DBNull.Value);
        }
    }

    public override Statement Bind(params ReadOnlySpan<object?> values)
    {
        if (values.Length != _command.Parameters.Count)
        {
            throw new ArgumentException($"{values.Length} values for {_command.Parameters.Count} parameters.", nameof(values));
        }
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = Stored(values[i]);
        }
        return this;
    }

    public override ValueTask<int> ExecuteAsync() => new(Command().ExecuteNonQuery());

    public override ValueTask ExecuteLaterAsync(Action<int>? look = null)
    {
        var changed = Command().ExecuteNonQuery();
        look?.Invoke(changed);
        return default;
    }

    public override ValueTask<int[]> ExecuteManyAsync(IReadOnlyList<object?[]> rows)
    {
        var changed = new int[rows.Count];
        for (var i = 0; i < changed.Length; i++)
        {
            Bind(rows[i]);
            changed[i] = Command().ExecuteNonQuery();
        }
        return new(changed);
    }

    public override ValueTask<object?> ScalarAsync() => new(Scalar(Command().ExecuteScalar()));

    public override ValueTask<List<T>> QueryAsync<T>(Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        using var reader = Command().ExecuteReader();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }
        return new(rows);
    }

    internal override void Dispose() => _command.Dispose();

    private SqliteCommand Command()
    {
        _command.Transaction = _transaction();
        return _command;
    }
}

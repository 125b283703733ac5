using System.Data.Common;
using System.Text.RegularExpressions;

namespace NotifyHub.Data.Gate;

/// <summary>A prepared statement whose parameters are bound by position, in the order of their first appearance in the SQL.</summary>
public sealed class Statement
{
    private readonly DbCommand _command;

    internal Statement(DbConnection connection, HubEngine engine, string sql, DbTransaction? transaction)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _command.Transaction = transaction;
        foreach (var name in StatementCache.NamesIn(sql))
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = DBNull.Value;
            _command.Parameters.Add(parameter);
        }
        if (_command.Parameters.Count > 0)
        {
            engine.Shape(_command);
        }
    }

    internal Statement In(DbTransaction? transaction)
    {
        _command.Transaction = transaction;
        return this;
    }

    /// <summary>Sets every parameter. Times become epoch milliseconds, enums numbers, null database null.</summary>
    public Statement Bind(params ReadOnlySpan<object?> values)
    {
        if (values.Length != _command.Parameters.Count)
        {
            throw new ArgumentException($"{values.Length} values for {_command.Parameters.Count} parameters.", nameof(values));
        }
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.ToUnixTimeMilliseconds(),
                Enum number => Convert.ToInt32(number, System.Globalization.CultureInfo.InvariantCulture),
                bool flag => flag ? 1 : 0,
                var other => other,
            };
        }
        return this;
    }

    /// <summary>Number of rows changed.</summary>
    public ValueTask<int> ExecuteAsync() => new(_command.ExecuteNonQueryAsync());

    /// <summary>First column of the first row, null when there is none. Whole numbers are long, whatever the engine calls them.</summary>
    public async ValueTask<object?> ScalarAsync() => await _command.ExecuteScalarAsync() switch
    {
        null or DBNull => null,
        int number => (long)number,
        short number => (long)number,
        var value => value,
    };

    /// <summary>All rows.</summary>
    public async ValueTask<List<T>> QueryAsync<T>(Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        await using var reader = await _command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }
        return rows;
    }

    internal void Dispose() => _command.Dispose();
}

/// <summary>Statements of one connection by their text.</summary>
public sealed partial class StatementCache(DbConnection connection, HubEngine engine) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    internal Statement Get(string sql, DbTransaction? transaction)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = new Statement(connection, engine, sql, transaction);
        }
        return statement.In(transaction);
    }

    internal static IEnumerable<string> NamesIn(string sql) =>
        Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        _statements.Clear();
    }

    [GeneratedRegex("@[a-z_0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}

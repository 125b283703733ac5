using System.Text.RegularExpressions;
using NotifyHub.Data.Gate;
using Npgsql;
using NpgsqlTypes;

namespace NotifyHub.Data.Postgres;

/// <summary>
/// A statement for one row, said once for many: each parameter becomes an array, and <c>unnest</c> lays them side by side as rows. The server then plans,
/// starts and ends one statement where it did hundreds (https://www.postgresql.org/docs/current/functions-array.html, unnest of several arrays).
/// </summary>
/// <param name="Sql">Parameters are arrays.</param>
/// <param name="Types">Types of their elements.</param>
internal sealed partial record PostgresManyRows(string Sql, NpgsqlDbType[] Types)
{
    /// <summary>Fewer rows are sent one by one: an array of one would only be a second statement to plan.</summary>
    public const int Fewest = 4;

    /// <summary>Of a plain <c>insert into t (...) values (...)</c>.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static PostgresManyRows OfInsert(PostgresShape one)
    {
        var parts = Insert().Match(one.Sql);
        return parts.Success
            ? new PostgresManyRows($"{parts.Groups["into"].Value} select {InRows(parts.Groups["values"].Value)} from {Rows(one.Types)}", one.Types)
            : throw new ArgumentException($"Not an insert of one row of values: {one.Sql}", nameof(one));
    }

    /// <summary>Of an <c>update t set ... where ...</c>; answers the place of each row of values that changed one, counted from 1.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static PostgresManyRows OfUpdate(PostgresShape one)
    {
        var parts = Update().Match(one.Sql);
        return parts.Success
            ? new PostgresManyRows($"{InRows(parts.Groups["set"].Value)} from {Rows(one.Types)} where {InRows(parts.Groups["where"].Value)} returning r.place", one.Types)
            : throw new ArgumentException($"Not an update with a condition: {one.Sql}", nameof(one));
    }

    /// <summary>The statement with these rows.</summary>
    public NpgsqlBatchCommand With(IReadOnlyList<object?[]> rows)
    {
        var command = new NpgsqlBatchCommand(Sql);
        for (var i = 0; i < Types.Length; i++)
        {
            command.Parameters.Add(Column(Types[i], rows, i));
        }
        return command;
    }

    private static NpgsqlParameter Column(NpgsqlDbType type, IReadOnlyList<object?[]> rows, int column) => type switch
    {
        NpgsqlDbType.Bigint => Array(type, rows, column, value => (long?)Convert.ToInt64(value)),
        NpgsqlDbType.Integer => Array(type, rows, column, value => (int?)Convert.ToInt32(value)),
        NpgsqlDbType.Text => Array(type, rows, column, value => (string?)value),
        NpgsqlDbType.Bytea => Array(type, rows, column, value => (byte[]?)value),
        NpgsqlDbType.Double => Array(type, rows, column, value => (double?)Convert.ToDouble(value)),
        _ => throw new NotSupportedException($"Rows hold no {type}."),
    };

    private static NpgsqlParameter<T?[]> Array<T>(NpgsqlDbType type, IReadOnlyList<object?[]> rows, int column, Func<object, T?> read)
    {
        var values = new T?[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Statement.Stored(rows[i][column]) is var stored and not DBNull ? read(stored) : default;
        }
        return new NpgsqlParameter<T?[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
    }

    private static string InRows(string text) => Place().Replace(text, "r.p${number}");

    private static string Rows(NpgsqlDbType[] types) =>
        $"unnest({string.Join(", ", types.Select((type, i) => $"${i + 1}::{Name(type)}[]"))}) with ordinality as r({string.Join(", ", types.Select((_, i) => $"p{i + 1}"))}, place)";

    private static string Name(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Integer => "integer",
        NpgsqlDbType.Text => "text",
        NpgsqlDbType.Bytea => "bytea",
        NpgsqlDbType.Double => "double precision",
        _ => throw new NotSupportedException($"Rows hold no {type}."),
    };

    [GeneratedRegex(@"^\s*(?<into>insert\s+into\s+\w+\s*\([^)]*\))\s*values\s*\((?<values>.*)\)\s*$", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Insert();

    [GeneratedRegex(@"^\s*(?<set>update\s+\w+\s+set\s.*?)\swhere\s(?<where>.*)$", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Update();

    [GeneratedRegex(@"\$(?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}

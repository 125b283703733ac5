using System.Text.RegularExpressions;

namespace NotifyHub.Data.Gate;

/// <summary>Statements of one connection by their text.</summary>
internal sealed partial class StatementCache(Func<string, IReadOnlyList<string>, Statement> make) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public Statement Get(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = make(sql, NamesIn(sql));
        }
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        _statements.Clear();
    }

    internal static List<string> NamesIn(string sql) => [.. Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("@[a-z_0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Parameter();
}

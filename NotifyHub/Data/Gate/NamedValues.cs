namespace NotifyHub.Data.Gate;

/// <summary>Values by name for statements whose text is put together: <see cref="Statement.Bind"/> takes them in the order of their first appearance.</summary>
internal static class NamedValues
{
    /// <summary>Binds each parameter of the statement to its value.</summary>
    /// <exception cref="KeyNotFoundException">The text has a parameter without a value.</exception>
    public static Statement BindNamed(this WriteSession session, string sql, params IEnumerable<(string Name, object? Value)> values)
    {
        var byName = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        return session.Prepare(sql).Bind(StatementCache.NamesIn(sql).ConvertAll(name => byName[name]).ToArray());
    }
}

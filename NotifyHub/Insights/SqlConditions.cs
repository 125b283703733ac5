namespace NotifyHub.Insights;

/// <summary>Conditions of a list's query, in two groups: those that an index answers, and those that are checked row by row.</summary>
internal sealed class SqlConditions
{
    private readonly List<string> _indexed = [];
    private readonly List<string> _checked = [];
    private readonly List<(string Name, object Value)> _values = [];

    /// <summary>True when rows have to be looked at one by one, so that a page may take any number of them.</summary>
    public bool LooksAtRows => _checked.Count > 0;

    /// <summary>The index that leads, where the planner has to be told; null leaves it to the planner.</summary>
    public string? Index { get; set; }

    /// <summary>Answered by the list's index.</summary>
    public SqlConditions Indexed(string condition, params ReadOnlySpan<(string Name, object Value)> values) => Add(_indexed, condition, values);

    /// <summary>Checked on each row that the index leads to.</summary>
    public SqlConditions Checked(string condition, params ReadOnlySpan<(string Name, object Value)> values) => Add(_checked, condition, values);

    /// <summary>A copy to add to.</summary>
    public SqlConditions Copy()
    {
        var copy = new SqlConditions { Index = Index };
        copy._indexed.AddRange(_indexed);
        copy._checked.AddRange(_checked);
        copy._values.AddRange(_values);
        return copy;
    }

    /// <summary>Only the indexed part; <paramref name="text"/> holds <c>{where}</c>.</summary>
    public SqlText IndexedOnly(string text) => Fill(text, _indexed);

    /// <summary>Everything.</summary>
    public SqlText All(string text) => Fill(text, [.. _indexed, .. _checked]);

    /// <summary>For LIKE with escape '\': the text itself, anywhere.</summary>
    public static string Contains(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private SqlText Fill(string text, List<string> conditions)
    {
        var whole = text.Replace("{where}", string.Join(" and ", conditions), StringComparison.Ordinal);
        return new SqlText(whole, [.. _values.Where(v => whole.Contains(v.Name, StringComparison.Ordinal))]);
    }

    private SqlConditions Add(List<string> group, string condition, ReadOnlySpan<(string Name, object Value)> values)
    {
        group.Add(condition);
        _values.AddRange(values);
        return this;
    }
}

namespace NotifyHub.Data.Sqlite;

/// <inheritdoc/>
internal sealed class SqliteJson : JsonSql
{
    private static readonly string TooManyDigits = string.Concat(Enumerable.Repeat("[0-9]", VersionDigits + 1));

    public override string Kind(string json, string name) =>
        $"(case {Type(json, name)} when 'text' then 'string' when 'integer' then 'number' when 'real' then 'number' when 'true' then 'boolean' when 'false' then 'boolean' when 'null' then null else {Type(json, name)} end)";

    public override string IsText(string json, string name, string value) => $"({Type(json, name)} = 'text' and {Extract(json, name)} = cast({value} as text))";

    public override string IsBoolean(string json, string name, string value) => $"({Type(json, name)} = cast({value} as text))";

    public override string CompareNumber(string json, string name, string comparison, string value) =>
        $"({Type(json, name)} in ('integer', 'real') and {Extract(json, name)} {comparison} cast({value} as real))";

    public override string Text(string json, string name) => $"(case when {Type(json, name)} = 'text' then {Extract(json, name)} end)";

    // Number by number off the front; what is left behind the last dot is the next one's.
    public override string CompareVersion(string text, string comparison, IReadOnlyList<string> numbers) => $"""
        exists (select 1 from (
            select a, b, c, cast({Head("r")} as integer) as d from (
            select a, b, cast({Head("r")} as integer) as c, {Tail("r")} as r from (
            select a, cast({Head("r")} as integer) as b, {Tail("r")} as r from (
            select cast({Head("x")} as integer) as a, {Tail("x")} as r from (
            select substr(y, 1, min(instr(y || '-', '-'), instr(y || '+', '+'), instr(y || ' ', ' ')) - 1) as x from (select {text} as y)
            ) where x glob '[0-9]*' and x not glob '*[^0-9.]*' and x not like '%..%' and x not like '%.' and x not glob '*{TooManyDigits}*'
                and length(x) - length(replace(x, '.', '')) < {VersionNumbers})))) as split
            where (a, b, c, d) {comparison} ({string.Join(", ", numbers)}))
        """;

    private static string Head(string from) => $"substr({from}, 1, instr({from} || '.', '.') - 1)";

    private static string Tail(string from) => $"substr({from}, instr({from} || '.', '.') + 1)";

    private static string Type(string json, string name) => $"json_type({json}, {Path(name)})";

    private static string Extract(string json, string name) => $"json_extract({json}, {Path(name)})";

    private static string Path(string name) => $"""('$."' || {name} || '"')""";
}

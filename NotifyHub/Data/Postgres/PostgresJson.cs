namespace NotifyHub.Data.Postgres;

/// <summary>By json, not jsonb: jsonb reads the numbers when it is made, and fails on one that is out of its range.</summary>
internal sealed class PostgresJson : JsonSql
{
    // What a cast to numeric takes without fault; "case" keeps it from being asked of anything else.
    private const string Number = "^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,3})?$";
    private const int NumberLength = 40;

    public override string Kind(string json, string name) => $"(case {Type(json, name)} when 'null' then null else {Type(json, name)} end)";

    public override string IsText(string json, string name, string value) => $"({Type(json, name)} = 'string' and {Value(json, name)} = cast({value} as text))";

    public override string IsBoolean(string json, string name, string value) => $"({Type(json, name)} = 'boolean' and {Value(json, name)} = cast({value} as text))";

    public override string CompareNumber(string json, string name, string comparison, string value) => $"""
        (case when {Type(json, name)} = 'number' and length({Value(json, name)}) <= {NumberLength} and {Value(json, name)} ~ '{Number}'
            then cast({Value(json, name)} as numeric) {comparison} cast(cast({value} as text) as numeric) else false end)
        """;

    public override string Text(string json, string name) => $"(case when {Type(json, name)} = 'string' then {Value(json, name)} end)";

    public override string CompareVersion(string text, string comparison, IReadOnlyList<string> numbers) => $$"""
        (case when {{text}} ~ '^[0-9]{1,{{VersionDigits}}}([.][0-9]{1,{{VersionDigits}}}){0,{{VersionNumbers - 1}}}([-+ ].*)?$'
            then ({{string.Join(", ", Enumerable.Range(1, VersionNumbers).Select(i => Part(text, i)))}}) {{comparison}} ({{string.Join(", ", numbers.Select(n => $"cast({n} as bigint)"))}}) else false end)
        """;

    private static string Part(string text, int number) =>
        $"cast(coalesce(nullif(split_part(regexp_replace({text}, '[-+ ].*$', ''), '.', {number}), ''), '0') as bigint)";

    private static string Type(string json, string name) => $"json_typeof(cast({json} as json) -> cast({name} as text))";

    private static string Value(string json, string name) => $"(cast({json} as json) ->> cast({name} as text))";
}

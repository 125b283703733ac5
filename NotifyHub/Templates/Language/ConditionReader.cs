namespace NotifyHub.Templates.Language;

/// <summary>Reads <c>name</c>, <c>!name</c>, and <c>name == "literal"</c> with the other signs of comparison. There is no and, no or: blocks may be nested.</summary>
internal static class ConditionReader
{
    // The longer sign first: "<" would take the half of "<=".
    private static readonly (string Sign, ConditionSign Means)[] Signs =
    [
        ("==", ConditionSign.Equals), ("!=", ConditionSign.Differs), ("<=", ConditionSign.LessOrEqual), (">=", ConditionSign.GreaterOrEqual), ("<", ConditionSign.Less), (">", ConditionSign.Greater),
    ];

    public static Condition Read(TagReader tag)
    {
        if (tag.Take("!"))
        {
            return new Condition(tag.Path(), ConditionSign.IsNot, null);
        }
        var left = tag.Path();
        foreach (var (sign, means) in Signs)
        {
            if (tag.Take(sign))
            {
                var literal = tag.Literal();
                return new Condition(left, means, new Operand(literal, literal is null ? tag.Path() : null));
            }
        }
        return new Condition(left, ConditionSign.Is, null);
    }
}

namespace NotifyHub.Templates.Language;

/// <summary>What a variable may hold. A closed set of plain values: a template reaches nothing that is not one of them.</summary>
public abstract record TemplateValue
{
    private protected TemplateValue()
    {
    }
}

/// <summary>A text.</summary>
public sealed record TextValue(string Text) : TemplateValue;

/// <summary>A number.</summary>
public sealed record NumberValue(decimal Number) : TemplateValue;

/// <summary>Yes or no.</summary>
public sealed record FlagValue(bool Flag) : TemplateValue;

/// <summary>An instant with the offset it was given in.</summary>
public sealed record TimeValue(DateTimeOffset Time) : TemplateValue;

/// <summary>Several of a kind.</summary>
public sealed record ListValue(IReadOnlyList<TemplateValue> Items) : TemplateValue;

/// <summary>Named values.</summary>
public sealed record MapValue(IReadOnlyDictionary<string, TemplateValue> Members) : TemplateValue;

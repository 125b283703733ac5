namespace NotifyHub.Templates.Language;

/// <summary>A piece of a parsed source.</summary>
internal abstract record TemplateNode;

/// <summary>Text as written.</summary>
internal sealed record TextNode(string Text) : TemplateNode;

/// <summary><c>{{path | filter:argument}}</c>, escaped for where it stands.</summary>
internal sealed record PrintNode(ValuePath Path, IReadOnlyList<FilterCall> Filters, OutputEscape Escape) : TemplateNode;

/// <summary><c>{{#if}} ... {{else}} ... {{/if}}</c>; <c>unless</c> is one whose branches have changed places.</summary>
internal sealed record IfNode(Condition When, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

/// <summary><c>{{#each list as item}} ... {{else}} ... {{/each}}</c></summary>
internal sealed record EachNode(ValuePath List, string Alias, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode;

/// <summary>A name and the names below it. <c>@number</c>, <c>@first</c> and <c>@last</c> are set by the innermost each.</summary>
internal sealed record ValuePath(IReadOnlyList<string> Names, SourcePlace Place)
{
    public override string ToString() => string.Join('.', Names);
}

/// <summary>A filter with its arguments, which are literals.</summary>
internal sealed record FilterCall(TemplateFilter Filter, IReadOnlyList<TemplateValue> Arguments, SourcePlace Place);

/// <summary>A truth, or a comparison with a literal or another name.</summary>
internal sealed record Condition(ValuePath Left, ConditionSign Sign, Operand? Right);

internal enum ConditionSign { Is, IsNot, Equals, Differs, Less, LessOrEqual, Greater, GreaterOrEqual }

/// <summary>The right side of a comparison: one of the two.</summary>
internal sealed record Operand(TemplateValue? Literal, ValuePath? Path);

/// <summary>How a printed value is made harmless where it stands.</summary>
internal enum OutputEscape
{
    /// <summary>Plain text of several lines.</summary>
    None,
    /// <summary>Plain text of one line: line breaks become blanks, so that nothing gets into a header or a second line of a title.</summary>
    Line,
    /// <summary>Text of HTML, and what stands in quotes of an attribute.</summary>
    Html,
    /// <summary>A whole address in an attribute: only http, https, mailto, tel and relative ones stay.</summary>
    HtmlUrl,
    /// <summary>A part of an address in an attribute.</summary>
    HtmlUrlPart,
    /// <summary>A whole address.</summary>
    Url,
    /// <summary>A part of an address.</summary>
    UrlPart,
}

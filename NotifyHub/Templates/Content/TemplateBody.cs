using NotifyHub.Templates.Variables;

namespace NotifyHub.Templates.Content;

/// <summary>Everything of a version: what it says in which languages, and what it wants to know.</summary>
public sealed record TemplateBody
{
    /// <summary>The language at the end of every chain; must be among the locales.</summary>
    public required string DefaultLocale { get; init; }
    /// <summary>What a send may and must give.</summary>
    public IReadOnlyList<TemplateVariable> Variables { get; init => field = value ?? []; } = [];
    /// <summary>1 to 50 languages, each once.</summary>
    public required IReadOnlyList<TemplateContent> Locales { get; init; }
}

using NotifyHub.Data.Rows;
using NotifyHub.Templates.Content;

namespace NotifyHub.Templates;

/// <summary>A template as it is asked for.</summary>
/// <param name="Key">The name that code calls it by.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Body">Its first version.</param>
/// <param name="Note">What the first version is.</param>
public sealed record NewTemplate(string Key, string Name, string? Description, TemplateBody Body, string? Note);

/// <summary>A template with one of its versions.</summary>
/// <param name="Template">Its row.</param>
/// <param name="Version">The version's row.</param>
/// <param name="Body">What the version says.</param>
public sealed record StoredTemplate(Template Template, TemplateVersion Version, TemplateBody Body);

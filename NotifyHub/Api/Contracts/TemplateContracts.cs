using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Templates;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;
using NotifyHub.Templates.Variables;

namespace NotifyHub.Api.Contracts;

/// <summary>A new template with its first version.</summary>
public sealed record TemplateUpload
{
    /// <summary>The name that code calls it by: 1 to 64 lower-case letters, digits, dots, hyphens and underscores; unique in the project.</summary>
    public required string Key { get; init; }
    /// <summary>The name for people, 1 to 120 characters.</summary>
    public required string Name { get; init; }
    /// <summary>What it is for, at most 500 characters.</summary>
    public string? Description { get; init; }
    /// <summary>The language at the end of every chain; must be among the locales.</summary>
    public required string DefaultLocale { get; init; }
    /// <summary>At most 100 declarations, members counted in.</summary>
    public IReadOnlyList<TemplateVariable>? Variables { get; init; }
    /// <summary>1 to 50 languages, each once.</summary>
    public required IReadOnlyList<TemplateContent> Locales { get; init; }
    /// <summary>What this version is, at most 300 characters.</summary>
    public string? Note { get; init; }

    internal NewTemplate Wish => new(Key, Name, Description, new TemplateBody { DefaultLocale = DefaultLocale, Variables = Variables ?? [], Locales = Locales }, Note);
}

/// <summary>Another version of a template.</summary>
public sealed record TemplateVersionUpload
{
    /// <summary>The language at the end of every chain; must be among the locales.</summary>
    public required string DefaultLocale { get; init; }
    /// <summary>At most 100 declarations, members counted in.</summary>
    public IReadOnlyList<TemplateVariable>? Variables { get; init; }
    /// <summary>1 to 50 languages, each once.</summary>
    public required IReadOnlyList<TemplateContent> Locales { get; init; }
    /// <summary>What was changed, at most 300 characters.</summary>
    public string? Note { get; init; }
    /// <summary>Sent from now on; true when left out. false: a draft to look at first.</summary>
    public bool? Publish { get; init; }

    internal TemplateBody Body => new() { DefaultLocale = DefaultLocale, Variables = Variables ?? [], Locales = Locales };
}

/// <summary>What of a template may change without a version.</summary>
public sealed record TemplateChange
{
    /// <summary>Another key; who sends by the old one is refused from then on.</summary>
    public string? Key { get; init; }
    /// <summary>Another name.</summary>
    public string? Name { get; init; }
    /// <summary>Another description; empty takes it away.</summary>
    public string? Description { get; init; }
}

/// <summary>What to fill in, and with what.</summary>
public sealed record TemplateTrial
{
    /// <summary>A certain version; the published one when left out.</summary>
    public int? Version { get; init; }
    /// <summary>Something that is not stored, in place of a version.</summary>
    public TemplateBody? Draft { get; init; }
    /// <summary>The reader's language; the default when left out.</summary>
    public string? Locale { get; init; }
    /// <summary>Values of the variables; their examples when left out.</summary>
    public JsonObject? Variables { get; init; }
}

/// <summary>A template with one version.</summary>
/// <param name="Id">The template.</param>
/// <param name="Key">The name that code calls it by.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Description">What it is for.</param>
/// <param name="CurrentVersion">The version that is sent.</param>
/// <param name="LastVersion">The newest version.</param>
/// <param name="Version">The version shown here.</param>
/// <param name="DefaultLocale">The language at the end of every chain.</param>
/// <param name="Variables">What a send may and must give.</param>
/// <param name="Locales">What it says, by language and channel.</param>
/// <param name="Note">What the version changed.</param>
/// <param name="CreatedBy">Who saved the version.</param>
/// <param name="CreatedAt">When the version was saved.</param>
/// <param name="UpdatedAt">When the template changed last.</param>
/// <param name="Warnings">What the lint finds.</param>
public sealed record TemplateAnswer(
    string Id, string Key, string Name, string? Description, int CurrentVersion, int LastVersion, int Version, string DefaultLocale,
    IReadOnlyList<TemplateVariable> Variables, IReadOnlyList<TemplateContent> Locales, string? Note, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    IReadOnlyList<LintFinding> Warnings)
{
    internal static TemplateAnswer From(StoredTemplate stored, IReadOnlyList<LintFinding> warnings) => new(
        RowId.Format(RowId.Template, stored.Template.Id), stored.Template.Key, stored.Template.Name, stored.Template.Description, stored.Template.CurrentVersion, stored.Template.LastVersion,
        stored.Version.Number, stored.Body.DefaultLocale, stored.Body.Variables, stored.Body.Locales, stored.Version.Note, stored.Version.CreatedBy, stored.Version.CreatedAt,
        stored.Template.UpdatedAt, warnings);
}

/// <summary>A template in the list.</summary>
/// <param name="Id">The template.</param>
/// <param name="Key">The name that code calls it by.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Description">What it is for.</param>
/// <param name="CurrentVersion">The version that is sent.</param>
/// <param name="Locales">Its languages, the default first.</param>
/// <param name="Channels">push, email, inbox.</param>
/// <param name="UpdatedAt">When it changed last.</param>
public sealed record TemplateItem(string Id, string Key, string Name, string? Description, int CurrentVersion, IReadOnlyList<string> Locales, IReadOnlyList<string> Channels, DateTimeOffset UpdatedAt)
{
    internal static TemplateItem From(TemplateRow row) =>
        new(RowId.Format(RowId.Template, row.Id), row.Key, row.Name, row.Description, row.CurrentVersion, row.Locales, row.Channels, row.UpdatedAt);
}

/// <summary>Versions of a template, newest first.</summary>
/// <param name="Items">The newest 100.</param>
public sealed record TemplateVersionList(IReadOnlyList<TemplateVersionItem> Items);

/// <summary>A version in the list.</summary>
/// <param name="Version">1, 2, 3 ...</param>
/// <param name="Current">Whether it is sent.</param>
/// <param name="Note">What it changed.</param>
/// <param name="CreatedBy">Who saved it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record TemplateVersionItem(int Version, bool Current, string? Note, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>A template filled in for one reader. A channel that none of the reader's languages has is null.</summary>
/// <param name="Locale">The most exact language that the template has for the reader.</param>
/// <param name="Push">Words of the push.</param>
/// <param name="PushLocale">The language that they came from.</param>
/// <param name="Email">The mail.</param>
/// <param name="EmailLocale">The language that it came from.</param>
/// <param name="Inbox">The inbox entry.</param>
/// <param name="InboxLocale">The language that it came from.</param>
/// <param name="Bytes">What the push weighs at each vendor.</param>
public sealed record TemplateRendering(
    string Locale, RenderedPush? Push, string? PushLocale, RenderedEmail? Email, string? EmailLocale, RenderedInbox? Inbox, string? InboxLocale, IReadOnlyList<VendorBytesItem> Bytes)
{
    internal static TemplateRendering From(RenderedContent content, IReadOnlyList<VendorBytes> bytes) => new(
        content.Locale, content.Push, content.PushLocale, content.Email, content.EmailLocale, content.Inbox, content.InboxLocale,
        [.. bytes.Select(b => new VendorBytesItem(b.Provider.Wire(), b.Actual, b.Max))]);
}

/// <summary>Bytes at one vendor.</summary>
/// <param name="Provider">apns, fcm, webpush, huawei, mipush or expo.</param>
/// <param name="ActualBytes">What these words weigh, with the id that the hub adds.</param>
/// <param name="MaxBytes">What the vendor takes.</param>
public sealed record VendorBytesItem(string Provider, int ActualBytes, int MaxBytes);

/// <summary>What the lint finds, worst first.</summary>
/// <param name="Warnings">Nothing is refused for them.</param>
public sealed record TemplateLintAnswer(IReadOnlyList<LintFinding> Warnings);

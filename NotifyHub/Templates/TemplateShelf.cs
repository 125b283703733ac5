using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Templates.Content;

namespace NotifyHub.Templates;

/// <summary>Templates to read: by id or key, a version or the one that is sent. What a version was compiled to is kept, since a version never changes.</summary>
public sealed class TemplateShelf(HubContexts contexts)
{
    private const int MostKept = 500;
    private readonly ConcurrentDictionary<(long Template, int Number), CompiledTemplate> _compiled = new();

    /// <summary>Whether this may be a key: it can't be mistaken for an id.</summary>
    public static bool IsKey(string text) =>
        text.Length is > 0 and <= 64 && (char.IsAsciiLetterLower(text[0]) || char.IsAsciiDigit(text[0]))
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_') && !text.StartsWith("tpl_", StringComparison.Ordinal);

    /// <summary>A template by id or key with a version, null the one that is sent.</summary>
    /// <returns>Null when there is no such template or version in the project.</returns>
    public async Task<StoredTemplate?> FindAsync(long projectId, string idOrKey, int? number = null, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await RowAsync(db, idOrKey, cancel) is { } row && (number is null || (number >= 1 && number <= row.LastVersion))
            ? await ReadAsync(db, row, number ?? row.CurrentVersion, cancel)
            : null;
    }

    /// <summary>As the other, ready to be filled in. Of a version that was used before only the template's row is read.</summary>
    public async Task<(Template Template, int Version, CompiledTemplate Compiled)?> CompiledAsync(long projectId, string idOrKey, int? number = null, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        if (await RowAsync(db, idOrKey, cancel) is not { } row || number < 1 || number > row.LastVersion)
        {
            return null;
        }
        var version = number ?? row.CurrentVersion;
        return (row, version, _compiled.TryGetValue((row.Id, version), out var kept) ? kept : Compiled(await ReadAsync(db, row, version, cancel)));
    }

    /// <summary>What a stored version was compiled to.</summary>
    public CompiledTemplate Compiled(StoredTemplate stored)
    {
        if (_compiled.TryGetValue((stored.Template.Id, stored.Version.Number), out var kept))
        {
            return kept;
        }
        if (_compiled.Count >= MostKept)
        {
            _compiled.Clear();
        }
        var faults = new FaultList();
        // It passed when it was stored; should a later NotifyHub be stricter, whoever sends it hears why.
        var compiled = CompiledTemplate.Compile(stored.Body, "/template", faults);
        faults.ThrowIfAny();
        return _compiled[(stored.Template.Id, stored.Version.Number)] = compiled!;
    }

    /// <summary>Versions of a template, newest first.</summary>
    /// <exception cref="RefusedException"><c>not_found</c></exception>
    public async Task<IReadOnlyList<TemplateVersion>> VersionsAsync(long projectId, long id, int? before, int limit, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Templates.AnyAsync(t => t.Id == id && t.ArchivedAt == null, cancel) ? await Versions(db, id, before, limit).ToListAsync(cancel) : throw NotFound(id);
    }

    private static async Task<Template?> RowAsync(HubDb db, string idOrKey, CancellationToken cancel)
    {
        var live = db.Templates.AsNoTracking().Where(t => t.ArchivedAt == null);
        return RowId.TryParse(RowId.Template, idOrKey, out var id) ? await live.SingleOrDefaultAsync(t => t.Id == id, cancel)
            : IsKey(idOrKey) ? await live.SingleOrDefaultAsync(t => t.Key == idOrKey, cancel) : null;
    }

    internal static IQueryable<TemplateVersion> Versions(HubDb db, long id, int? before, int limit) =>
        db.TemplateVersions.AsNoTracking().Where(v => v.TemplateId == id && (before == null || v.Number < before)).OrderByDescending(v => v.Number).Take(limit);

    internal static async Task<StoredTemplate> ReadAsync(HubDb db, Template row, int number, CancellationToken cancel)
    {
        var version = await db.TemplateVersions.AsNoTracking().SingleOrDefaultAsync(v => v.TemplateId == row.Id && v.Number == number, cancel)
            ?? throw new RefusedException(RefusalCode.NotFound, $"{RowId.Format(RowId.Template, row.Id)} has no version {number}.");
        var locales = await db.TemplateLocales.AsNoTracking().Where(l => l.VersionId == version.Id).OrderBy(l => l.Locale).ToListAsync(cancel);
        return new StoredTemplate(row, version, new TemplateBody
        {
            DefaultLocale = version.DefaultLocale, Variables = TemplateJson.Variables(version.Variables), Locales = InOrder(locales.Select(l => TemplateJson.Content(l.Content)), version.DefaultLocale),
        });
    }

    /// <summary>The default first, the others by their tags: the same however they came in.</summary>
    internal static IReadOnlyList<TemplateContent> InOrder(IEnumerable<TemplateContent> locales, string defaultLocale) =>
        [.. locales.OrderByDescending(l => l.Locale == defaultLocale).ThenBy(l => l.Locale, StringComparer.Ordinal)];

    internal static RefusedException NotFound(long id) => new(RefusalCode.NotFound, $"There is no {RowId.Format(RowId.Template, id)} in this project.");
}

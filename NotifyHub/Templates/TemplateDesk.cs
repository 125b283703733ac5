using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates.Content;

namespace NotifyHub.Templates;

/// <summary>Writes templates: a save is a new version, a version never changes, one of them is sent. Everything is checked before anything is stored.</summary>
public sealed class TemplateDesk(IWriteGate gate, IAuditLog audit, HubIds ids, TimeProvider time)
{
    private const int LongestName = 120, LongestDescription = 500, LongestNote = 300;

    /// <summary>A new template with its first version, which is sent from now on.</summary>
    /// <exception cref="RefusedException">Faults; <c>state_conflict</c> when the key is taken.</exception>
    public async Task<StoredTemplate> CreateAsync(ProjectAdmin by, NewTemplate wish, Once<StoredTemplate>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        Naming(wish.Key, wish.Name, wish.Description, faults);
        faults.Length("/note", wish.Note, LongestNote, min: 0);
        var compiled = CompiledTemplate.Compile(wish.Body, "", faults);
        faults.ThrowIfAny();
        var now = time.GetUtcNow();
        var id = ids.Next();
        return await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Templates);
            await RequireFreeAsync(db, wish.Key, cancel);
            var row = new Template { Id = id, ProjectId = by.ProjectId, Key = wish.Key, Name = wish.Name, Description = Blank(wish.Description), CreatedAt = now };
            db.Templates.Add(row);
            var version = Add(db, row, compiled!, wish.Note, by.Actor, now);
            Send(row, version, compiled!);
            return await FinishAsync(db, session, by, "template.created", new StoredTemplate(row, version, InOrder(wish.Body)), once, now);
        }, cancel);
    }

    /// <summary>A new version; with <paramref name="publish"/> it is the one that is sent.</summary>
    /// <exception cref="RefusedException">Faults; <c>not_found</c>.</exception>
    public async Task<StoredTemplate> AddVersionAsync(
        ProjectAdmin by, long id, TemplateBody body, string? note, bool publish, Once<StoredTemplate>? once = null, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        faults.Length("/note", note, LongestNote, min: 0);
        var compiled = CompiledTemplate.Compile(body, "", faults);
        faults.ThrowIfAny();
        var now = time.GetUtcNow();
        return await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Templates);
            var row = await FindAsync(db, id, cancel);
            var version = Add(db, row, compiled!, note, by.Actor, now);
            if (publish)
            {
                Send(row, version, compiled!);
            }
            return await FinishAsync(db, session, by, publish ? "template.published" : "template.saved", new StoredTemplate(row, version, InOrder(body)), once, now);
        }, cancel);
    }

    /// <summary>Sends this version from now on; an older one can come back.</summary>
    /// <exception cref="RefusedException"><c>not_found</c></exception>
    public Task<StoredTemplate> PublishAsync(ProjectAdmin by, long id, int number, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        return gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Templates);
            var row = await FindAsync(db, id, cancel);
            var stored = await TemplateShelf.ReadAsync(db, row, number, cancel);
            Send(row, stored.Version, CompiledTemplate.Compile(stored.Body, "", new FaultList())!);
            row.UpdatedAt = now;
            return await FinishAsync(db, session, by, "template.published", stored, null, now);
        }, cancel);
    }

    /// <summary>Another key, name or description; null leaves as it is, an empty description takes it away.</summary>
    /// <exception cref="RefusedException">Faults; <c>not_found</c>; <c>state_conflict</c> when the key is taken.</exception>
    public async Task<StoredTemplate> ChangeAsync(ProjectAdmin by, long id, string? key, string? name, string? description, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        Naming(key, name, description, faults);
        faults.ThrowIfAny();
        var now = time.GetUtcNow();
        return await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Templates);
            var row = await FindAsync(db, id, cancel);
            if (key is not null && key != row.Key)
            {
                await RequireFreeAsync(db, key, cancel);
            }
            (row.Key, row.Name, row.Description, row.UpdatedAt) = (key ?? row.Key, name ?? row.Name, description is null ? row.Description : Blank(description), now);
            return await FinishAsync(db, session, by, "template.changed", await TemplateShelf.ReadAsync(db, row, row.CurrentVersion, cancel), null, now);
        }, cancel);
    }

    /// <summary>Off the list, and not sent any more. What was accepted goes out; it can come back.</summary>
    /// <exception cref="RefusedException"><c>not_found</c></exception>
    public Task ArchiveAsync(ProjectAdmin by, long id, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Templates);
            var row = await FindAsync(db, id, cancel);
            (row.ArchivedAt, row.UpdatedAt) = (time.GetUtcNow(), time.GetUtcNow());
            await SayAsync(session, by, "template.deleted", row);
            return row.Id;
        }, cancel);

    /// <summary>Takes a deletion back.</summary>
    /// <exception cref="RefusedException"><c>not_found</c>; <c>state_conflict</c> when another has its key meanwhile.</exception>
    public Task<StoredTemplate> RestoreAsync(ProjectAdmin by, long id, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        return gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Templates);
            var row = await db.Templates.SingleOrDefaultAsync(t => t.Id == id, cancel) ?? throw TemplateShelf.NotFound(id);
            if (row.ArchivedAt is not null)
            {
                await RequireFreeAsync(db, row.Key, cancel);
                (row.ArchivedAt, row.UpdatedAt) = (null, now);
            }
            return await FinishAsync(db, session, by, "template.restored", await TemplateShelf.ReadAsync(db, row, row.CurrentVersion, cancel), null, now);
        }, cancel);
    }

    private async Task<StoredTemplate> FinishAsync(
        HubDb db, WriteSession session, ProjectAdmin by, string action, StoredTemplate stored, Once<StoredTemplate>? once, DateTimeOffset now)
    {
        await db.SaveChangesAsync();
        await SayAsync(session, by, action, stored.Template);
        if (once is not null)
        {
            await once.RecordAsync(session, stored, now);
        }
        return stored;
    }

    private ValueTask SayAsync(WriteSession session, ProjectAdmin by, string action, Template row)
    {
        session.Changed(by.ProjectId, HubTables.Templates);
        return audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, action, RowId.Format(RowId.Template, row.Id), $$"""{"version":{{row.CurrentVersion}}}""", by.Ip));
    }

    private TemplateVersion Add(HubDb db, Template row, CompiledTemplate compiled, string? note, string actor, DateTimeOffset now)
    {
        row.LastVersion++;
        row.UpdatedAt = now;
        var version = new TemplateVersion
        {
            Id = ids.Next(), ProjectId = row.ProjectId, TemplateId = row.Id, Number = row.LastVersion, DefaultLocale = compiled.Body.DefaultLocale,
            Variables = TemplateJson.Write(compiled.Body.Variables), Note = Blank(note), CreatedAt = now, CreatedBy = actor,
        };
        db.TemplateVersions.Add(version);
        db.TemplateLocales.AddRange(compiled.Body.Locales.Select(content => new TemplateLocale
        {
            VersionId = version.Id, Locale = content.Locale, ProjectId = row.ProjectId, Content = TemplateJson.Write(content),
        }));
        return version;
    }

    private static void Send(Template row, TemplateVersion version, CompiledTemplate compiled)
    {
        row.CurrentVersion = version.Number;
        row.Locales = string.Join(',', compiled.Body.Locales.Select(c => c.Locale).OrderByDescending(l => l == compiled.Body.DefaultLocale).ThenBy(l => l, StringComparer.Ordinal));
        row.Channels = string.Join(',', new[] { ("push", compiled.PushLocales), ("email", compiled.EmailLocales), ("inbox", compiled.InboxLocales) }.Where(c => c.Item2.Count > 0).Select(c => c.Item1));
    }

    private static async Task RequireFreeAsync(HubDb db, string key, CancellationToken cancel)
    {
        if (await db.Templates.AnyAsync(t => t.Key == key && t.ArchivedAt == null, cancel))
        {
            throw new RefusedException(RefusalCode.StateConflict, $"There is a template {key} already.") { Faults = [new Fault("/key", "taken", $"There is a template {key} already.")] };
        }
    }

    private static async Task<Template> FindAsync(HubDb db, long id, CancellationToken cancel) =>
        await db.Templates.SingleOrDefaultAsync(t => t.Id == id && t.ArchivedAt == null, cancel) ?? throw TemplateShelf.NotFound(id);

    private static void Naming(string? key, string? name, string? description, FaultList faults)
    {
        if (key is not null && !TemplateShelf.IsKey(key))
        {
            faults.Add("/key", "bad_format", "A key has 1 to 64 lower-case letters, digits, dots, hyphens and underscores, begins with a letter or digit, and does not begin with tpl_.");
        }
        if (name is not null && string.IsNullOrWhiteSpace(name))
        {
            faults.Add("/name", "required", "name must not be blank.");
        }
        faults.Length("/name", name, LongestName, min: 0);
        faults.Length("/description", description, LongestDescription, min: 0);
    }

    private static TemplateBody InOrder(TemplateBody body) => body with { Locales = TemplateShelf.InOrder(body.Locales, body.DefaultLocale) };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights;
using NotifyHub.Insights.Templates;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;
using NotifyHub.Templates;
using NotifyHub.Templates.Content;

namespace NotifyHub.Api;

/// <summary>Messages that are written once and sent often: templates, their versions, preview and lint.</summary>
internal static class TemplateEndpoints
{
    private const int VersionsShown = 100;

    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        var templates = routes.MapApiGroup("/templates").WithTags("Templates").RequireKey(ApiScopes.Manage);
        templates.MapPost("", CreateAsync).TakesBulk().Idempotent()
            .WithName("createTemplate").WithSummary("Stores a template with its first version, which is sent from now on.")
            .WithDescription("Every source is read and every variable in it checked before anything is stored; each fault names its place, with line and column. {tpl} is an id or a key everywhere.")
            .Refuses(Problems.StateConflict, Problems.TooManyActions).Example(Examples.TemplateUpload, 201, Examples.Template);
        templates.MapGet("", ListAsync)
            .WithName("listTemplates").WithSummary("Templates, newest first; q searches key and name.")
            .Example(null, 200, Examples.TemplatePage);
        templates.MapGet("/{tpl}", GetAsync)
            .WithName("getTemplate").WithSummary("A template with the version that is sent.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Template);
        templates.MapPatch("/{tpl}", ChangeAsync)
            .WithName("changeTemplate").WithSummary("Changes key, name or description; what it says changes by a new version only.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(Examples.TemplateChange, 200, Examples.Template);
        templates.MapDelete("/{tpl}", DeleteAsync)
            .WithName("deleteTemplate").WithSummary("Takes it off the list: it is not sent any more. What was accepted goes out.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        templates.MapPost("/{tpl}/restore", RestoreAsync)
            .WithName("restoreTemplate").WithSummary("Takes a deletion back; by id.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.Template);
        templates.MapGet("/{tpl}/versions", VersionsAsync)
            .WithName("listTemplateVersions").WithSummary("The newest 100 versions. A version never changes.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.TemplateVersions);
        templates.MapPost("/{tpl}/versions", AddVersionAsync).TakesBulk().Idempotent()
            .WithName("addTemplateVersion").WithSummary("Stores a new version; it is sent from now on unless publish is false.")
            .Refuses(Problems.NotFound, Problems.TooManyActions).Example(Examples.TemplateVersionUpload, 201, Examples.Template);
        templates.MapGet("/{tpl}/versions/{number}", VersionAsync)
            .WithName("getTemplateVersion").WithSummary("A template with this version.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Template);
        templates.MapPost("/{tpl}/versions/{number}/publish", PublishAsync)
            .WithName("publishTemplateVersion").WithSummary("Sends this version from now on; an older one can come back.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Template);
        templates.MapPost("/{tpl}/render", RenderAsync).TakesBulk().MayHaveNoBody()
            .WithName("renderTemplate").WithSummary("What a reader of a language would get, and what it weighs at each vendor. Sends nothing.")
            .WithDescription("Of a stored version, or of a draft that is not stored. Without variables their examples are taken.")
            .Refuses(Problems.NotFound).Example(Examples.TemplateTrial, 200, Examples.TemplateRendering);
        templates.MapPost("/{tpl}/lint", LintAsync).TakesBulk().MayHaveNoBody()
            .WithName("lintTemplate").WithSummary("What a writer should look at: bytes at each vendor, what screens cut off, missing languages and variables, personal data, pictures.")
            .Refuses(Problems.NotFound).Example(Examples.TemplateTrial, 200, Examples.TemplateLint);
    }

    private static async Task<Created<TemplateAnswer>> CreateAsync(
        JsonBody<TemplateUpload> body, KeyCaller caller, HttpContext http, TemplateDesk desk, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel)
    {
        var answer = Answer(shelf, lint);
        var stored = await desk.CreateAsync(AdminOf(caller, http), body.Value.Wish, body.Once<StoredTemplate, TemplateAnswer>(StatusCodes.Status201Created, answer), cancel);
        return TypedResults.Created((string?)null, answer(stored));
    }

    private static async Task<Ok<Page<TemplateItem>>> ListAsync(PageQuery page, KeyCaller caller, TemplateQueries templates, CancellationToken cancel, string? q = null)
    {
        var found = await templates.PageAsync(caller.ProjectId, q, new ListCursor(Before: page.Before), page.Limit, cancel);
        return TypedResults.Ok(new Page<TemplateItem>([.. found.Items.Select(TemplateItem.From)], found.Older is { Before: { } before } ? RowId.Format(PageQuery.CursorPrefix, before) : null));
    }

    private static async Task<Ok<TemplateAnswer>> GetAsync(string tpl, KeyCaller caller, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel) =>
        TypedResults.Ok(Answer(shelf, lint)(await FindAsync(shelf, caller, tpl, null, cancel)));

    private static async Task<Ok<TemplateAnswer>> ChangeAsync(
        string tpl, JsonBody<TemplateChange> body, KeyCaller caller, HttpContext http, TemplateDesk desk, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel)
    {
        var id = (await FindAsync(shelf, caller, tpl, null, cancel)).Template.Id;
        return TypedResults.Ok(Answer(shelf, lint)(await desk.ChangeAsync(AdminOf(caller, http), id, body.Value.Key, body.Value.Name, body.Value.Description, cancel)));
    }

    private static async Task<NoContent> DeleteAsync(string tpl, KeyCaller caller, HttpContext http, TemplateDesk desk, TemplateShelf shelf, CancellationToken cancel)
    {
        await desk.ArchiveAsync(AdminOf(caller, http), (await FindAsync(shelf, caller, tpl, null, cancel)).Template.Id, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TemplateAnswer>> RestoreAsync(string tpl, KeyCaller caller, HttpContext http, TemplateDesk desk, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel) =>
        TypedResults.Ok(Answer(shelf, lint)(await desk.RestoreAsync(AdminOf(caller, http), WireId.Require(RowId.Template, tpl), cancel)));

    private static async Task<Ok<TemplateVersionList>> VersionsAsync(string tpl, KeyCaller caller, TemplateShelf shelf, CancellationToken cancel)
    {
        var row = (await FindAsync(shelf, caller, tpl, null, cancel)).Template;
        var versions = await shelf.VersionsAsync(caller.ProjectId, row.Id, null, VersionsShown, cancel);
        return TypedResults.Ok(new TemplateVersionList([.. versions.Select(v => new TemplateVersionItem(v.Number, v.Number == row.CurrentVersion, v.Note, v.CreatedBy, v.CreatedAt))]));
    }

    private static async Task<Created<TemplateAnswer>> AddVersionAsync(
        string tpl, JsonBody<TemplateVersionUpload> body, KeyCaller caller, HttpContext http, TemplateDesk desk, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel)
    {
        var id = (await FindAsync(shelf, caller, tpl, null, cancel)).Template.Id;
        var answer = Answer(shelf, lint);
        var stored = await desk.AddVersionAsync(
            AdminOf(caller, http), id, body.Value.Body, body.Value.Note, body.Value.Publish != false, body.Once<StoredTemplate, TemplateAnswer>(StatusCodes.Status201Created, answer), cancel);
        return TypedResults.Created((string?)null, answer(stored));
    }

    private static async Task<Ok<TemplateAnswer>> VersionAsync(string tpl, string number, KeyCaller caller, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel) =>
        TypedResults.Ok(Answer(shelf, lint)(await FindAsync(shelf, caller, tpl, NumberOf(number), cancel)));

    private static async Task<Ok<TemplateAnswer>> PublishAsync(
        string tpl, string number, KeyCaller caller, HttpContext http, TemplateDesk desk, TemplateShelf shelf, TemplateLint lint, CancellationToken cancel)
    {
        var found = await FindAsync(shelf, caller, tpl, NumberOf(number), cancel);
        return TypedResults.Ok(Answer(shelf, lint)(await desk.PublishAsync(AdminOf(caller, http), found.Template.Id, found.Version.Number, cancel)));
    }

    private static async Task<Ok<TemplateRendering>> RenderAsync(string tpl, JsonBody<TemplateTrial> body, KeyCaller caller, TemplateShelf shelf, TemplatePreview preview, TemplateLint lint, CancellationToken cancel)
    {
        var compiled = await CompiledAsync(tpl, body.Value, caller, shelf, cancel);
        var content = preview.Render(compiled, body.Value.Locale, body.Value.Variables);
        return TypedResults.Ok(TemplateRendering.From(content, content.Push is { } push ? lint.Bytes(TemplateLint.MessageOf(push)) : []));
    }

    private static async Task<Ok<TemplateLintAnswer>> LintAsync(string tpl, JsonBody<TemplateTrial> body, KeyCaller caller, TemplateShelf shelf, TemplatePreview preview, TemplateLint lint, CancellationToken cancel)
    {
        var compiled = await CompiledAsync(tpl, body.Value, caller, shelf, cancel);
        return TypedResults.Ok(new TemplateLintAnswer(lint.Check(compiled, preview.ValuesOf(compiled, body.Value.Variables))));
    }

    private static async Task<CompiledTemplate> CompiledAsync(string tpl, TemplateTrial trial, KeyCaller caller, TemplateShelf shelf, CancellationToken cancel)
    {
        var stored = await FindAsync(shelf, caller, tpl, trial.Draft is null ? trial.Version : null, cancel);
        if (trial.Draft is null)
        {
            return shelf.Compiled(stored);
        }
        var faults = new FaultList();
        if (trial.Version is not null)
        {
            faults.Add("/version", "not_allowed", "Give a draft or a version.");
        }
        var compiled = CompiledTemplate.Compile(trial.Draft, "/draft", faults);
        faults.ThrowIfAny();
        return compiled!;
    }

    private static Func<StoredTemplate, TemplateAnswer> Answer(TemplateShelf shelf, TemplateLint lint) => stored => TemplateAnswer.From(stored, lint.Check(shelf.Compiled(stored)));

    private static async Task<StoredTemplate> FindAsync(TemplateShelf shelf, KeyCaller caller, string tpl, int? number, CancellationToken cancel) =>
        await shelf.FindAsync(caller.ProjectId, tpl, number, cancel) ?? throw WireId.NotFound(tpl);

    // What is no number names no version.
    private static int NumberOf(string number) => int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var read) ? read : 0;

    private static ProjectAdmin AdminOf(KeyCaller caller, HttpContext http) => ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString());
}

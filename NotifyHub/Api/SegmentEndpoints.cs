using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.Segments;
using NotifyHub.Audience.Targets;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Segments, and whom they would reach.</summary>
internal static class SegmentEndpoints
{
    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        var segments = routes.MapApiGroup("/segments").WithTags("Segments");
        segments.MapPost("", CreateAsync).RequireKey(ApiScopes.Manage).Idempotent()
            .WithName("createSegment").WithSummary("Makes a segment.")
            .WithDescription("An expression is a group ({\"all\": [...]}, {\"any\": [...]}, {\"not\": {...}}) or a condition: one of trait, device, user, topic, seen with one comparison. docs/targets.md has the table.")
            .Refuses(Problems.StateConflict).Example(Examples.SegmentDraft, 201, Examples.Segment);
        segments.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listSegments").WithSummary("The project's segments, newest first.").Example(null, 200, Examples.SegmentPage);
        segments.MapGet("/{seg}", GetAsync).RequireKey(ApiScopes.Read)
            .WithName("getSegment").WithSummary("One segment.").Refuses(Problems.NotFound).Example(null, 200, Examples.Segment);
        segments.MapPut("/{seg}", ChangeAsync).RequireKey(ApiScopes.Manage)
            .WithName("changeSegment").WithSummary("Changes its name and expression; sends that were accepted before keep the expression of then.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(Examples.SegmentDraft, 200, Examples.Segment);
        segments.MapDelete("/{seg}", DeleteAsync).RequireKey(ApiScopes.Manage)
            .WithName("deleteSegment").WithSummary("Takes it away; sends that were accepted before are not touched.").Refuses(Problems.NotFound).Example(null, 204, null);
        routes.MapApiGroup("/audience").WithTags("Segments").MapPost("/count", CountAsync).RequireKey(ApiScopes.Read)
            .WithName("countAudience").WithSummary("Whom an expression or a target would reach now, who would get nothing and why, and up to 8 of them.")
            .Refuses(Problems.InvalidTarget, Problems.BatchTooLarge, Problems.UnknownDevice, Problems.UnknownSegment).Example(Examples.AudienceQuestion, 200, Examples.Audience);
    }

    private static async Task<Created<SegmentAnswer>> CreateAsync(JsonBody<SegmentBody> body, KeyCaller caller, SegmentBook segments, CancellationToken cancel)
    {
        var made = await segments.CreateAsync(caller.ProjectId, body.Value.ToDraft(), Actor(caller), body.Once<Segment, SegmentAnswer>(StatusCodes.Status201Created, SegmentAnswer.From), cancel);
        return TypedResults.Created((string?)null, SegmentAnswer.From(made));
    }

    private static async Task<Ok<Page<SegmentAnswer>>> ListAsync(PageQuery page, KeyCaller caller, SegmentBook segments, CancellationToken cancel) =>
        TypedResults.Ok(Page<SegmentAnswer>.Of(await segments.PageAsync(caller.ProjectId, page.Before, page.Limit + 1, cancel), page.Limit, SegmentAnswer.From, s => s.Id));

    private static async Task<Ok<SegmentAnswer>> GetAsync(string seg, KeyCaller caller, SegmentBook segments, CancellationToken cancel) =>
        TypedResults.Ok(SegmentAnswer.From(await segments.FindAsync(caller.ProjectId, WireId.Require(RowId.Segment, seg), cancel) ?? throw WireId.NotFound(seg)));

    private static async Task<Ok<SegmentAnswer>> ChangeAsync(string seg, JsonBody<SegmentBody> body, KeyCaller caller, SegmentBook segments, CancellationToken cancel) =>
        TypedResults.Ok(SegmentAnswer.From(await segments.ChangeAsync(caller.ProjectId, WireId.Require(RowId.Segment, seg), body.Value.ToDraft(), Actor(caller), cancel) ?? throw WireId.NotFound(seg)));

    private static async Task<NoContent> DeleteAsync(string seg, KeyCaller caller, SegmentBook segments, CancellationToken cancel) =>
        await segments.DeleteAsync(caller.ProjectId, WireId.Require(RowId.Segment, seg), Actor(caller), cancel) ? TypedResults.NoContent() : throw WireId.NotFound(seg);

    private static async Task<Ok<AudienceAnswer>> CountAsync(JsonBody<AudienceQuestion> body, KeyCaller caller, TargetDirectory targets, AudienceReach reach, CancellationToken cancel)
    {
        var (question, faults) = (body.Value, new FaultList());
        if (question.Expression is null == question.Target is null)
        {
            faults.Add("", "required", "Give either expression or target.");
        }
        faults.Length("/preferenceCategory", question.PreferenceCategory, 64);
        AudienceTarget? target = null;
        if (question.Target is { } to)
        {
            target = TargetReader.Read(to, "/target", faults);
        }
        else if (question.Expression is { } expression)
        {
            SegmentReader.Read(expression, "/expression", faults);
            target = new AudienceTarget(TargetKind.Segment) { Expression = expression.GetRawText() };
        }
        faults.ThrowIfAny();
        var resolved = await targets.ResolveAsync(caller.ProjectId, target!, "/target", cancel);
        return TypedResults.Ok(AudienceAnswer.From(await reach.CountAsync(caller.ProjectId, resolved, question.PreferenceCategory, cancel)));
    }

    private static string Actor(KeyCaller caller) => $"key {caller.Name}";
}

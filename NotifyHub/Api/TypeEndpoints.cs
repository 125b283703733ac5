using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Types;

namespace NotifyHub.Api;

/// <summary>Types of notifications: what is built in, what the project changed of it, and what it made.</summary>
internal static class TypeEndpoints
{
    public static void MapTypes(this IEndpointRouteBuilder routes)
    {
        var types = routes.MapApiGroup("/types").WithTags("Types");
        types.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listTypes").WithSummary("The type registry: labels, channels with their defaults, category, critical, buttons. All of it, so that clients never drift.")
            .Example(null, 200, Examples.TypeList);
        types.MapPost("", CreateAsync).RequireKey(ApiScopes.Manage).Idempotent()
            .WithName("createType").WithSummary("Makes a type of the project's own.")
            .WithDescription("A channel named in fallback waits: it is sent only when nothing of the notification was acknowledged or read within those minutes after the step before.")
            .Refuses(Problems.StateConflict).Example(Examples.TypeUpload, 201, Examples.Type);
        types.MapGet("/{type}", GetAsync).RequireKey(ApiScopes.Read)
            .WithName("getType").WithSummary("One type.").Refuses(Problems.NotFound).Example(null, 200, Examples.Type);
        types.MapPut("/{type}", ChangeAsync).RequireKey(ApiScopes.Manage)
            .WithName("changeType").WithSummary("Says anew what a type is. Of a built-in one, what is left out is as NotifyHub brings it. What was accepted before goes out as it was.")
            .Refuses(Problems.NotFound).Example(Examples.TypeDraft, 200, Examples.Type);
        types.MapDelete("/{type}", DeleteAsync).RequireKey(ApiScopes.Manage)
            .WithName("deleteType").WithSummary("Takes the project's word away: a type of its own is gone, a built-in one is as NotifyHub brings it. The history stays.")
            .Refuses(Problems.NotFound).Example(null, 204, null);
        types.MapGet("/{type}/versions", HistoryAsync).RequireKey(ApiScopes.Read)
            .WithName("listTypeVersions").WithSummary("How a type came to what it is: the newest 100 changes.").Refuses(Problems.NotFound).Example(null, 200, Examples.TypeHistory);
    }

    private static async Task<Ok<TypeList>> ListAsync(KeyCaller caller, TypeBook types, CancellationToken cancel) =>
        TypedResults.Ok(new TypeList([.. (await types.AllAsync(caller.ProjectId, cancel)).Select(TypeAnswer.From)]));

    private static async Task<Created<TypeAnswer>> CreateAsync(JsonBody<TypeUpload> body, KeyCaller caller, TypeBook types, CancellationToken cancel)
    {
        var made = await types.CreateAsync(caller.ProjectId, body.Value.Key, body.Value, Actor(caller), body.Once<TypeDefinition, TypeAnswer>(StatusCodes.Status201Created, TypeAnswer.From), cancel);
        return TypedResults.Created((string?)null, TypeAnswer.From(made));
    }

    private static async Task<Ok<TypeAnswer>> GetAsync(string type, KeyCaller caller, TypeBook types, CancellationToken cancel) =>
        TypedResults.Ok(TypeAnswer.From(await types.FindAsync(caller.ProjectId, Key(type), cancel) ?? throw WireId.NotFound(type)));

    private static async Task<Ok<TypeAnswer>> ChangeAsync(string type, JsonBody<TypeDraft> body, KeyCaller caller, TypeBook types, CancellationToken cancel) =>
        TypedResults.Ok(TypeAnswer.From(await types.ChangeAsync(caller.ProjectId, Key(type), body.Value, Actor(caller), cancel) ?? throw WireId.NotFound(type)));

    private static async Task<NoContent> DeleteAsync(string type, KeyCaller caller, TypeBook types, CancellationToken cancel) =>
        await types.DeleteAsync(caller.ProjectId, Key(type), Actor(caller), cancel) ? TypedResults.NoContent() : throw WireId.NotFound(type);

    private static async Task<Ok<TypeHistoryAnswer>> HistoryAsync(string type, KeyCaller caller, TypeBook types, CancellationToken cancel) =>
        TypedResults.Ok(TypeHistoryAnswer.From(await types.HistoryAsync(caller.ProjectId, Key(type), cancel) ?? throw WireId.NotFound(type)));

    private static string Key(string type) => TypeBook.IsKey(type) ? type : throw WireId.NotFound(type);

    private static string Actor(KeyCaller caller) => $"key {caller.Name}";
}

using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;

namespace NotifyHub.Api;

/// <summary>The catalogue of buttons.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder routes) =>
        routes.MapApiGroup("/actions").WithTags("Send").MapGet("", Catalogue).RequireKey(ApiScopes.Read)
            .WithName("listActions").WithSummary("The action catalogue: categories with their buttons, and which category a task's state calls for.")
            .WithDescription("A send whose options.category is one of these, or whose options.taskState is one of the states, gets the buttons without naming them. An app registers the same categories for iOS.")
            .Example(null, 200, Examples.Actions);

    private static Ok<ActionCatalogueAnswer> Catalogue() => TypedResults.Ok(ActionCatalogueAnswer.Whole);
}

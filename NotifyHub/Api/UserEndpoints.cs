using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Audience.People;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.People;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>The project's users, by the app's own ids.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapApiGroup("/users").WithTags("Users").RequireKey(ApiScopes.Users);
        users.MapPost("/bulk", PutManyAsync).TakesBulk().TakesLines<PersonBatch>("users").Idempotent()
            .WithName("putUsers").WithSummary("Makes or replaces up to 1000 users.")
            .WithDescription("As JSON, or as application/x-ndjson with one user on each line. One bad field refuses all of them; each fault points at its user, counted from 0.")
            .Refuses(Problems.BatchTooLarge, Problems.EndpointNotAllowed).Example(Examples.Users, 200, Examples.UsersPut);
        users.MapPut("/{user}", PutAsync)
            .WithName("putUser").WithSummary("Makes a user, or replaces all that was known of them.")
            .WithDescription("What is absent is cleared. Devices belong to the user whose userId they were registered with, or whose fingerprint they carry.")
            .Refuses(Problems.EndpointNotAllowed).Example(Examples.UserProfile, 200, Examples.User);
        users.MapGet("/{user}", GetAsync)
            .WithName("getUser").WithSummary("Shows a user.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.User);
        users.MapGet("/{user}/export", ExportAsync).Produces<UserExport>()
            .WithName("exportUser").WithSummary("Everything that is kept of a user, streamed as one document.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.UserExport);
        users.MapDelete("/{user}", EraseAsync)
            .WithName("eraseUser").WithSummary("Erases a user: profile, consent, topics and devices go, what waits is cancelled, deliveries stay as tombstones.")
            .WithDescription("Profile, consent and topics are gone when this answers. The rest is done in slices, at once as a rule, and goes on by itself after a crash; running tells that some is left. Who registers again afterwards is a new user.")
            .Refuses(Problems.NotFound).Example(null, 202, Examples.Erased);
    }

    private static async Task<Ok<UserBatchAnswer>> PutManyAsync(JsonBody<PersonBatch> body, KeyCaller caller, PersonRegistry people, CancellationToken cancel) =>
        TypedResults.Ok(new UserBatchAnswer(await people.PutManyAsync(
            caller.ProjectId, body.Value, body.Once<int, UserBatchAnswer>(StatusCodes.Status200OK, count => new(count)), cancel)));

    private static async Task<Ok<UserAnswer>> PutAsync(string user, JsonBody<PersonProfile> body, KeyCaller caller, PersonRegistry people, CancellationToken cancel) =>
        TypedResults.Ok(UserAnswer.From(await people.PutAsync(caller.ProjectId, RouteText.Read(user), body.Value, cancel)));

    private static async Task<Ok<UserAnswer>> GetAsync(string user, KeyCaller caller, PersonRegistry people, CancellationToken cancel) =>
        TypedResults.Ok(UserAnswer.From(await people.FindAsync(caller.ProjectId, RouteText.Read(user), cancel) ?? throw WireId.NotFound(user)));

    private static async Task<PushStreamHttpResult> ExportAsync(string user, KeyCaller caller, PersonRegistry people, PersonExport export, CancellationToken cancel)
    {
        var person = await people.FindAsync(caller.ProjectId, RouteText.Read(user), cancel) ?? throw WireId.NotFound(user);
        return TypedResults.Stream(stream => export.WriteAsync(person, stream, cancel), "application/json; charset=utf-8", "user.json");
    }

    private static async Task<Accepted<ErasureAnswer>> EraseAsync(string user, KeyCaller caller, HttpContext http, PersonErasure erasure, CancellationToken cancel) =>
        TypedResults.Accepted((string?)null, ErasureAnswer.From(
            await erasure.EraseAsync(caller.ProjectId, RouteText.Read(user), $"key {caller.Name}", http.Connection.RemoteIpAddress?.ToString(), cancel) ?? throw WireId.NotFound(user)));
}

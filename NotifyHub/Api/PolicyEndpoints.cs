using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Explain.Replay;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Api;

/// <summary>What a project asks of everything that it sends to people.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        var policy = routes.MapApiGroup("/projects/{project}/policy").WithTags("Projects").RequireKey(ApiScopes.Manage);
        policy.MapGet("", ReadAsync)
            .WithName("getPolicy").WithSummary("The project's policy: how much one person gets at most, quiet hours and digest of who chose none, and whether the inbox is first; the id may be \"current\".")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Policy);
        policy.MapPut("", StoreAsync)
            .WithName("storePolicy").WithSummary("Replaces the project's policy; what is left out is not asked any more.")
            .WithDescription("Running workers follow at once. A cap counts notifications that one person got over mail, push, chat or webhook in a rolling window; the inbox always gets them, and critical ones are exempt. Quiet hours delay to their end, by each one's own clock; presence lets whoever is live in their inbox see it there first. Both let time-sensitive and critical ones through. With If-Match it is stored only in place of the policy that had this ETag, and refused as a conflict when somebody changed it meanwhile.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(Examples.Policy, 200, Examples.Policy);
        policy.MapPost("/replay", ReplayAsync)
            .WithName("replayPolicy").WithSummary("What a proposed policy would have made of the last 7 days' deliveries to people, beside the policy as it is; stores nothing.")
            .WithDescription("The newest 20,000 are replayed by dispatch's own rules under both policies; looked and of say how many that is. notReplayed says what it leaves out. One at a time for a project.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(Examples.Policy, 200, Examples.PolicyReplay);
    }

    private static async Task<Ok<PolicySettings>> ReadAsync(string project, KeyCaller caller, HttpContext http, PolicyDesk desk, CancellationToken cancel) =>
        Told(http, await desk.LookAsync(AdminOf(project, caller, http).ProjectId, cancel));

    private static async Task<Ok<PolicySettings>> StoreAsync(
        string project, JsonBody<PolicySettings> body, [FromHeader(Name = "If-Match")] string? ifMatch, KeyCaller caller, HttpContext http, PolicyDesk desk, CancellationToken cancel) =>
        Told(http, await desk.StoreAsync(AdminOf(project, caller, http), body.Value, ifMatch is null or "*" ? null : ifMatch.Trim().Trim('"'), cancel));

    // An entity tag (RFC 9110, 8.8.3): who changes the policy can say which one they saw.
    private static Ok<PolicySettings> Told(HttpContext http, StoredPolicy stored)
    {
        http.Response.Headers.ETag = $"\"{stored.Mark}\"";
        return TypedResults.Ok(stored.Settings);
    }

    private static async Task<Ok<PolicyReplayAnswer>> ReplayAsync(string project, JsonBody<PolicySettings> body, KeyCaller caller, HttpContext http, PolicyTimeMachine machine, CancellationToken cancel) =>
        TypedResults.Ok(PolicyReplayAnswer.Tell(await machine.ReplayAsync(AdminOf(project, caller, http).ProjectId, body.Value, bundling: null, cancel)));

    // A key speaks for its own project; another's id names nothing, like an unknown one.
    private static ProjectAdmin AdminOf(string project, KeyCaller caller, HttpContext http) =>
        project == "current" || WireId.Require(RowId.Project, project) == caller.ProjectId
            ? ProjectAdmin.From(caller, http.Connection.RemoteIpAddress?.ToString())
            : throw WireId.NotFound(project);
}

using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Reminders;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>Tasks of which users are reminded, by the app's own names of both. Who may send may remind.</summary>
internal static class ReminderEndpoints
{
    public static void MapReminders(this IEndpointRouteBuilder routes)
    {
        var reminders = routes.MapApiGroup("/users/{user}/reminders").WithTags("Reminders");
        reminders.MapPut("/{key}", PutAsync).RequireKey(ApiScopes.Send)
            .WithName("putReminder").WithSummary("Makes a reminder of a task, or changes it.")
            .WithDescription(
                "task.due_soon goes out some days before and on the day, at the hour of the project's digests (else 9:00) of the user's own clock: 30, 14, 7, 3 and 1 days before for a yearly task, 14, 7, 3, 1 for one that does not come back, "
                + "7, 3, 1 monthly, 3, 1 weekly, none daily. task.overdue follows on each of three days, then every third, and no more after the 14th. Of tiers that were missed only the latest is said; more than five at once for one user are five and one that sums up the rest. "
                + "The same dueAt and recurrence as before leave it where it stands, done or not; others begin it anew. The user must be known (PUT /v1/users/{userId}).")
            .Refuses(Problems.NotFound, Problems.StateConflict, Problems.PayloadTooLarge).Example(Examples.ReminderDraft, 200, Examples.Reminder);
        reminders.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listReminders").WithSummary("A user's reminders, newest first, by state.").Refuses(Problems.NotFound).Example(null, 200, Examples.ReminderPage);
        reminders.MapGet("/{key}", GetAsync).RequireKey(ApiScopes.Read)
            .WithName("getReminder").WithSummary("A reminder, and when something is said next.").Refuses(Problems.NotFound).Example(null, 200, Examples.Reminder);
        reminders.MapPost("/{key}/done", DoneAsync).RequireKey(ApiScopes.Send).MayHaveNoBody()
            .WithName("doneReminder").WithSummary("The task is done: nothing more is said, or it moves on to its next due date.")
            .WithDescription("A task that comes back moves on to its first due date that is still to come. With dueAt in the body the call can be repeated: where the reminder stands at another due date, nothing changes.")
            .Refuses(Problems.NotFound).Example(Examples.ReminderDone, 200, Examples.Reminder);
        reminders.MapDelete("/{key}", DeleteAsync).RequireKey(ApiScopes.Send)
            .WithName("deleteReminder").WithSummary("Takes a reminder away; what it has said stays.").Refuses(Problems.NotFound).Example(null, 204, null);
    }

    private static async Task<Ok<ReminderAnswer>> PutAsync(string user, string key, JsonBody<ReminderDraft> body, KeyCaller caller, ReminderBook book, CancellationToken cancel) =>
        TypedResults.Ok(ReminderAnswer.From(await book.PutAsync(caller.ProjectId, RouteText.Read(user), RouteText.Read(key), body.Value, cancel) ?? throw WireId.NotFound(user)));

    private static async Task<Ok<Page<ReminderAnswer>>> ListAsync(string user, PageQuery page, KeyCaller caller, ReminderBook book, CancellationToken cancel, string? state = null)
    {
        var faults = new FaultList();
        faults.OneOf("?state", state, "open", "done");
        faults.ThrowIfAny();
        var rows = await book.ListAsync(caller.ProjectId, RouteText.Read(user), state is null ? null : state == "done", page.Before, page.Limit + 1, cancel) ?? throw WireId.NotFound(user);
        return TypedResults.Ok(Page<ReminderAnswer>.Of(rows, page.Limit, ReminderAnswer.From, row => row.Id));
    }

    private static async Task<Ok<ReminderAnswer>> GetAsync(string user, string key, KeyCaller caller, ReminderBook book, CancellationToken cancel) =>
        TypedResults.Ok(ReminderAnswer.From(await book.FindAsync(caller.ProjectId, RouteText.Read(user), RouteText.Read(key), cancel) ?? throw WireId.NotFound(key)));

    private static async Task<Ok<ReminderAnswer>> DoneAsync(string user, string key, JsonBody<ReminderDone> body, KeyCaller caller, ReminderBook book, CancellationToken cancel) =>
        TypedResults.Ok(ReminderAnswer.From(await book.DoneAsync(caller.ProjectId, RouteText.Read(user), RouteText.Read(key), body.Value.DueAt, cancel) ?? throw WireId.NotFound(key)));

    private static async Task<NoContent> DeleteAsync(string user, string key, KeyCaller caller, ReminderBook book, CancellationToken cancel) =>
        await book.DeleteAsync(caller.ProjectId, RouteText.Read(user), RouteText.Read(key), cancel) ? TypedResults.NoContent() : throw WireId.NotFound(key);
}

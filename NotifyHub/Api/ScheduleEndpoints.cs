using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Upcoming;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Schedules;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What is to come: sends that wait for their time, and sends that happen again and again.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        var notifications = routes.MapApiGroup("/notifications").WithTags("Scheduling");
        notifications.MapGet("/upcoming", UpcomingAsync).RequireKey(ApiScopes.Read)
            .WithName("listUpcoming").WithSummary("Notifications that wait for their time, soonest first.")
            .Example(null, 200, Examples.Upcoming);
        notifications.MapPatch("/{id}", RescheduleAsync).RequireKey(ApiScopes.Send)
            .WithName("rescheduleNotification").WithSummary("Another time for a notification of which nothing has begun.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(Examples.Reschedule, 200, Examples.Rescheduled);

        var schedules = routes.MapApiGroup("/schedules").WithTags("Scheduling");
        schedules.MapPost("", CreateAsync).RequireKey(ApiScopes.Send).Idempotent()
            .WithName("createSchedule").WithSummary("A push that is sent again and again, by the wall clock of a zone or of each recipient.")
            .WithDescription("Each occurrence is sent once, whatever crashes and however many nodes look. After downtime the last one that was missed is sent once, unless its ttl is over. A time that the clock skips moves to the end of the gap; one that it shows twice is taken the first time.")
            .Refuses(Problems.InvalidTarget, Problems.BatchTooLarge, Problems.ImageUrlNotAllowed, Problems.TooManyActions, Problems.ReservedKey, Problems.UnknownDevice, Problems.UnknownTemplate, Problems.PayloadTooLarge)
            .Example(Examples.ScheduleRequest, 201, Examples.Schedule);
        schedules.MapGet("", ListAsync).RequireKey(ApiScopes.Read)
            .WithName("listSchedules").WithSummary("Schedules, newest first, by state.").Example(null, 200, Examples.SchedulePage);
        schedules.MapGet("/{sch}", GetAsync).RequireKey(ApiScopes.Read)
            .WithName("getSchedule").WithSummary("A schedule with its next occurrences.").Refuses(Problems.NotFound).Example(null, 200, Examples.Schedule);
        schedules.MapPatch("/{sch}", ChangeAsync).RequireKey(ApiScopes.Send)
            .WithName("changeSchedule").WithSummary("Another rule, send or name; pause and resume.")
            .Refuses(Problems.NotFound, Problems.StateConflict, Problems.InvalidTarget, Problems.UnknownDevice, Problems.PayloadTooLarge).Example(Examples.SchedulePatch, 200, Examples.Schedule);
        schedules.MapPost("/{sch}/cancel", CancelAsync).RequireKey(ApiScopes.Send)
            .WithName("cancelSchedule").WithSummary("Ends a schedule for good; what it has sent stays.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.Schedule);
    }

    private static async Task<Ok<Page<UpcomingAnswer>>> UpcomingAsync(PageQuery page, KeyCaller caller, UpcomingQueries upcoming, CancellationToken cancel) =>
        TypedResults.Ok(Page<UpcomingAnswer>.Of(await upcoming.SendsAsync(caller.ProjectId, page.Before, page.Limit + 1, cancel), page.Limit, UpcomingAnswer.From, row => row.Id));

    private static async Task<Ok<RescheduleAnswer>> RescheduleAsync(string id, JsonBody<NewSendTime> body, KeyCaller caller, SendReschedule reschedule, CancellationToken cancel)
    {
        var notification = WireId.Require(RowId.Notification, id);
        return TypedResults.Ok(RescheduleAnswer.From(notification, await reschedule.MoveAsync(caller.ProjectId, notification, body.Value, cancel) ?? throw WireId.NotFound(id)));
    }

    private static async Task<Created<ScheduleAnswer>> CreateAsync(JsonBody<ScheduleRequest> body, KeyCaller caller, SendSchedules schedules, HttpContext http, CancellationToken cancel)
    {
        var schedule = await schedules.CreateAsync(CallerOf(caller, http), body.Value, body.Once<SendSchedule, ScheduleAnswer>(StatusCodes.Status201Created, ScheduleAnswer.From), cancel);
        return TypedResults.Created($"{ApiServices.Root}/schedules/{RowId.Format(RowId.Schedule, schedule.Id)}", ScheduleAnswer.From(schedule));
    }

    private static async Task<Ok<Page<ScheduleAnswer>>> ListAsync(PageQuery page, KeyCaller caller, SendSchedules schedules, CancellationToken cancel, string? state = null)
    {
        var faults = new FaultList();
        faults.OneOf("?state", state, "active", "paused", "finished", "cancelled");
        faults.ThrowIfAny();
        var rows = await schedules.ListAsync(caller.ProjectId, state is null ? null : Enum.Parse<ScheduleState>(state, ignoreCase: true), page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<ScheduleAnswer>.Of(rows, page.Limit, ScheduleAnswer.From, row => row.Id));
    }

    private static async Task<Ok<ScheduleAnswer>> GetAsync(string sch, KeyCaller caller, SendSchedules schedules, CancellationToken cancel) =>
        TypedResults.Ok(ScheduleAnswer.From(await schedules.FindAsync(caller.ProjectId, WireId.Require(RowId.Schedule, sch), cancel) ?? throw WireId.NotFound(sch)));

    private static async Task<Ok<ScheduleAnswer>> ChangeAsync(string sch, JsonBody<SchedulePatch> body, KeyCaller caller, SendSchedules schedules, HttpContext http, CancellationToken cancel) =>
        TypedResults.Ok(ScheduleAnswer.From(await schedules.ChangeAsync(CallerOf(caller, http), WireId.Require(RowId.Schedule, sch), body.Value, cancel) ?? throw WireId.NotFound(sch)));

    private static async Task<Ok<ScheduleAnswer>> CancelAsync(string sch, KeyCaller caller, SendSchedules schedules, HttpContext http, CancellationToken cancel) =>
        TypedResults.Ok(ScheduleAnswer.From(await schedules.CancelAsync(CallerOf(caller, http), WireId.Require(RowId.Schedule, sch), cancel) ?? throw WireId.NotFound(sch)));

    private static ScheduleCaller CallerOf(KeyCaller caller, HttpContext http) =>
        new(new SendOrigin(caller.ProjectId, caller.KeyId), $"key {caller.Name}", http.Connection.RemoteIpAddress?.ToString());
}

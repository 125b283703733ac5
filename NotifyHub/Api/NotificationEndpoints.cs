using Microsoft.AspNetCore.Http.HttpResults;
using NotifyHub.Api.Contracts;
using NotifyHub.Api.Http;
using NotifyHub.Api.OpenApi;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Pipeline.Fanout;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.ApiKeys;

namespace NotifyHub.Api;

/// <summary>What became of a send as a whole.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapApiGroup("/notifications").WithTags("Notifications").MapPost("", SendAsync).RequireKey(ApiScopes.Send).Idempotent()
            .WithName("sendNotification").WithSummary("Tells people that something happened, each over the channels that they chose for its type.")
            .WithDescription("202 means: on disk. Its fan-out begins at once, or at sendAt, and asks what each person wants at that moment; inbox items are written with it. Users whom the project does not know are named in the answer. With dryRun nothing is stored and the answer is 200: the decision for each person, channel and endpoint, and the smallest change that flips it.")
            .Refuses(Problems.InvalidTarget, Problems.BatchTooLarge, Problems.ImageUrlNotAllowed, Problems.ReservedKey, Problems.UnknownSegment, Problems.UnknownTemplate, Problems.PayloadTooLarge, Problems.QueueFull)
            .Example(Examples.PeopleSend, 202, Examples.PeopleSent);
        var notifications = routes.MapApiGroup("/notifications/{id}").WithTags("Notifications");
        notifications.MapGet("", GetAsync).RequireKey(ApiScopes.Read)
            .WithName("getNotification").WithSummary("State, counts by status, reasons with counts.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Notification);
        notifications.MapGet("/deliveries", DeliveriesAsync).RequireKey(ApiScopes.Read)
            .WithName("listDeliveries").WithSummary("Its deliveries, newest first, by status or provider.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.DeliveryPage);
        notifications.MapGet("/timeline", TimelineAsync).RequireKey(ApiScopes.Read)
            .WithName("getTimeline").WithSummary("Every event of the pipeline in order: accepted, fanned out, policy, calls, settled, what the device said, what operators did.")
            .WithDescription("limit counts deliveries: a page holds every event of so many of them, and the first page those of the notification.")
            .Refuses(Problems.NotFound).Example(null, 200, Examples.Timeline);
        notifications.MapPost("/cancel", CancelAsync).RequireKey(ApiScopes.Send)
            .WithName("cancelNotification").WithSummary("Takes back what has not left the house.")
            .WithDescription("From the answer on nothing more of it is handed to a vendor. Of a send to many the rows follow in chunks.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.Cancelled);
        notifications.MapPost("/pause", (string id, KeyCaller caller, FanoutControl control, NotificationQueries reads, CancellationToken cancel) =>
                MoveAsync(id, caller, reads, control.PauseAsync, cancel)).RequireKey(ApiScopes.Send)
            .WithName("pauseNotification").WithSummary("Holds the fan-out of a send to many; what it has written goes out.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.PausedNotification);
        notifications.MapPost("/resume", (string id, KeyCaller caller, FanoutControl control, NotificationQueries reads, CancellationToken cancel) =>
                MoveAsync(id, caller, reads, control.ResumeAsync, cancel)).RequireKey(ApiScopes.Send)
            .WithName("resumeNotification").WithSummary("Lets a paused fan-out go on from where it stopped.")
            .Refuses(Problems.NotFound, Problems.StateConflict).Example(null, 200, Examples.RunningNotification);
    }

    private static async Task<Results<Accepted<PeopleAnswer>, Ok<ExplainAnswer>>> SendAsync(
        JsonBody<PeopleSend> body, KeyCaller caller, PeopleIntake intake, PeopleExplainer explainer, CancellationToken cancel)
    {
        if (body.Value.DryRun)
        {
            return TypedResults.Ok(ExplainAnswer.From(await explainer.ExplainAsync(caller.ProjectId, body.Value, cancel)));
        }
        var once = body.Once<AcceptedPeople, PeopleAnswer>(StatusCodes.Status202Accepted, PeopleAnswer.From);
        return TypedResults.Accepted((string?)null, PeopleAnswer.From(await intake.AcceptAsync(new SendOrigin(caller.ProjectId, caller.KeyId), body.Value, once, cancel)));
    }

    private static async Task<Ok<NotificationAnswer>> GetAsync(string id, KeyCaller caller, NotificationQueries notifications, CancellationToken cancel) =>
        TypedResults.Ok(NotificationAnswer.From(await FindAsync(id, caller, notifications, cancel)));

    private static async Task<Ok<Page<Receipt>>> DeliveriesAsync(
        string id, PageQuery page, KeyCaller caller, NotificationQueries notifications, CancellationToken cancel, string? status = null, string? provider = null)
    {
        var (byStatus, byProvider) = (WireNames.Status(status), WireNames.Provider(provider));
        var notification = await FindAsync(id, caller, notifications, cancel);
        var rows = await notifications.DeliveriesAsync(caller.ProjectId, notification.Row.Id, byStatus, byProvider, page.Before, page.Limit + 1, cancel);
        return TypedResults.Ok(Page<Receipt>.Of(rows, page.Limit, Receipt.From, row => row.Id));
    }

    private static async Task<Ok<Page<TimelineEventAnswer>>> TimelineAsync(string id, PageQuery page, KeyCaller caller, NotificationTimeline timeline, CancellationToken cancel)
    {
        var events = await timeline.PageAsync(caller.ProjectId, WireId.Require(RowId.Notification, id), page.Before, page.Limit, cancel) ?? throw WireId.NotFound(id);
        return TypedResults.Ok(new Page<TimelineEventAnswer>(
            [.. events.Events.Select(TimelineEventAnswer.From)], events.NextAfter is { } next ? RowId.Format(PageQuery.CursorPrefix, next) : null));
    }

    private static async Task<Ok<CancelAnswer>> CancelAsync(string id, KeyCaller caller, SendCancellation cancellation, CancellationToken cancel)
    {
        var notification = WireId.Require(RowId.Notification, id);
        var result = await cancellation.CancelAsync(caller.ProjectId, notification, cancel) ?? throw WireId.NotFound(id);
        return TypedResults.Ok(CancelAnswer.From(notification, result));
    }

    private static async Task<Ok<NotificationAnswer>> MoveAsync(
        string id, KeyCaller caller, NotificationQueries notifications, Func<long, long, string, CancellationToken, Task<bool>> move, CancellationToken cancel)
    {
        var report = await FindAsync(id, caller, notifications, cancel);
        if (!await move(caller.ProjectId, report.Row.Id, $"key {caller.Name}", cancel))
        {
            throw new RefusedException(RefusalCode.StateConflict, "It went to at most 100 devices: there is no fan-out to hold.");
        }
        return TypedResults.Ok(NotificationAnswer.From(await FindAsync(id, caller, notifications, cancel)));
    }

    private static async Task<NotificationReport> FindAsync(string id, KeyCaller caller, NotificationQueries notifications, CancellationToken cancel) =>
        await notifications.FindAsync(caller.ProjectId, WireId.Require(RowId.Notification, id), cancel) ?? throw WireId.NotFound(id);
}

using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Insights.Deliveries;

/// <summary>What happened, as the timeline of a notification names it.</summary>
public enum TimelineEventKind { Accepted, Scheduled, FannedOut, Due, Policy, Attempt, Receipt, Settled, Interaction, Deed, Replayed, Discarded, Waiting }

/// <summary>One event of the pipeline.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When; in the future for what is expected.</param>
/// <param name="Delivery">To which delivery; null for the notification as a whole.</param>
public sealed record TimelineEvent(TimelineEventKind Kind, DateTimeOffset At, DeliveryTask? Delivery)
{
    /// <summary>Of Settled and Waiting: the state; of Policy: what it came to.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>Why.</summary>
    public DeliveryReason Reason { get; init; }

    /// <summary>It is expected then.</summary>
    public bool Ahead { get; init; }

    /// <summary>The call, or the relay's later word.</summary>
    public Attempt? Attempt { get; init; }

    /// <summary>The device's word.</summary>
    public Interaction? Interaction { get; init; }

    /// <summary>Who did what.</summary>
    public AuditEntry? Deed { get; init; }
}

/// <summary>A page of a timeline.</summary>
/// <param name="Events">In the order in which they happened.</param>
/// <param name="NextAfter">Device from which the next page goes on; null on the last.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineEvent> Events, long? NextAfter);

/// <summary>Every event of everything that was sent for one notification. A page holds all events of so many deliveries, walked by the index over (notification, device).</summary>
public sealed class NotificationTimeline(HubContexts contexts, TimeProvider time)
{
    /// <summary>Null when there is no such notification in this project.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="notificationId">The notification.</param>
    /// <param name="after">Deliveries of devices after this one; null for the first page.</param>
    /// <param name="take">Deliveries of a page.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<TimelinePage?> PageAsync(long projectId, long notificationId, long? after, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        if (await db.Notifications.AsNoTracking().SingleOrDefaultAsync(n => n.Id == notificationId, cancel) is not { } notification)
        {
            return null;
        }
        var deliveries = await Deliveries(db, notificationId, after).Take(take + 1).ToListAsync(cancel);
        var more = deliveries.Count > take;
        var shown = deliveries.Take(take).ToList();
        var details = await DetailsAsync(db, notification, shown, cancel);
        var now = time.GetUtcNow();
        var events = (after is null ? Whole(notification) : []).Concat(details.SelectMany(detail => Of(detail, now)));
        // A stable sort: what happened in the same millisecond stays in the order of the way.
        return new TimelinePage([.. events.OrderBy(e => e.Ahead).ThenBy(e => e.At)], more ? shown[^1].DeviceId : null);
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<DeliveryTask> Deliveries(HubDb db, long notificationId, long? after) =>
        db.Deliveries.AsNoTracking().Where(d => d.NotificationId == notificationId && (after == null || d.DeviceId > after)).OrderBy(d => d.DeviceId);

    /// <summary>The events of one delivery.</summary>
    internal static IEnumerable<TimelineEvent> Of(SendDetail detail, DateTimeOffset now)
    {
        var delivery = detail.Delivery;
        foreach (var step in SendTimeline.Build(detail, now))
        {
            if (step.Kind == StepKind.Scheduled)
            {
                continue;
            }
            if (step == FirstVerdict(detail, step))
            {
                yield return new TimelineEvent(TimelineEventKind.Policy, step.At, delivery) { Status = step.Status ?? DeliveryStatus.Sending, Reason = step.Reason };
            }
            yield return new TimelineEvent(KindOf(step.Kind), step.At, delivery)
            {
                Status = step.Kind == StepKind.Sent ? DeliveryStatus.Sent : step.Status, Reason = step.Reason, Ahead = step.Ahead,
                Attempt = step.Attempt, Interaction = step.Interaction, Deed = step.Deed,
            };
            if (step.Attempt is { IsReceipt: false, Outcome: nameof(OutcomeKind.Accepted) } accepted)
            {
                yield return new TimelineEvent(TimelineEventKind.Settled, accepted.At, delivery) { Status = DeliveryStatus.Sent };
            }
        }
    }

    private static IEnumerable<TimelineEvent> Whole(Notification notification)
    {
        yield return new TimelineEvent(TimelineEventKind.Accepted, notification.CreatedAt, null);
        if (notification.SendAt > notification.CreatedAt)
        {
            yield return new TimelineEvent(TimelineEventKind.Scheduled, notification.CreatedAt, null);
        }
    }

    // The policy spoke right before the first call; where there was none, with the end.
    private static TimelineStep? FirstVerdict(SendDetail detail, TimelineStep step) => step.Kind switch
    {
        StepKind.Attempt when step.Attempt!.Number == detail.Attempts.Where(a => !a.IsReceipt).Min(a => a.Number) => step,
        StepKind.Sent => step,
        StepKind.Ended when detail.Attempts.Count == 0 && detail.Delivery.Status is DeliveryStatus.Suppressed or DeliveryStatus.Expired => step,
        _ => null,
    };

    private static TimelineEventKind KindOf(StepKind kind) => kind switch
    {
        StepKind.Accepted => TimelineEventKind.FannedOut,
        StepKind.Due => TimelineEventKind.Due,
        StepKind.Attempt => TimelineEventKind.Attempt,
        StepKind.Receipt => TimelineEventKind.Receipt,
        StepKind.Sent or StepKind.Ended => TimelineEventKind.Settled,
        StepKind.Interaction => TimelineEventKind.Interaction,
        StepKind.Deed => TimelineEventKind.Deed,
        StepKind.Replayed => TimelineEventKind.Replayed,
        StepKind.Discarded => TimelineEventKind.Discarded,
        _ => TimelineEventKind.Waiting,
    };

    private static async Task<List<SendDetail>> DetailsAsync(HubDb db, Notification notification, List<DeliveryTask> deliveries, CancellationToken cancel)
    {
        var ids = deliveries.ConvertAll(d => d.Id);
        var subjects = ids.ConvertAll(id => RowId.Format(RowId.Delivery, id));
        var attempts = (await db.Attempts.AsNoTracking().Where(a => ids.Contains(a.DeliveryId)).OrderBy(a => a.Number).ThenBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.DeliveryId);
        var words = (await db.Interactions.AsNoTracking().Where(i => ids.Contains(i.DeliveryId)).OrderBy(i => i.At).ToListAsync(cancel)).ToLookup(i => i.DeliveryId);
        // Deeds come after the send: its id is where to begin in the log.
        var deeds = (await db.Audit.AsNoTracking().Where(a => a.ProjectId == notification.ProjectId && a.Id > notification.Id && subjects.Contains(a.Subject!)).OrderBy(a => a.Id).Take(1000).ToListAsync(cancel)).ToLookup(a => a.Subject);
        return deliveries.ConvertAll(d => new SendDetail(d, notification, null)
        {
            Attempts = [.. attempts[d.Id]], Interactions = [.. words[d.Id]], Deeds = [.. deeds[RowId.Format(RowId.Delivery, d.Id)]],
        });
    }
}

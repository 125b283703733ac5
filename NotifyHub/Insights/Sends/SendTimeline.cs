using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>Puts what is known of a send in the order in which it happened.</summary>
public static class SendTimeline
{
    /// <summary>Steps from the first to the last, each with the time since the one before; what is still expected comes last.</summary>
    public static IReadOnlyList<TimelineStep> Build(SendDetail detail, DateTimeOffset now)
    {
        var steps = new List<TimelineStep> { new(StepKind.Accepted, detail.Delivery.CreatedAt) };
        if (detail.Notification.SendAt is { } sendAt && sendAt > detail.Delivery.CreatedAt)
        {
            steps.Add(new(StepKind.Scheduled, detail.Delivery.CreatedAt));
            if (sendAt <= now && detail.Delivery.Status != DeliveryStatus.Scheduled)
            {
                steps.Add(new(StepKind.Due, sendAt));
            }
        }
        // A call stands where it began: the device's word may come before the vendor's answer has been read.
        steps.AddRange(detail.Attempts.Where(attempt => !attempt.IsReceipt)
            .Select(attempt => new TimelineStep(StepKind.Attempt, attempt.At.AddMilliseconds(-attempt.DurationMs)) { Attempt = attempt }));
        steps.AddRange(detail.Attempts.Where(attempt => attempt.IsReceipt).Select(receipt => new TimelineStep(StepKind.Receipt, receipt.At) { Attempt = receipt }));
        if (Awaited(detail.Delivery) is { } awaited)
        {
            steps.Add(awaited);
        }
        steps.AddRange(detail.Deeds.Select(deed => new TimelineStep(StepKind.Deed, deed.At) { Deed = deed }));
        if (detail.Delivery.ReplayedAt is { } replayed && !detail.Deeds.Any(deed => deed.Action == "delivery.retried" && (deed.At - replayed).Duration() < TimeSpan.FromSeconds(1)))
        {
            steps.Add(new(StepKind.Replayed, replayed));
        }
        if (detail.Delivery.DiscardedAt is { } discarded)
        {
            steps.Add(new(StepKind.Discarded, discarded));
        }
        if (detail.Delivery.SentAt is { } sent && !detail.Attempts.Any(attempt => attempt.Outcome == nameof(OutcomeKind.Accepted)))
        {
            // Attempts are kept for less long than sends.
            steps.Add(new(StepKind.Sent, sent));
        }
        steps.AddRange(detail.Interactions.Select(word => new TimelineStep(StepKind.Interaction, word.At) { Interaction = word }));
        if (!IsToldByDeed(detail) && Outlook(detail.Delivery, now) is { } outlook)
        {
            steps.Add(outlook);
        }
        // A stable sort: what happened in the same millisecond stays in the order of the way.
        var ordered = steps.OrderBy(step => step.Ahead).ThenBy(step => PlaceOf(step, detail.Delivery.SentAt)).ToList();
        for (var i = 1; i < ordered.Count; i++)
        {
            ordered[i] = ordered[i] with { Since = ordered[i].At >= ordered[i - 1].At ? ordered[i].At - ordered[i - 1].At : null };
        }
        return ordered;
    }

    // A device can speak before its vendor's answer is back here: it still stands after the hand-over that it speaks of.
    private static DateTimeOffset PlaceOf(TimelineStep step, DateTimeOffset? sent) =>
        step.Kind == StepKind.Interaction && step.At < sent ? sent.Value : step.At;

    private static bool IsToldByDeed(SendDetail detail) =>
        detail.Delivery.Status == DeliveryStatus.Cancelled && detail.Deeds.Any(deed => deed.Action == "delivery.cancelled");

    // A relay's receipt that is not there: still to be asked for, or not to be had any more.
    private static TimelineStep? Awaited(DeliveryTask delivery) => delivery switch
    {
        { Receipt: ReceiptState.Waiting, ReceiptDueAt: { } due } => new(StepKind.Receipt, due) { Ahead = true },
        { Receipt: ReceiptState.Unknown, Status: DeliveryStatus.Sent } => new(StepKind.Receipt, delivery.UpdatedAt),
        _ => null,
    };

    // What the state says beyond the events: where it waits, or how it ended.
    private static TimelineStep? Outlook(DeliveryTask delivery, DateTimeOffset now) => delivery.Status switch
    {
        DeliveryStatus.Sent => null,
        DeliveryStatus.Suppressed or DeliveryStatus.Expired or DeliveryStatus.Failed or DeliveryStatus.Cancelled =>
            new(StepKind.Ended, delivery.UpdatedAt) { Status = delivery.Status, Reason = delivery.Reason },
        DeliveryStatus.Sending => new(StepKind.Waiting, now) { Status = delivery.Status, Reason = delivery.Reason, Ahead = true },
        _ => new(StepKind.Waiting, delivery.DueAt) { Status = delivery.Status, Reason = delivery.Reason, Ahead = true },
    };
}

using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>How far a rung is.</summary>
public enum RungState { Done, Here, Ahead, Stopped }

/// <summary>One rung of the ladder over a send: accepted, queued, sending, sent, acked, opened.</summary>
public sealed record LadderRung(string Label, RungState State, DateTimeOffset? At = null, Tone Tone = Tone.Idle)
{
    /// <summary>The ladder of a send. An end that is no delivery takes the place of the rungs that will not come.</summary>
    public static IReadOnlyList<LadderRung> Of(DeliveryTask delivery, Notification notification)
    {
        var status = delivery.Status;
        var rungs = new List<LadderRung> { new("Accepted", RungState.Done, delivery.CreatedAt, Tone.Ok) };
        if (notification.SendAt is not null)
        {
            // One that was cancelled before its time never came to it.
            DateTimeOffset? reached = notification.SendAt <= delivery.UpdatedAt ? notification.SendAt : null;
            rungs.Add(status == DeliveryStatus.Scheduled ? Waits(delivery) : new("Scheduled", RungState.Done, reached, Tone.Ok));
        }
        if (status is DeliveryStatus.Suppressed or DeliveryStatus.Expired or DeliveryStatus.Failed or DeliveryStatus.Cancelled)
        {
            rungs.Add(new(DeliveryWords.Label(status), RungState.Stopped, delivery.UpdatedAt, DeliveryWords.Tone(status)));
            return rungs;
        }
        var sent = status == DeliveryStatus.Sent;
        rungs.Add(sent || status == DeliveryStatus.Sending ? new("Queued", RungState.Done, null, Tone.Ok)
            : status == DeliveryStatus.Scheduled ? new("Queued", RungState.Ahead) : Waits(delivery));
        if (!sent)
        {
            rungs.Add(status == DeliveryStatus.Sending ? new("Sending", RungState.Here, null, Tone.Busy) : new("Sending", RungState.Ahead));
        }
        rungs.Add(sent ? new("Sent", RungState.Done, delivery.SentAt, Tone.Ok) : new("Sent", RungState.Ahead));
        rungs.Add(Reached("Acked", delivery.AckedAt));
        rungs.Add(Reached("Opened", delivery.OpenedAt));
        return rungs;
    }

    private static LadderRung Waits(DeliveryTask delivery) =>
        new(DeliveryWords.Label(delivery.Status), RungState.Here, delivery.Status == DeliveryStatus.Queued ? null : delivery.DueAt, DeliveryWords.Tone(delivery.Status));

    private static LadderRung Reached(string label, DateTimeOffset? at) =>
        at is null ? new(label, RungState.Ahead) : new(label, RungState.Done, at, Tone.Ok);
}

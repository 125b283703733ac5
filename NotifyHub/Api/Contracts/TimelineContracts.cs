using NotifyHub.Data.Rows;
using NotifyHub.Insights.Deliveries;

namespace NotifyHub.Api.Contracts;

/// <summary>One event of the pipeline.</summary>
/// <param name="At">When; in the future for what is expected.</param>
/// <param name="Event">accepted and scheduled (of the notification); of a delivery: fannedOut, due, policy, attempt, receipt, settled, interaction, deed, replayed, discarded, waiting.</param>
/// <param name="Delivery">To which delivery; null for the notification as a whole.</param>
/// <param name="Device">To which device.</param>
/// <param name="Status">Of settled and waiting: the state. Of policy: what it came to; sending means that it may go.</param>
/// <param name="Reason">Why; null when there is nothing to say.</param>
/// <param name="IsAhead">It is expected then.</param>
/// <param name="Attempt">Of attempt and receipt: the vendor's answer.</param>
/// <param name="Interaction">Of interaction: the device's word.</param>
/// <param name="Actor">Of deed: who did it.</param>
/// <param name="Action">Of deed: what was done.</param>
public sealed record TimelineEventAnswer(
    DateTimeOffset At, TimelineEventKind Event, string? Delivery, string? Device, string? Status, string? Reason, bool IsAhead,
    AttemptAnswer? Attempt, InteractionAnswer? Interaction, string? Actor, string? Action)
{
    /// <summary>From the event.</summary>
    public static TimelineEventAnswer From(TimelineEvent row) => new(
        row.At, row.Kind, row.Delivery is { } delivery ? RowId.Format(RowId.Delivery, delivery.Id) : null, row.Delivery is { } to ? RowId.Format(RowId.Device, to.DeviceId) : null,
        row.Status is { } status ? WireNames.Of(status) : null, row.Reason == DeliveryReason.None ? null : row.Reason.ToString(), row.Ahead,
        row.Attempt is { } attempt ? AttemptAnswer.From(attempt) : null, row.Interaction is { } word ? InteractionAnswer.From(word) : null, row.Deed?.Actor, row.Deed?.Action);
}

using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;

namespace NotifyHub.Api.Contracts;

/// <summary>Answer to an accepted send.</summary>
/// <param name="NotificationId">Follow it on /v1/notifications/{id}.</param>
/// <param name="Fanout">complete: every delivery is stored. running: more than 100 devices; follow it on /v1/notifications/{id}.</param>
/// <param name="Recipients">Number of devices; 0 while it is running.</param>
/// <param name="Tickets">One per device, in the order asked for (by id where no devices were named), duplicates collapsed. Empty when nobody is registered, and while it is running.</param>
public sealed record SendAnswer(string NotificationId, string Fanout, int Recipients, IReadOnlyList<Ticket> Tickets)
{
    /// <summary>From what was stored.</summary>
    public static SendAnswer From(AcceptedSend accepted) => new(
        RowId.Format(RowId.Notification, accepted.NotificationId), accepted.IsRunning ? "running" : "complete", accepted.Tickets.Count,
        [.. accepted.Tickets.Select(t => Ticket.From(t, accepted.At))]);
}

/// <summary>One delivery at the moment it was accepted.</summary>
/// <param name="Id">The delivery; the same as notifyhub_msg_id on the device.</param>
/// <param name="Device">To whom.</param>
/// <param name="Status">queued, scheduled or suppressed.</param>
/// <param name="ProviderOutcome">Why it is suppressed; later the vendor's answer.</param>
/// <param name="Error">Always null here; later the vendor's word.</param>
/// <param name="RetryCount">Always 0 here.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="SentAt">Always null here.</param>
public sealed record Ticket(string Id, string Device, string Status, string? ProviderOutcome, string? Error, int RetryCount, DateTimeOffset CreatedAt, DateTimeOffset? SentAt)
{
    internal static Ticket From(SendTicket ticket, DateTimeOffset at) => new(
        RowId.Format(RowId.Delivery, ticket.DeliveryId), RowId.Format(RowId.Device, ticket.DeviceId), WireNames.Of(ticket.Status),
        ticket.Reason == DeliveryReason.None ? null : ticket.Reason.ToString(), null, 0, at, null);
}

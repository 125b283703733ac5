using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Who asks: a key of the API, or a member at the dashboard.</summary>
/// <param name="ProjectId">Whose send it is.</param>
/// <param name="ApiKeyId">The key, null for the dashboard.</param>
public readonly record struct SendOrigin(long ProjectId, long? ApiKeyId);

/// <summary>What was stored.</summary>
/// <param name="NotificationId">The notification's row.</param>
/// <param name="Tickets">One per device, in the order asked for, without duplicates.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="IsRunning">It is for more devices than are answered with tickets: a fan-out writes its deliveries.</param>
public sealed record AcceptedSend(long NotificationId, IReadOnlyList<SendTicket> Tickets, DateTimeOffset At, bool IsRunning = false);

/// <summary>One delivery as stored.</summary>
/// <param name="DeliveryId">The delivery's row.</param>
/// <param name="DeviceId">To whom.</param>
/// <param name="Provider">Through which vendor.</param>
/// <param name="Status">Queued, Scheduled, or Suppressed with the reason.</param>
/// <param name="Reason">Why it is suppressed.</param>
public readonly record struct SendTicket(long DeliveryId, long DeviceId, ProviderKind Provider, DeliveryStatus Status, DeliveryReason Reason);

using System.Diagnostics;
using System.Diagnostics.Metrics;
using NotifyHub.Data.Rows;
using NotifyHub.Telemetry;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Where a notification's trace begins, and what intake counts.</summary>
internal static class IntakeSignals
{
    private static readonly Counter<long> Accepts = HubSignals.Meter.CreateCounter<long>("notifyhub.accepts", "{notification}", "Sends that were accepted and are on disk.");
    private static readonly Counter<long> Deliveries = HubSignals.Meter.CreateCounter<long>("notifyhub.accepted.deliveries", "{delivery}", "Deliveries of accepted sends.");
    private static readonly Counter<long> Refusals = HubSignals.Meter.CreateCounter<long>("notifyhub.refusals", "{notification}", "Sends that were refused, by code.");

    /// <summary>Opens the span under the request's; null when nobody follows it.</summary>
    public static Activity? Begin() => HubSignals.Source.StartActivity("notification.accept", ActivityKind.Producer);

    /// <summary>What later steps join; null when the request is not traced, so that they cost nothing.</summary>
    public static string? TraceParentOf(Activity? span) => span is { Recorded: true } ? span.Id : null;

    /// <summary>It is on disk.</summary>
    public static void Accepted(Activity? span, PushSend send, AcceptedSend accepted)
    {
        Accepts.Add(1);
        Deliveries.Add(accepted.Tickets.Count);
        if (span is null)
        {
            return;
        }
        var id = RowId.Format(RowId.Notification, accepted.NotificationId);
        span.SetTag(HubSignals.NotificationId, id).SetTag(HubSignals.CorrelationId, send.CorrelationId ?? id).SetTag(HubSignals.Recipients, accepted.Tickets.Count)
            .SetTag(HubSignals.Suppressed, accepted.Tickets.Count > 0 && accepted.Tickets.All(ticket => ticket.Status == DeliveryStatus.Suppressed));
    }

    /// <summary>It was refused, or the store took nothing.</summary>
    public static void Refused(Activity? span, Exception error)
    {
        var code = error switch { RefusedException refused => refused.Code, StoreUnavailableException => "store_unavailable", _ => error.GetType().Name };
        Refusals.Add(1, new KeyValuePair<string, object?>(HubSignals.ErrorCode, code));
        span?.SetTag(HubSignals.ErrorCode, code).SetStatus(ActivityStatusCode.Error);
    }
}

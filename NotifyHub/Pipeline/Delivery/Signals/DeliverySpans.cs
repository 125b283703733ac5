using System.Diagnostics;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Telemetry;

namespace NotifyHub.Pipeline.Delivery.Signals;

/// <summary>The delivery's part of its notification's trace: one span from claim to commit, with the vendor's call and the commit inside. Nothing for notifications that are not traced.</summary>
internal static class DeliverySpans
{
    /// <summary>Longest code that is shown: words are shorter, and no device token is.</summary>
    internal const int CodeMax = 48;

    private const string Unclassified = "unclassified_";

    /// <summary>Opens the span, as of the claim; null when nobody follows this notification.</summary>
    public static Activity? Begin(ClaimedDelivery delivery)
    {
        if (delivery.TraceParent is null || !ActivityContext.TryParse(delivery.TraceParent, null, isRemote: true, out var accepted))
        {
            return null;
        }
        var span = HubSignals.Source.StartActivity("notification.deliver", ActivityKind.Consumer, accepted, startTime: delivery.ClaimedAt);
        return Name(span, delivery)?.SetTag("notification.delivery.tries", delivery.Tries);
    }

    /// <summary>Opens the span of a call to the vendor.</summary>
    public static Activity? Call(ClaimedDelivery delivery) =>
        delivery.Span is not { } span ? null : Name(HubSignals.Source.StartActivity("notification.vendor_call", ActivityKind.Client, span.Context), delivery);

    /// <summary>What the vendor said.</summary>
    public static void Answered(Activity? call, ProviderOutcome outcome)
    {
        if (call is null)
        {
            return;
        }
        call.SetTag(HubSignals.Outcome, EnumWords<OutcomeKind>.Of(outcome.Kind)).SetTag("http.response.status_code", outcome.Status);
        Fault(call, outcome);
    }

    /// <summary>The result is committed: closes the span.</summary>
    public static void End(Settlement settlement)
    {
        if (settlement.Delivery.Span is not { } span)
        {
            return;
        }
        HubSignals.Source.StartActivity("notification.settle", ActivityKind.Internal, span.Context, startTime: settlement.At)?.Dispose();
        var exit = settlement.Exit;
        span.SetTag(HubSignals.Status, EnumWords<DeliveryStatus>.Of(exit.Status)).SetTag(HubSignals.Suppressed, exit.Status == DeliveryStatus.Suppressed);
        if (exit.Reason != DeliveryReason.None)
        {
            span.SetTag(HubSignals.Reason, EnumWords<DeliveryReason>.Of(exit.Reason));
        }
        if (exit.Status == DeliveryStatus.Sent)
        {
            span.SetTag(HubSignals.LatencyMs, Math.Max(0, (long)(settlement.At - settlement.Delivery.AskedFor).TotalMilliseconds));
        }
        if (settlement.Answer is { } answer)
        {
            Fault(span, answer.Outcome);
        }
        span.Dispose();
    }

    /// <summary>Nothing of it was written.</summary>
    public static void Drop(ClaimedDelivery delivery, string why)
    {
        delivery.Span?.SetTag(HubSignals.ErrorCode, why).SetStatus(ActivityStatusCode.Error);
        delivery.Span?.Dispose();
    }

    /// <summary>A code fit for an attribute: a word of the tables, or that it is none.</summary>
    internal static string Code(string? code) => code switch
    {
        null => "none",
        _ when code.StartsWith(Unclassified, StringComparison.Ordinal) => "unclassified",
        { Length: > CodeMax } => "other",
        _ => code,
    };

    private static void Fault(Activity span, ProviderOutcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Accepted)
        {
            span.SetTag(HubSignals.ErrorCode, Code(outcome.Code)).SetStatus(ActivityStatusCode.Error);
        }
    }

    private static Activity? Name(Activity? span, ClaimedDelivery delivery) => span?
        .SetTag(HubSignals.CorrelationId, delivery.CorrelationId).SetTag(HubSignals.DeliveryId, RowId.Format(RowId.Delivery, delivery.Id)).SetTag(HubSignals.Provider, delivery.Provider.Wire());
}

using System.Diagnostics;
using OpenTelemetry;

namespace NotifyHub.Telemetry.Otlp;

/// <summary>Takes addresses as callers wrote them out of the platform's request spans, should they be switched on: a path or a query may hold a token or a person's name. The route says enough.</summary>
internal sealed class RequestSpans : BaseProcessor<Activity>
{
    private static readonly string[] Written = ["url.path", "url.query", "url.full"];

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name == HubSignals.Name)
        {
            return;
        }
        foreach (var name in Written)
        {
            data.SetTag(name, null);
        }
    }
}

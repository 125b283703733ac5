using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Telemetry;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>The last part of a notification's trace: what devices said. A phone's request has a trace of its own; the two are linked.</summary>
internal sealed class InteractionSignals(HubEngine engine)
{
    private static readonly Counter<long> Interactions = HubSignals.Meter.CreateCounter<long>("notifyhub.interactions", "{report}", "First reports of devices, by kind.");

    /// <summary>Reports were committed. Reads the traces of their notifications only when somebody follows traces.</summary>
    /// <param name="first">Those that were the first of their kind.</param>
    /// <param name="began">When the request's work began.</param>
    public async ValueTask RecordedAsync(IReadOnlyList<(long DeliveryId, InteractionKind Kind)> first, DateTimeOffset began)
    {
        foreach (var (_, kind) in first)
        {
            Interactions.Add(1, new KeyValuePair<string, object?>(HubSignals.InteractionType, EnumWords<InteractionKind>.Of(kind)));
        }
        if (first.Count == 0 || !HubSignals.Source.HasListeners())
        {
            return;
        }
        var request = Activity.Current;
        var links = request is null ? null : new[] { new ActivityLink(request.Context) };
        var kinds = first.ToLookup(report => report.DeliveryId, report => report.Kind);
        await foreach (var (delivery, parent, correlation, provider) in TracesAsync(kinds.Select(group => group.Key)))
        {
            foreach (var kind in kinds[delivery])
            {
                using var span = HubSignals.Source.StartActivity("notification.interaction", ActivityKind.Consumer, parent, links: links, startTime: began);
                span?.SetTag(HubSignals.CorrelationId, correlation).SetTag(HubSignals.DeliveryId, RowId.Format(RowId.Delivery, delivery))
                    .SetTag(HubSignals.Provider, provider.Wire()).SetTag(HubSignals.InteractionType, EnumWords<InteractionKind>.Of(kind));
            }
        }
    }

    private async IAsyncEnumerable<(long Delivery, ActivityContext Parent, string Correlation, ProviderKind Provider)> TracesAsync(IEnumerable<long> deliveries)
    {
        await using var connection = await engine.OpenReadAsync();
        await using var command = connection.CreateCommand();
        // Numbers of ours, at most a batch of them.
        command.CommandText = $"""
            select d.id, n.trace_parent, n.correlation_id, d.notification_id, d.provider from deliveries d join notifications n on n.id = d.notification_id
            where d.id in ({string.Join(',', deliveries)}) and n.trace_parent is not null
            """;
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            if (ActivityContext.TryParse(row.GetString(1), null, isRemote: true, out var parent))
            {
                yield return (row.GetInt64(0), parent, row.IsDBNull(2) ? RowId.Format(RowId.Notification, row.GetInt64(3)) : row.GetString(2), (ProviderKind)row.GetInt32(4));
            }
        }
    }
}

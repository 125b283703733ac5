using NotifyHub.Data.Rows;
using NotifyHub.Insights.Impact;
using NotifyHub.Insights.Sends;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Explain;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>What the page of one send shows.</summary>
public sealed class SendDetailState(SendDetailQuery query, DeliveryWhy why, ImpactQueries impact, PushRenderer renderer, TimeProvider time)
{
    /// <summary>Null when there is no such send in the project.</summary>
    public SendDetail? Detail { get; private set; }

    /// <summary>What the app asked for.</summary>
    public PushMessage Message { get; private set; } = new();

    /// <summary>Every step, with the time since the one before.</summary>
    public IReadOnlyList<TimelineStep> Timeline { get; private set; } = [];

    /// <summary>What is known of the device's confirmation.</summary>
    public AckStory? Ack { get; private set; }

    /// <summary>Which rule decided, and what the rules say now.</summary>
    public WhyAnswer? Why { get; private set; }

    /// <summary>What happened in the app afterwards.</summary>
    public DownstreamImpact Impact { get; private set; } = new();

    /// <summary>Reads the send; a wire id that is none finds nothing.</summary>
    public async Task LoadAsync(long projectId, string wireId, CancellationToken cancel = default)
    {
        Detail = RowId.TryParse(RowId.Delivery, wireId, out var id) ? await query.FindAsync(projectId, id, cancel) : null;
        if (Detail is not null)
        {
            var now = time.GetUtcNow();
            Message = PushMessageJson.Read(Detail.Payload);
            Timeline = SendTimeline.Build(Detail, now);
            Why = await why.FindAsync(projectId, id, cancel);
            Ack = AckStory.Of(Detail, Message, now);
            Impact = await impact.OfDeliveryAsync(projectId, id, cancel) ?? new();
        }
    }

    /// <summary>The payload as this vendor gets it, and its size.</summary>
    public (string Json, PayloadSize Size) Payload(ProviderKind provider)
    {
        var messageId = RowId.Format(RowId.Delivery, Detail!.Delivery.Id);
        return (renderer.Preview(provider, Message, messageId), renderer.Measure(provider, Message, messageId));
    }
}

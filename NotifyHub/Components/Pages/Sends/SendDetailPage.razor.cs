using Microsoft.AspNetCore.Components;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Impact;
using NotifyHub.Insights.Live;
using NotifyHub.Insights.Sends;
using NotifyHub.Pipeline.Channels.Push;
using NotifyHub.Pipeline.Explain;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Components.Pages.Sends;

/// <summary>One send: where it is, how it got there, what the device says.</summary>
public sealed partial class SendDetailPage : LivePage
{
    private SendDetailState _state = default!;

    /// <summary>Wire id, <c>dlv_...</c>.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private SendDetailQuery DetailQuery { get; set; } = default!;

    [Inject]
    private DeliveryWhy Why { get; set; } = default!;

    [Inject]
    private ImpactQueries ImpactQueries { get; set; } = default!;

    [Inject]
    private PushRenderer Renderer { get; set; } = default!;

    /// <inheritdoc/>
    protected override LiveTopics Follows => LiveTopics.Sends | LiveTopics.Events;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _state = new SendDetailState(DetailQuery, Why, ImpactQueries, Renderer, Time);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(Member member) => _state.LoadAsync(member.ProjectId, Id);

    private static string? Href(long? id) => id is { } other ? $"/sends/{RowId.Format(RowId.Delivery, other)}" : null;

    private static string Relayed(DeliveryTask delivery) => delivery.Receipt switch
    {
        ReceiptState.Ok => $"{delivery.Provider.Label()} passed it on, and Apple or Google took it. Only the device can confirm that it was shown.",
        ReceiptState.Unknown => $"{delivery.Provider.Label()} took it and never said what became of it.",
        _ => $"{delivery.Provider.Label()} took it and says within a day what became of it.",
    };

    // What is due stays as it is while the vendor has a rest: nothing claims it.
    private DateTimeOffset? RestsUntil(SendDetail detail) =>
        detail.Delivery.Status is DeliveryStatus.Queued or DeliveryStatus.Retrying or DeliveryStatus.Held && detail.Standing?.QuarantinedUntil is { } until && until > Time.GetUtcNow() ? until : null;

    private static string State(DeliveryTask delivery)
    {
        var reason = delivery.Reason == DeliveryReason.Cancelled ? "" : DeliveryWords.Reason(delivery.Reason);
        if (delivery is { Status: DeliveryStatus.Sent, AckedAt: not null })
        {
            return "The vendor accepted it and the device confirmed it.";
        }
        if (delivery is { Status: DeliveryStatus.Sent, Receipt: not ReceiptState.None })
        {
            return Relayed(delivery);
        }
        var why = reason.Length == 0 ? DeliveryWords.Meaning(delivery.Status) : $"{reason}.";
        return delivery.Error is { } error && delivery.Status != DeliveryStatus.Sent ? $"{why} Last answer: {AttemptWords.Code(error)}." : why;
    }
}

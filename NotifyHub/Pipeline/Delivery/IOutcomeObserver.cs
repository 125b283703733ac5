using NotifyHub.Pipeline.Channels;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Told of every answer of a vendor, before it is settled. Must be quick and not throw.</summary>
internal interface IOutcomeObserver
{
    /// <summary>A vendor answered, or did not.</summary>
    void Answered(ClaimedDelivery delivery, ChannelAnswer answer, DateTimeOffset at);
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Channels;

/// <summary>What a person perceives as one way of being reached. Adding one is one class of this and one registration.</summary>
public interface IDeliveryChannel
{
    /// <summary>The kinds of endpoints that it calls; no other channel calls them.</summary>
    IReadOnlyList<ProviderKind> Kinds { get; }

    /// <summary>What the project sends through; null when nothing is configured: its deliveries end as suppressed then.</summary>
    ValueTask<ChannelAccount?> AccountAsync(long projectId, ProviderKind kind, CancellationToken cancel);

    /// <summary>The account was refused: nothing is sent through it until somebody mends it.</summary>
    Task PauseAsync(long projectId, ChannelAccount account, ProviderOutcome refusal, CancellationToken cancel);

    /// <summary>Sends once. Throws only when cancelled.</summary>
    Task<ChannelAnswer> SendAsync(ChannelCall call, ChannelAccount account, CancellationToken cancel);
}

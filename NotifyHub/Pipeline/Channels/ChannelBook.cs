using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Channels;

/// <summary>Finds the channel of an endpoint by its kind.</summary>
public sealed class ChannelBook(IEnumerable<IDeliveryChannel> channels)
{
    private readonly Dictionary<ProviderKind, IDeliveryChannel> _byKind = channels.SelectMany(channel => channel.Kinds.Select(kind => (kind, channel))).ToDictionary(pair => pair.kind, pair => pair.channel);

    /// <summary>What the project sends through; null when none is configured or this version has no such channel.</summary>
    public ValueTask<ChannelAccount?> AccountAsync(long projectId, ProviderKind kind, CancellationToken cancel) =>
        _byKind.TryGetValue(kind, out var channel) ? channel.AccountAsync(projectId, kind, cancel) : default;

    /// <summary>The account was refused.</summary>
    public Task PauseAsync(long projectId, ProviderKind kind, ChannelAccount account, ProviderOutcome refusal, CancellationToken cancel) => _byKind[kind].PauseAsync(projectId, account, refusal, cancel);

    /// <summary>Sends once, through the account that <see cref="AccountAsync"/> gave. Throws only when cancelled.</summary>
    public Task<ChannelAnswer> SendAsync(ChannelCall call, ChannelAccount account, CancellationToken cancel) => _byKind[call.Provider].SendAsync(call, account, cancel);
}

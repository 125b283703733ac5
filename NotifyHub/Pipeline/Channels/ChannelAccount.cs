namespace NotifyHub.Pipeline.Channels;

/// <summary>What a project sends through.</summary>
/// <param name="Id">The credential's row; 0 where the installation itself is the sender.</param>
/// <param name="Paused">It was refused, so the sends are held.</param>
public record ChannelAccount(long Id, bool Paused);

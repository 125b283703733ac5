using NotifyHub.Audience.Topics;

namespace NotifyHub.Api.Contracts;

/// <summary>What a device wants to subscribe to.</summary>
public sealed record TopicRequest
{
    /// <summary>1 to 200 characters.</summary>
    public required string Topic { get; init; }
}

/// <summary>Answer to a device's subscription.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="IsNew">False when the device was in already.</param>
public sealed record SubscriptionAnswer(string Topic, bool IsNew);

/// <summary>A topic of a device.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="SubscribedAt">Since when.</param>
public sealed record DeviceTopic(string Topic, DateTimeOffset SubscribedAt);

/// <summary>A topic of the project.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Devices">Devices that subscribe by themselves.</param>
/// <param name="Users">Users who subscribe with all their devices.</param>
/// <param name="IsMore">The counts stopped at 100,000.</param>
/// <param name="CreatedAt">First subscription.</param>
public sealed record TopicAnswer(string Topic, int Devices, int Users, bool IsMore, DateTimeOffset CreatedAt)
{
    internal static TopicAnswer From(TopicView view) => new(view.Name, view.Devices, view.Users, view.IsMore, view.CreatedAt);
}

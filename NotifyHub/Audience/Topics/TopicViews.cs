namespace NotifyHub.Audience.Topics;

/// <summary>A topic in a list.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Name">Unique in the project.</param>
/// <param name="Devices">Devices that subscribe by themselves, counted up to 100,000.</param>
/// <param name="Users">Users who subscribe with all their devices, counted up to 100,000.</param>
/// <param name="CreatedAt">First subscription.</param>
public sealed record TopicView(long Id, string Name, int Devices, int Users, DateTimeOffset CreatedAt)
{
    /// <summary>Whether there may be more than the counts say.</summary>
    public bool IsMore => Math.Max(Devices, Users) >= TopicSql.MostCounted;
}

/// <summary>A topic that a device or user subscribes to.</summary>
/// <param name="TopicId">Its row.</param>
/// <param name="Topic">Its name.</param>
/// <param name="SubscribedAt">Since when.</param>
public sealed record SubscribedTopic(long TopicId, string Topic, DateTimeOffset SubscribedAt);

/// <summary>Devices and users of a bulk subscription.</summary>
public sealed record TopicMembers
{
    /// <summary>Most devices, and most users, of one request.</summary>
    internal const int Most = 1000;

    /// <summary>Up to 1000 device ids.</summary>
    public IReadOnlyList<string>? Devices { get; init; }
    /// <summary>Up to 1000 of the app's own user ids; one that is not known yet is made.</summary>
    public IReadOnlyList<string>? Users { get; init; }
}

/// <summary>What a bulk subscription or its opposite changed; who was in (or out) before does not count.</summary>
public sealed record TopicChange(string Topic, int Devices, int Users);

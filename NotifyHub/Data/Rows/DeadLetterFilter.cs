namespace NotifyHub.Data.Rows;

/// <summary>What narrows the dead letters of a project. Null narrows nothing.</summary>
public sealed record DeadLetterFilter
{
    public DeliveryReason? Reason { get; init; }
    public ProviderKind? Provider { get; init; }
    public string? Campaign { get; init; }
    public long? DeviceId { get; init; }
    /// <summary>Accepted at or after this.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Accepted before this.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Part of the title, of the body's start or of the last answer, or a whole id of a send, notification or device.</summary>
    public string? Text { get; init; }
    /// <summary>Those that were put aside, in place of those that stand.</summary>
    public bool Discarded { get; init; }
}

/// <summary>Which dead letters a deed is for: exactly one of ids, filter and run.</summary>
public sealed record DeadLetterSelection
{
    public IReadOnlyList<long>? Ids { get; init; }
    public DeadLetterFilter? Filter { get; init; }
    /// <summary>Those that this run discarded, to take it back.</summary>
    public long? Run { get; init; }
    /// <summary>With a filter: also those that crashed the worker three times. Without, only a filter for that very reason takes them.</summary>
    public bool IncludePoison { get; init; }
}

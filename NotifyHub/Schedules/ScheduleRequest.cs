using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Schedules;

/// <summary>When it happens, on the wall clock.</summary>
public sealed record ScheduleRule
{
    /// <summary>daily, weekly or monthly.</summary>
    public required string Frequency { get; init; }
    /// <summary>Every n-th day, week or month, 1 to 366; 1 when left out.</summary>
    public int? Interval { get; init; }
    /// <summary>Of weekly ones: monday to sunday. Left out: the weekday of from.</summary>
    public IReadOnlyList<string>? Weekdays { get; init; }
    /// <summary>Of monthly ones: 1 to 31; where a month is shorter, its last day. Left out: the day of from.</summary>
    public IReadOnlyList<int>? MonthDays { get; init; }
    /// <summary>Time of day, 08:30.</summary>
    public required string Time { get; init; }
    /// <summary>IANA zone of the wall clock; the project's when left out. With perRecipient: of those whose own is not known.</summary>
    public string? Zone { get; init; }
    /// <summary>At this wall time of each recipient's own zone (the device's, else the person's).</summary>
    public bool PerRecipient { get; init; }
    /// <summary>First day that counts, 2026-06-11; today when left out. Intervals are counted from it.</summary>
    public string? From { get; init; }
    /// <summary>Last day that counts.</summary>
    public string? Until { get; init; }
    /// <summary>Most occurrences, 1 to 100000, missed ones included.</summary>
    public int? Count { get; init; }
}

/// <summary>A send that is to happen again and again.</summary>
public sealed record ScheduleRequest : ICarriesIdempotencyKey
{
    /// <summary>For people, at most 100 characters.</summary>
    public string? Name { get; init; }
    /// <summary>A push send without a time, dryRun and idempotencyKey.</summary>
    public required PushSend Send { get; init; }
    /// <summary>When.</summary>
    public required ScheduleRule Every { get; init; }
    /// <summary>The same as the header Idempotency-Key, 1 to 255 characters.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>What changes of a schedule; what is left out stays.</summary>
public sealed record SchedulePatch
{
    /// <summary>Another name.</summary>
    public string? Name { get; init; }
    /// <summary>Another send, from the next occurrence on.</summary>
    public PushSend? Send { get; init; }
    /// <summary>Another rule, from now on.</summary>
    public ScheduleRule? Every { get; init; }
    /// <summary>true stops it until false; what falls due meanwhile is not made up for.</summary>
    public bool? Paused { get; init; }
}

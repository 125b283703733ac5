using System.Data.Common;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Sends;

namespace NotifyHub.Insights.DeadLetters;

/// <summary>A dead letter as the list shows it: the send, and what became of it since.</summary>
public sealed record DeadLetterLine(SendRow Send)
{
    /// <summary>When it was given up.</summary>
    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>After this it may not be sent any more.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public int Replays { get; init; }
    public DateTimeOffset? ReplayedAt { get; init; }
    public DateTimeOffset? DiscardedAt { get; init; }

    internal const string Select = SendRow.Select + ", t.updated_at, t.expires_at, t.replays, t.replayed_at, t.discarded_at";

    internal static DeadLetterLine Read(DbDataReader row) => new(SendRow.Read(row))
    {
        FailedAt = row.Time(23),
        ExpiresAt = row.TimeOrNull(24),
        Replays = row.GetInt32(25),
        ReplayedAt = row.TimeOrNull(26),
        DiscardedAt = row.TimeOrNull(27),
    };
}

/// <summary>How many stand for one reason.</summary>
/// <param name="Reason">Why they were given up.</param>
/// <param name="Count">How many, among the newest <see cref="DeadLetterQueries.MostGrouped"/>.</param>
public sealed record DeadLetterGroup(DeliveryReason Reason, int Count);

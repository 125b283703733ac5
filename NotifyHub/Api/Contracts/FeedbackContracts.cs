using NotifyHub.Pipeline.Feedback;

namespace NotifyHub.Api.Contracts;

/// <summary>Answer to a report.</summary>
/// <param name="Acked">Always true: the report is known.</param>
/// <param name="FirstAck">Whether it was the first of its kind for this delivery.</param>
public sealed record AckAnswer(bool Acked, bool FirstAck);

/// <summary>Many reports.</summary>
public sealed record AcksRequest
{
    /// <summary>1 to 500 reports.</summary>
    public required IReadOnlyList<AckItem> Acks { get; init; }
}

/// <summary>A report that names its delivery.</summary>
public sealed record AckItem : InteractionReport
{
    /// <summary>The delivery: notifyhub_msg_id of the push.</summary>
    public required string Id { get; init; }
}

/// <summary>What came of many reports.</summary>
/// <param name="Results">One per report, in their order.</param>
public sealed record AcksAnswer(IReadOnlyList<AckResult> Results);

/// <summary>What came of one of them.</summary>
/// <param name="Id">As given.</param>
/// <param name="Acked">False when the id names no delivery of this project.</param>
/// <param name="FirstAck">Whether it was the first of its kind.</param>
/// <param name="Error">not_found when acked is false.</param>
public sealed record AckResult(string Id, bool Acked, bool FirstAck, string? Error);

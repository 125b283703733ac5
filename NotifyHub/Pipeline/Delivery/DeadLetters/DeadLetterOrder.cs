using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>What an operator wants done to dead letters.</summary>
/// <param name="ProjectId">Owner.</param>
/// <param name="Actor">Who asks: e-mail or key name.</param>
/// <param name="Ip">Where from, when known.</param>
/// <param name="Deed">Send again, put aside, or take back.</param>
/// <param name="Selection">Which ones.</param>
/// <param name="MaxPerSecond">Replays a second, 0.01 to 10,000; null for all at once.</param>
public sealed record DeadLetterOrder(long ProjectId, string Actor, string? Ip, DeadLetterDeed Deed, DeadLetterSelection Selection, double? MaxPerSecond = null)
{
    /// <summary>Most ids in one order; more is a case for a filter.</summary>
    public const int MostIds = 1000;
}

/// <summary>One that was left alone, and why.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Code">not_found, not_dead, expired or discarded.</param>
/// <param name="Detail">In words.</param>
public sealed record DeadLetterRefusal(long Id, string Code, string Detail);

/// <summary>The run that an order became. One over ids has ended; one over a filter goes on in the background.</summary>
public sealed record DeadLetterAnswer(DeadLetterRun Run, IReadOnlyList<DeadLetterRefusal> Refused);

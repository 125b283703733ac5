using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>One call to a vendor, as it happened.</summary>
/// <param name="ProjectId">Owner.</param>
/// <param name="DeliveryId">Whose call it was.</param>
/// <param name="Outcome">The answer, classified.</param>
/// <param name="Duration">How long the answer took.</param>
/// <param name="RetryIn">Wait until the next try; null when there is none.</param>
/// <param name="At">When the answer came.</param>
/// <param name="IsReceipt">It is what a relay said later of the last call.</param>
public readonly record struct AttemptFact(long ProjectId, long DeliveryId, ProviderOutcome Outcome, TimeSpan Duration, TimeSpan? RetryIn, DateTimeOffset At, bool IsReceipt = false);

/// <summary>Writes the history of a delivery: one row for each call to a vendor, over replays too, and one for each receipt of a relay.</summary>
public sealed class AttemptRecorder(HubIds ids)
{
    /// <summary>Longest body kept, in characters; what vendors say is ASCII.</summary>
    public const int BodyMax = 2048;

    private const string Insert = """
        insert into attempts (id, project_id, delivery_id, number, is_receipt, outcome, status, code, provider_message_id, body, duration_ms, retry_in_ms, at)
        values (@id, @project, @delivery, (select coalesce(max(number), 0) + 1 - @is_receipt from attempts where delivery_id = @delivery), @is_receipt,
            @outcome, @status, @code, @message_id, @body, @duration, @retry_in, @at)
        """;

    /// <summary>Adds the row in the transaction that also settles the delivery.</summary>
    public ValueTask RecordAsync(WriteSession session, AttemptFact fact) => session.Prepare(Insert).Bind(Values(fact)).ExecuteLaterAsync();

    /// <summary>Adds the rows of calls for different deliveries.</summary>
    public ValueTask RecordAsync(WriteSession session, IEnumerable<AttemptFact> facts) => session.Prepare(Insert).InsertManyAsync(facts.Select(Values));

    private object?[] Values(AttemptFact fact)
    {
        var outcome = fact.Outcome;
        return
        [
            ids.Next(), fact.ProjectId, fact.DeliveryId, fact.IsReceipt, OutcomeNames.Of(outcome.Kind), outcome.Status, Cut(outcome.Code, 200), Cut(outcome.MessageId, 500), Cut(outcome.Body, BodyMax),
            (int)Math.Min(fact.Duration.TotalMilliseconds, int.MaxValue), (long?)fact.RetryIn?.TotalMilliseconds, fact.At,
        ];
    }

    private static string? Cut(string? text, int max) => text?.Length > max ? text[..max] : text;
}

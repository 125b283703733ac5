namespace NotifyHub.Pipeline.Messages;

/// <summary>What a relay says, later, became of messages that it took.</summary>
/// <param name="Request">How the question itself ended; <see cref="OutcomeKind.Accepted"/> when it was answered.</param>
/// <param name="Receipts">What came of each message, by the relay's id. An id that is not here is not known (yet, or any more).</param>
/// <param name="Duration">How long the answer took.</param>
public sealed record ReceiptAnswers(ProviderOutcome Request, IReadOnlyDictionary<string, ProviderOutcome> Receipts, TimeSpan Duration = default)
{
    /// <summary>The question was not answered.</summary>
    public static ReceiptAnswers None(ProviderOutcome request) => new(request, new Dictionary<string, ProviderOutcome>());
}

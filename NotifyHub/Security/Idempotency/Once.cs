using NotifyHub.Data.Gate;

namespace NotifyHub.Security.Idempotency;

/// <summary>Handed to an operation that creates: it records its answer in the transaction of the deed, so that key and deed are stored together or not at all.</summary>
/// <param name="claim">The request's key.</param>
/// <param name="render">The operation's result as the face will answer it.</param>
public sealed class Once<T>(IdempotencyClaim claim, Func<T, StoredAnswer> render)
{
    /// <summary>Writes the answer down. Call it inside the gate, with the deed's own session.</summary>
    /// <exception cref="IdempotencyTakenException">The key is taken: the deed is undone.</exception>
    public ValueTask RecordAsync(WriteSession session, T result, DateTimeOffset now) =>
        RecordAsync(session, render(result), now);

    /// <summary>The answer, for operations that know it before they enter the gate.</summary>
    public StoredAnswer Render(T result) => render(result);

    /// <summary>As the other, with an answer that was rendered before.</summary>
    public ValueTask RecordAsync(WriteSession session, StoredAnswer answer, DateTimeOffset now) =>
        IdempotencyLedger.RecordAsync(session, claim, answer, now);
}

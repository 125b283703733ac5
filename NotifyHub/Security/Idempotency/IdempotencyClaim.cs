namespace NotifyHub.Security.Idempotency;

/// <summary>A creating request's key, bound to where it was used and to what was asked.</summary>
/// <param name="ProjectId">Keys of one project never meet those of another.</param>
/// <param name="Route">Method and route template, so that one key may serve two kinds of request.</param>
/// <param name="Key">1 to 255 characters, chosen by the caller.</param>
/// <param name="BodyHash">SHA-256 of the body's bytes.</param>
public sealed record IdempotencyClaim(long ProjectId, string Route, string Key, byte[] BodyHash);

/// <summary>The first answer, as it went out.</summary>
/// <param name="Status">2xx.</param>
/// <param name="Body">JSON.</param>
public sealed record StoredAnswer(int Status, string Body);

/// <summary>The key was stored by another node between our look and our commit; nothing of this request was stored. The first answer is there to be read.</summary>
public sealed class IdempotencyTakenException() : Exception("The idempotency key was taken meanwhile.");

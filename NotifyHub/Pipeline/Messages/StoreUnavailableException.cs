namespace NotifyHub.Pipeline.Messages;

/// <summary>The database can't take the write now (full disk, held lock, lost connection). Nothing of it was stored, unless <see cref="MayBeStored"/>; the faces answer 503.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>The store went away while it was committing and has not come back to say: the write may stand or not. The same idempotency key tells once it is back.</summary>
    public bool MayBeStored { get; private init; }

    /// <summary>Neither yes nor no.</summary>
    public static StoreUnavailableException Unknown(Exception inner) =>
        new("The database went away during a commit and could not be asked what became of it.", inner) { MayBeStored = true };
}

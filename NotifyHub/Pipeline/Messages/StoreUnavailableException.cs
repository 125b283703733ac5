namespace NotifyHub.Pipeline.Messages;

/// <summary>The database can't take the write now (full disk, held lock, lost connection). Nothing of it was stored; the faces answer 503.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);

namespace NotifyHub.Data;

/// <summary>The app can't start, and the message tells the operator why and what to do; no stack trace would add to it.</summary>
public sealed class StartRefusedException(string message, Exception? cause = null) : InvalidOperationException(message, cause);

namespace NotifyHub.Security.ApiKeys;

/// <summary>Turns a presented key into its caller.</summary>
public interface IKeyVerifier
{
    /// <summary>Null for anything but a live key: malformed, unknown, revoked, expired. Takes the same path for all of them.</summary>
    ValueTask<KeyCaller?> VerifyAsync(string presented, CancellationToken cancel = default);
}

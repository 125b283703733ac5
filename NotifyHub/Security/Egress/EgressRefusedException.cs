namespace NotifyHub.Security.Egress;

/// <summary>A connection was not made because its target is not allowed. The message names no address: it may be shown to whoever gave the URL.</summary>
public sealed class EgressRefusedException : IOException
{
    /// <summary>A refusal with its reason in words.</summary>
    public EgressRefusedException(string reason) : base(reason) { }
}

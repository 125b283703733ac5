namespace NotifyHub.Pipeline.Providers;

/// <summary>The words a probe ends with.</summary>
public static class ProbeVerdicts
{
    /// <summary>The vendor knows the key and would take messages.</summary>
    public const string Ok = "ok";
    /// <summary>The key is fine, this one job was refused (rate, quota, a missing third-party setting).</summary>
    public const string Limited = "limited";
    /// <summary>The vendor refuses the key.</summary>
    public const string Rejected = "rejected";
    /// <summary>The credential cannot be read; nothing was asked.</summary>
    public const string Malformed = "malformed";
    /// <summary>No usable answer came.</summary>
    public const string Unreachable = "unreachable";
}

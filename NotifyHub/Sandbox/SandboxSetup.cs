namespace NotifyHub.Sandbox;

/// <summary>How to start one sandbox.</summary>
public sealed record SandboxSetup
{
    /// <summary>HTTP/1.1 port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>HTTP/2 port; 0 takes any free one.</summary>
    public int Http2Port { get; init; }

    /// <summary>When a port is taken, take free ones and say so, in place of failing.</summary>
    public bool MayMove { get; init; }

    /// <summary>For benchmarks: credentials need only be present, and any token is accepted.</summary>
    public bool Quick { get; init; }

    /// <summary>Time that every answer takes beyond the twin's own work, as a vendor at the other end of a line takes it; zero answers at once.</summary>
    public TimeSpan AnswerAfter { get; init; }

    /// <summary>File to which every arrival is appended as a JSON line before it is answered.</summary>
    public string? LogFile { get; init; }

    /// <summary>Folder that keeps the demo credentials and the phones over a restart; null keeps them in memory.</summary>
    public string? Folder { get; init; }
}

namespace NotifyHub.Sandbox;

/// <summary>The in-process sandbox. Section <c>NotifyHub:Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "NotifyHub:Sandbox";

    /// <summary>Whether the twins run beside the app. Not set: in Development only. Key: NotifyHub:Sandbox:Enabled.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Port on 127.0.0.1 of the HTTP/1.1 twins (all but APNs) and the control API, 0 to 65535; 0 takes any free one. Key: NotifyHub:Sandbox:Port.</summary>
    public int Port { get; set; } = 5081;

    /// <summary>Port on 127.0.0.1 of the HTTP/2 twin (APNs), 0 to 65535; 0 takes any free one. Key: NotifyHub:Sandbox:Http2Port.</summary>
    public int Http2Port { get; set; } = 5082;

    /// <summary>What is wrong with these settings, each fault naming its key.</summary>
    public IEnumerable<string> Faults()
    {
        if (Port is < 0 or > 65535)
        {
            yield return $"{Section}:Port must be 0 to 65535.";
        }

        if (Http2Port is < 0 or > 65535)
        {
            yield return $"{Section}:Http2Port must be 0 to 65535.";
        }

        if (Port != 0 && Port == Http2Port)
        {
            yield return $"{Section}:Http2Port must differ from {Section}:Port.";
        }
    }
}

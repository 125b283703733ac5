namespace NotifyHub.Sandbox.Demo;

/// <summary>The demo project. Section <c>NotifyHub:Demo</c>.</summary>
public sealed class DemoOptions
{
    /// <summary>Whether an empty database gets a demo project. Not set: in Development only. Needs the sandbox. Key: NotifyHub:Demo:Enabled.</summary>
    public bool? Enabled { get; set; }
}

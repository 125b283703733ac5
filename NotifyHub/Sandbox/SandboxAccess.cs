namespace NotifyHub.Sandbox;

/// <summary>The app's sandbox, if it has one.</summary>
/// <param name="Host">Null when the sandbox is off.</param>
public sealed record SandboxAccess(SandboxHost? Host);

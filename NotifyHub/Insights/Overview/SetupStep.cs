namespace NotifyHub.Insights.Overview;

/// <summary>The steps from an empty project to a confirmed push, in order.</summary>
public enum SetupStep { Credential, Device, Key, Send, Ack }

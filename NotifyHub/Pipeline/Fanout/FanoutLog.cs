namespace NotifyHub.Pipeline.Fanout;

/// <summary>What the worker says. Ids only.</summary>
internal static partial class FanoutLog
{
    [LoggerMessage(1, LogLevel.Error, "Fan-outs wait: a step failed")]
    public static partial void Waits(ILogger log, Exception error);

    [LoggerMessage(2, LogLevel.Error, "Fan-out of notification {Notification} waits: its step failed")]
    public static partial void StepFailed(ILogger log, long notification, Exception error);
}

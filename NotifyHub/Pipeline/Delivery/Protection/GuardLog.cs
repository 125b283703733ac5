namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>What the guard says.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(1, LogLevel.Warning, "What other nodes decided about vendors could not be read; trying again")]
    public static partial void NotRefreshed(ILogger log, Exception error);
}

namespace NotifyHub.Pipeline.Delivery.Limits;

/// <summary>What the limiter says.</summary>
internal static partial class LimitLog
{
    [LoggerMessage(1, LogLevel.Warning, "No share of {Scope} could be drawn; trying again")]
    public static partial void NotDrawn(ILogger log, string scope, Exception error);
}

namespace NotifyHub.Webhooks;

/// <summary>What the telling of webhooks says to the log.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1, LogLevel.Warning, "The webhooks could not be read again; what was known holds")]
    public static partial void NotRead(ILogger log, Exception error);

    [LoggerMessage(2, LogLevel.Error, "Webhook messages wait: the worker met a fault and goes on in a moment")]
    public static partial void Waits(ILogger log, Exception error);

    [LoggerMessage(3, LogLevel.Warning, "The result of a try to webhook {Endpoint} could not be written; it is tried again")]
    public static partial void NotWritten(ILogger log, string endpoint, Exception error);
}

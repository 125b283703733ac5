namespace NotifyHub.Data.Postgres;

/// <summary>What the engine says.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(1, LogLevel.Warning, "The line to the other nodes is down; it is opened again")]
    public static partial void LineLost(ILogger log, Exception error);
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Schedules;

/// <summary>What operators should know of schedules.</summary>
internal static partial class ScheduleLog
{
    public static void Later(ILogger log, long schedule, Exception error) => Waits(log, RowId.Format(RowId.Schedule, schedule), error.Message);

    public static void Refused(ILogger log, long schedule, RefusedException error) => WasRefused(log, RowId.Format(RowId.Schedule, schedule), error.Code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Schedule {Schedule} waits: {Why}")]
    private static partial void Waits(ILogger log, string schedule, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The send of schedule {Schedule} was refused: {Code}")]
    private static partial void WasRefused(ILogger log, string schedule, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Schedules can't be looked at now; they stay due")]
    public static partial void Failed(ILogger log, Exception error);
}

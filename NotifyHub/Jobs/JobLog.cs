namespace NotifyHub.Jobs;

/// <summary>What the jobs' runtime says.</summary>
internal static partial class JobLog
{
    [LoggerMessage(1, LogLevel.Error, "Job {Job} failed; it runs again at its next time")]
    public static partial void Failed(ILogger log, string job, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "The run of job {Job} could not be recorded")]
    public static partial void NotKept(ILogger log, string job, Exception error);
}

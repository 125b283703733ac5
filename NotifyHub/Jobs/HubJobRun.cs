using Quartz;

namespace NotifyHub.Jobs;

/// <summary>What the scheduler calls: runs the job, unless it is paused, and records what came of it. A failure is a row and a log entry; the schedule goes on.</summary>
[DisallowConcurrentExecution]
internal sealed class HubJobRun<TJob>(TJob job, JobRecorder recorder) : IJob
    where TJob : IHubJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await recorder.RunDueAsync(context.JobDetail.Key.Name, job, cancellationToken);
}

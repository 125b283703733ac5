using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Jobs;

/// <summary>When a job last ran in this process, and what came of it.</summary>
public sealed record LastRun(DateTimeOffset At, TimeSpan Duration, string Result, bool Failed);

/// <summary>Runs jobs and keeps what came of it: a row for a run that did something or failed, a time in memory for one that found nothing to do.</summary>
public sealed class JobRecorder(IWriteGate gate, HubIds ids, TimeProvider time, ILogger<JobRecorder> log)
{
    private const string Insert = "insert into job_runs (id, job, started_at, duration_ms, result, failed) values (@id, @job, @started, @duration, @result, @failed)";
    private readonly ConcurrentDictionary<string, LastRun> _last = new(StringComparer.Ordinal);

    /// <summary>The last run since start, null before the first.</summary>
    public LastRun? LastOf(string job) => _last.GetValueOrDefault(job);

    /// <summary>Runs the job once. Throws only when cancelled.</summary>
    public async Task RunAsync(string name, IHubJob job, CancellationToken cancel)
    {
        var (started, timestamp) = (time.GetUtcNow(), time.GetTimestamp());
        string? result;
        var failed = false;
        try
        {
            result = await job.RunAsync(cancel);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            JobLog.Failed(log, name, error);
            (result, failed) = ($"{error.GetType().Name}: {error.Message}", true);
        }
        var run = new LastRun(started, time.GetElapsedTime(timestamp), result ?? "nothing to do", failed);
        _last[name] = run;
        if (result is not null)
        {
            await KeepAsync(name, run, cancel);
        }
    }

    private async Task KeepAsync(string name, LastRun run, CancellationToken cancel)
    {
        try
        {
            await gate.WriteAsync(async session =>
            {
                await session.Prepare(Insert).Bind(ids.Next(), name, run.At, (int)run.Duration.TotalMilliseconds, run.Result, run.Failed).ExecuteAsync();
                session.Changed(0, HubTables.Jobs);
            }, cancel);
        }
        catch (StoreUnavailableException error)
        {
            JobLog.NotKept(log, name, error);
        }
    }
}

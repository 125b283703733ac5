using System.Collections.Concurrent;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Nodes;

namespace NotifyHub.Jobs;

/// <summary>When a job last ran, and what came of it.</summary>
public sealed record LastRun(DateTimeOffset At, TimeSpan Duration, string Result, bool Failed);

/// <summary>
/// Runs jobs and keeps what came of it, where every node and the next start find it: how the last run went, and a row of history for a run that did something
/// or failed. A run that found nothing to do moves the stored last-run time only now and then, so that an idle hub stays idle.
/// </summary>
public sealed class JobRecorder(HubEngine engine, IWriteGate gate, HubIds ids, HubNodes nodes, TimeProvider time, ILogger<JobRecorder> log)
{
    /// <summary>What a run that found nothing to do says.</summary>
    public const string NothingToDo = "nothing to do";

    private static readonly TimeSpan IdleKept = TimeSpan.FromMinutes(5);

    private const string History = "insert into job_runs (id, job, started_at, duration_ms, result, failed, node) values (@id, @job, @started, @duration, @result, @failed, @node)";

    private const string State = """
        insert into job_states (job, last_started_at, last_duration_ms, last_result, last_failed) values (@job, @started, @duration, @result, @failed)
        on conflict (job) do update set last_started_at = excluded.last_started_at, last_duration_ms = excluded.last_duration_ms, last_result = excluded.last_result, last_failed = excluded.last_failed
        """;

    private const string Paused = "select 1 from job_states where job = @job and paused_at is not null";

    private readonly ConcurrentDictionary<string, LastRun> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LastRun> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    /// <summary>The last run of this process, null before the first.</summary>
    public LastRun? LastOf(string job) => _last.GetValueOrDefault(job);

    /// <summary>Whether it runs in this process now.</summary>
    public bool IsRunning(string job) => _running.ContainsKey(job);

    /// <summary>What the schedule calls: runs the job unless somebody paused it.</summary>
    public async Task RunDueAsync(string name, IHubJob job, CancellationToken cancel)
    {
        if (!await IsPausedAsync(name, cancel))
        {
            await RunAsync(name, job, cancel);
        }
    }

    /// <summary>Runs the job once, paused or not. Throws only when cancelled.</summary>
    /// <returns>False when it runs already.</returns>
    public async Task<bool> RunAsync(string name, IHubJob job, CancellationToken cancel)
    {
        if (!_running.TryAdd(name, true))
        {
            return false;
        }
        try
        {
            await RunOnceAsync(name, job, cancel);
            return true;
        }
        finally
        {
            _running.TryRemove(name, out _);
        }
    }

    private async Task RunOnceAsync(string name, IHubJob job, CancellationToken cancel)
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
        var run = new LastRun(started, time.GetElapsedTime(timestamp), result ?? NothingToDo, failed);
        _last[name] = run;
        var kept = _kept.GetValueOrDefault(name);
        if (result is not null || kept is null || kept.Failed || run.At - kept.At >= IdleKept)
        {
            await KeepAsync(name, run, isHistory: result is not null, cancel);
        }
    }

    private async Task<bool> IsPausedAsync(string name, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Paused, ("@job", name));
        return await command.ExecuteScalarAsync(cancel) is not null;
    }

    private async Task KeepAsync(string name, LastRun run, bool isHistory, CancellationToken cancel)
    {
        try
        {
            await gate.WriteAsync(async session =>
            {
                var duration = (int)Math.Min(run.Duration.TotalMilliseconds, int.MaxValue);
                await session.Prepare(State).Bind(name, run.At, duration, run.Result, run.Failed).ExecuteAsync();
                if (isHistory)
                {
                    await session.Prepare(History).Bind(ids.Next(), name, run.At, duration, run.Result, run.Failed, nodes.Id).ExecuteAsync();
                }
                session.Changed(0, HubTables.Jobs);
            }, cancel);
            _kept[name] = run;
        }
        catch (StoreUnavailableException error)
        {
            JobLog.NotKept(log, name, error);
        }
    }
}

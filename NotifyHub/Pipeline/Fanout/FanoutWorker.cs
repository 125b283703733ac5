using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>Expands sends to many, one chunk of each in turn, while delivery is already at the first. One run has one worker at a time over all nodes, by a lease.</summary>
internal sealed class FanoutWorker(HubContexts contexts, FanoutChunks chunks, FanoutSignal signal, TimeProvider time, ILogger<FanoutWorker> log) : BackgroundService
{
    /// <summary>How often runs of a node that died are looked for.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await StepAsync(stoppingToken))
                {
                }
                await signal.WaitAsync(Glance, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // Runs are rows: they go on from their last chunk.
                FanoutLog.Waits(log, error);
                await Task.Delay(Glance, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One chunk of each run that is ours; false when none was.</summary>
    internal async Task<bool> StepAsync(CancellationToken cancel)
    {
        List<FanoutRun> open;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            open = await Open(db, time.GetUtcNow()).ToListAsync(cancel);
        }
        var did = false;
        foreach (var run in open)
        {
            try
            {
                did |= await ChunkAsync(run, cancel);
            }
            catch (Exception error) when (open.Count > 1 && !cancel.IsCancellationRequested)
            {
                // The others go on.
                FanoutLog.StepFailed(log, run.Id, error);
            }
        }
        return did;
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<FanoutRun> Open(HubDb db, DateTimeOffset now) =>
        // What goes to people is expanded when its time comes, by what they want then.
        db.Fanouts.AsNoTracking().Where(f => f.FinishedAt == null && f.State != FanoutState.Paused && (f.Type == null || f.DueAt <= now || f.State == FanoutState.Cancelling || f.State == FanoutState.Moving)).OrderBy(f => f.Id).Take(100);

    private async Task<bool> ChunkAsync(FanoutRun run, CancellationToken cancel)
    {
        if (!await chunks.LeaseAsync(run, cancel))
        {
            return false;
        }
        switch (run.State)
        {
            case FanoutState.Cancelling:
                await chunks.TakeBackAsync(run, cancel);
                return true;
            case FanoutState.Moving:
                await chunks.MoveAsync(run, cancel);
                return true;
            default:
                return await chunks.ExpandAsync(run, cancel);
        }
    }
}

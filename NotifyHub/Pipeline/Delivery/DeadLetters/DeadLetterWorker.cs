using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>Works off runs over filters, one slice of each in turn. Where a slice ends is written with the slice: a crash neither skips nor repeats a letter, and two nodes do not do the same one.</summary>
internal sealed class DeadLetterWorker(HubEngine engine, HubContexts contexts, IWriteGate gate, DeadLetterSignal signal, WorkSignal work, TimeProvider time, ILogger<DeadLetterWorker> log) : BackgroundService
{
    /// <summary>Rows of one commit: a few ms of the gate, which intake and results share.</summary>
    internal const int Slice = 500;

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    private const string Take = """update dead_letter_runs set "cursor" = @next where id = @id and "cursor" = @cursor and finished_at is null""";

    private const string Count = """
        update dead_letter_runs set done = done + @done, expired = expired + @expired, poison = poison + @poison, next_due_at = @due, finished_at = @finished where id = @id
        """;

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
                // The run stays open and goes on from its last slice.
                DeliveryLog.DeadLettersWait(log, error);
                await Task.Delay(Glance, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One slice of each open run; false when none is open.</summary>
    internal async Task<bool> StepAsync(CancellationToken cancel)
    {
        List<DeadLetterRun> open;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            open = await db.DeadLetterRuns.AsNoTracking().Where(r => r.FinishedAt == null).OrderBy(r => r.Id).ToListAsync(cancel);
        }
        foreach (var run in open)
        {
            await SliceAsync(run, cancel);
        }
        return open.Count > 0;
    }

    private async Task SliceAsync(DeadLetterRun run, CancellationToken cancel)
    {
        var chosen = await DeadLetterChoice.NextAsync(engine, run, Slice, cancel);
        var selection = DeadLetterChoice.Of(run);
        await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            if (await session.Prepare(Take).Bind(chosen.Count > 0 ? chosen[^1].Id : run.Cursor, run.Id, run.Cursor).ExecuteAsync() == 0)
            {
                return;
            }
            var (done, expired, poison) = (0, 0, 0);
            var pace = new DeadLetterPace(run, now);
            foreach (var letter in chosen)
            {
                if (run.Deed == DeadLetterDeed.Replay && !DeadLetterChoice.Takes(selection, letter.Reason))
                {
                    poison++;
                }
                else if (run.Deed == DeadLetterDeed.Replay && letter.ExpiresAt <= pace.Next.ToUnixTimeMilliseconds())
                {
                    expired++;
                }
                else if (await DeadLetterRow.DoAsync(session, run, letter.Id, pace.Next, now))
                {
                    done++;
                    pace.Advance();
                }
            }
            await session.Prepare(Count).Bind(done, expired, poison, pace.Next, chosen.Count < Slice ? now : null, run.Id).ExecuteAsync();
            session.Changed(run.ProjectId, HubTables.Deliveries | HubTables.Work);
            session.AfterCommit(work.Wake);
        }, cancel);
    }
}

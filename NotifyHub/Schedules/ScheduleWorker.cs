using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Schedules;

/// <summary>Looks for due schedules and has each of them done: woken by changes, by the next due time, and every few seconds for what other nodes stored. Several nodes may look; one does it.</summary>
internal sealed class ScheduleWorker(HubContexts contexts, ScheduleRunner runner, ScheduleSignal signal, TimeProvider time, ILogger<ScheduleWorker> log) : BackgroundService
{
    /// <summary>Schedules of one look.</summary>
    internal const int Slice = 100;

    // A clock that is set forward is noticed within this, and so is a schedule that another node stored.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await StepAsync(stoppingToken))
                {
                    await signal.WaitAsync(Glance, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The rows stay due.
                ScheduleLog.Failed(log, error);
                await Task.Delay(Glance, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Does what is due; true when more may wait.</summary>
    internal async Task<bool> StepAsync(CancellationToken cancel)
    {
        List<SendSchedule> due;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            due = await Due(db, time.GetUtcNow()).Take(Slice).ToListAsync(cancel);
        }
        var later = false;
        foreach (var schedule in due)
        {
            try
            {
                later |= await runner.RunAsync(schedule, cancel) == ScheduleOutcome.Later;
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                // One that can't be done holds up no other.
                ScheduleLog.Failed(log, error);
                later = true;
            }
        }
        return due.Count == Slice && !later;
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<SendSchedule> Due(HubDb db, DateTimeOffset now) => db.Schedules.AsNoTracking().Where(s => s.NextAt != null && s.NextAt <= now).OrderBy(s => s.NextAt);
}

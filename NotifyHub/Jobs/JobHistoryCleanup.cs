using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Jobs;

/// <summary>Removes old runs of jobs.</summary>
internal sealed class JobHistoryCleanup(IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("job_history_cleanup", "Removes runs of jobs older than 30 days.", TimeSpan.FromHours(24));

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private const int Slice = 2000;
    private const string Delete = "delete from job_runs where id in (select id from job_runs where id < @before order by id limit @limit)";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var before = HubIds.FloorAt(time.GetUtcNow() - Kept);
        var (total, removed) = (0, 0);
        do
        {
            removed = await gate.WriteAsync(session => session.Prepare(Delete).Bind(before, Slice).ExecuteAsync(), cancel);
            total += removed;
        }
        while (removed == Slice);
        return total == 0 ? null : $"removed {total}";
    }
}

using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Feedback;

/// <summary>Removes old attempts, oldest first, in slices that leave room in the gate. Ids are time-ordered, so age is a range of ids.</summary>
internal sealed class AttemptCleanup(IWriteGate gate, TimeProvider time, IOptions<RetentionOptions> options) : IHubJob
{
    public static readonly JobPlan Plan = new("attempt_cleanup", "Removes calls to vendors that are older than the retention time.", TimeSpan.FromDays(1));

    private const int Slice = 2000;
    private const string Delete = "delete from attempts where id in (select id from attempts where id < @floor order by id limit @limit)";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var floor = HubIds.FloorAt(time.GetUtcNow() - TimeSpan.FromDays(options.Value.AttemptDays));
        var (total, removed) = (0, 0);
        do
        {
            removed = await gate.WriteAsync(session => session.Prepare(Delete).Bind(floor, Slice).ExecuteAsync(), cancel);
            total += removed;
        }
        while (removed == Slice);
        return total == 0 ? null : $"removed {total}";
    }
}

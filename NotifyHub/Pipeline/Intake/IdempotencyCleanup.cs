using NotifyHub.Data.Gate;
using NotifyHub.Jobs;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Removes idempotency keys that are past their time.</summary>
internal sealed class IdempotencyCleanup(IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("idempotency_cleanup", "Removes idempotency keys older than 24 hours.", TimeSpan.FromHours(1));

    private const int Slice = 2000;

    internal const string Delete = """
        delete from idempotency where (project_id, route, "key") in
            (select project_id, route, "key" from idempotency where created_at <= @cutoff order by created_at limit @limit)
        """;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var cutoff = time.GetUtcNow() - IdempotencyLedger.Kept;
        var (total, removed) = (0, 0);
        do
        {
            removed = await gate.WriteAsync(session => session.Prepare(Delete).Bind(cutoff, Slice).ExecuteAsync(), cancel);
            total += removed;
        }
        while (removed == Slice);
        return total == 0 ? null : $"removed {total}";
    }
}

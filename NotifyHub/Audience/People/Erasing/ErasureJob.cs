using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Audience.People.Erasing;

/// <summary>Goes on with erasures that were not ended where they began.</summary>
internal sealed class ErasureJob(HubContexts contexts, ErasureSlices slices) : IHubJob
{
    public static readonly JobPlan Plan = new("user_erasure", "Ends erasures of users that were begun and not ended.", TimeSpan.FromMinutes(1));

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        List<Erasure> open;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            open = await db.Erasures.AsNoTracking().Where(e => e.FinishedAt == null).OrderBy(e => e.Id).ToListAsync(cancel);
        }
        foreach (var run in open)
        {
            while (await slices.NextAsync(run.ProjectId, run.Id, cancel))
            {
            }
        }
        return open.Count == 0 ? null : $"ended {open.Count}";
    }
}

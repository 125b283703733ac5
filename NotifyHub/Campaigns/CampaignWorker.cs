using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Campaigns;

/// <summary>Does what is due of campaigns: planned starts, what a pause or a cancellation left to do, and their end. Several nodes may look; each step is done once.</summary>
internal sealed class CampaignWorker(HubContexts contexts, CampaignStarter starter, CampaignSweeps sweeps, IWriteGate gate, CampaignSignal signal, TimeProvider time, ILogger<CampaignWorker> log) : BackgroundService
{
    // A clock that is set forward is noticed within this.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stoppingToken);
                await signal.WaitAsync(Glance, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                CampaignLog.AllFailed(log, error);
                // Most likely the store; asking it again at once would only add to its trouble.
                await Task.Delay(Glance, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Does what is due.</summary>
    internal async Task StepAsync(CancellationToken cancel)
    {
        List<Campaign> due;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            due = await Due(db, time.GetUtcNow()).Take(100).ToListAsync(cancel);
        }
        foreach (var campaign in due)
        {
            try
            {
                await StepAsync(campaign, cancel);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                // One that can't be done holds up no other.
                CampaignLog.StepFailed(log, campaign.Id, error);
            }
        }
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<Campaign> Due(HubDb db, DateTimeOffset now) => db.Campaigns.AsNoTracking().Where(c => c.DueAt != null && c.DueAt <= now).OrderBy(c => c.DueAt);

    private async Task StepAsync(Campaign campaign, CancellationToken cancel)
    {
        List<CampaignVariant> variants;
        await using (var db = contexts.Open(ProjectScope.Of(campaign.ProjectId)))
        {
            variants = await db.CampaignVariants.AsNoTracking().Where(v => v.CampaignId == campaign.Id).OrderBy(v => v.Number).ToListAsync(cancel);
        }
        if (campaign.State == CampaignState.Scheduled)
        {
            await StartAsync(campaign, variants, cancel);
        }
        else if (campaign.Sweep != CampaignSweep.None)
        {
            await sweeps.SweepAsync(campaign, [.. variants.Where(variant => !variant.IsHoldout).Select(variant => variant.NotificationId!.Value)], cancel);
        }
        else if (campaign.State == CampaignState.Running)
        {
            await sweeps.LookAsync(campaign, variants, cancel);
        }
    }

    private async Task StartAsync(Campaign campaign, List<CampaignVariant> variants, CancellationToken cancel)
    {
        try
        {
            await starter.StartAsync(campaign, variants, expected: null, campaign.CreatedBy, ip: null, cancel);
        }
        catch (Exception error) when (error is StoreUnavailableException or RefusedException { RetryAfter: not null })
        {
            CampaignLog.Later(log, campaign.Id, error);
        }
        catch (RefusedException refused)
        {
            CampaignLog.Refused(log, campaign.Id, refused);
            var why = $"The planned start was refused: {refused.Message}";
            await gate.WriteAsync(async session =>
            {
                await session.Prepare(CampaignSql.BackToDraft).Bind(why[..Math.Min(why.Length, 500)], time.GetUtcNow(), campaign.Id, campaign.Version).ExecuteAsync();
                session.Changed(campaign.ProjectId, HubTables.Campaigns);
            }, cancel);
        }
    }
}

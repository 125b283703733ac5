using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Campaigns;

/// <summary>
/// Goes through a campaign's written deliveries, a stretch in each transaction: wakes what a pause put aside, takes back what a cancellation reached, and finds out that all have
/// ended. Each is safe to do again from the beginning, so a crash costs a walk and nothing else.
/// </summary>
internal sealed class CampaignSweeps(HubEngine engine, IWriteGate gate, TimeProvider time)
{
    private const int Length = 2000, Look = 5000;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1), Latest = TimeSpan.FromMinutes(1);

    /// <summary>Wakes or takes back.</summary>
    public async Task SweepAsync(Campaign campaign, IReadOnlyList<long> notifications, CancellationToken cancel)
    {
        var sql = campaign.Sweep == CampaignSweep.Wake ? CampaignSql.Wake : CampaignSql.TakeBack;
        foreach (var notification in notifications)
        {
            var (after, more) = (0L, true);
            while (more)
            {
                var (upto, count) = await ReadAsync(CampaignSql.Stretch, notification, after, Length, row => (row.IsDBNull(0) ? after : row.GetInt64(0), row.GetInt64(1)), cancel);
                var from = after;
                await gate.WriteAsync(async session =>
                {
                    await session.Prepare(sql).Bind(time.GetUtcNow(), notification, from, upto).ExecuteAsync();
                    session.Changed(campaign.ProjectId, HubTables.Deliveries | HubTables.Work);
                }, cancel);
                (after, more) = (upto, count == Length);
            }
        }
        await gate.WriteAsync(async session =>
        {
            var next = campaign.State == CampaignState.Running ? time.GetUtcNow() : (DateTimeOffset?)null;
            if (await session.Prepare(CampaignSql.Swept).Bind(next, campaign.Id, campaign.Sweep, campaign.Version).ExecuteAsync() > 0 && next is null)
            {
                Tell(session, campaign.ProjectId, notifications);
            }
            session.Changed(campaign.ProjectId, HubTables.Campaigns);
        }, cancel);
    }

    /// <summary>Ends a campaign whose deliveries have all ended; else says when to look again.</summary>
    public async Task LookAsync(Campaign campaign, IReadOnlyList<CampaignVariant> variants, CancellationToken cancel)
    {
        var notifications = variants.Where(variant => !variant.IsHoldout).Select(variant => variant.NotificationId!.Value).ToList();
        if (await ReadAsync(CampaignSql.Growing, campaign.Id, 0, 0, _ => true, cancel) || !await HaveEndedAsync(variants, cancel))
        {
            var age = time.GetUtcNow() - campaign.StartedAt!.Value;
            var next = time.GetUtcNow() + (age / 20 is var wait && wait < Soonest ? Soonest : wait > Latest ? Latest : wait);
            await gate.WriteAsync(session => session.Prepare(CampaignSql.PutOff).Bind(next, campaign.Id, campaign.State, campaign.DueAt).ExecuteAsync(), cancel);
            return;
        }
        await gate.WriteAsync(async session =>
        {
            // Of several nodes, and of several looks, one ends it and tells it.
            if (await session.Prepare(CampaignSql.Complete).Bind(time.GetUtcNow(), campaign.Id).ExecuteAsync() > 0)
            {
                session.Happened(new HubFact(FactKind.CampaignCompleted, campaign.ProjectId, campaign.Id));
                Tell(session, campaign.ProjectId, notifications);
                session.Changed(campaign.ProjectId, HubTables.Campaigns);
            }
        }, cancel);
    }

    private async Task<bool> HaveEndedAsync(IReadOnlyList<CampaignVariant> variants, CancellationToken cancel)
    {
        foreach (var variant in variants.Where(variant => !variant.IsHoldout))
        {
            var (after, more) = (variant.EndedUpto, true);
            while (more)
            {
                var (live, last, count) = await ReadAsync(
                    CampaignSql.Walk, variant.NotificationId!.Value, after, Look, row => (row.IsDBNull(0) ? (long?)null : row.GetInt64(0), row.IsDBNull(1) ? after : row.GetInt64(1), row.GetInt64(2)), cancel);
                (after, more) = (live is { } waits ? waits - 1 : last, live is null && count == Look);
                if (live is not null)
                {
                    await KeepAsync(variant, after, cancel);
                    return false;
                }
            }
            await KeepAsync(variant, after, cancel);
        }
        return true;
    }

    // A dead letter that is sent again lives anew before this mark: the campaign has ended by then, or ends without it.
    private Task KeepAsync(CampaignVariant variant, long upto, CancellationToken cancel) => upto == variant.EndedUpto ? Task.CompletedTask
        : gate.WriteAsync(session => session.Prepare(CampaignSql.Ended).Bind(upto, variant.CampaignId, variant.Number).ExecuteAsync(), cancel);

    // A notification of which no delivery was live any more tells its end by nobody else.
    private static void Tell(WriteSession session, long projectId, IReadOnlyList<long> notifications)
    {
        foreach (var notification in notifications)
        {
            session.Happened(new HubFact(FactKind.NotificationCompleted, projectId, notification));
        }
    }

    private async Task<T?> ReadAsync<T>(string sql, long id, long after, int limit, Func<DbDataReader, T> map, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = limit == 0 ? connection.Command(sql, ("@id", id)) : connection.Command(sql, ("@id", id), ("@after", after), ("@limit", (long)limit));
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? map(row) : default;
    }
}

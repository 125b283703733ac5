using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Campaigns;

/// <summary>Counts what became of a campaign, from its deliveries: they are the ledger of who got what, and there is no second one that could disagree.</summary>
public sealed class CampaignReports(HubEngine engine, HubContexts contexts, TimeProvider time)
{
    private static readonly string Acted = $"d.acked_at is not null and exists (select 1 from interactions i where i.delivery_id = d.id and (i.kind = {(int)InteractionKind.Action} or i.kind = {(int)InteractionKind.Reply}))";

    // "cross" keeps SQLite's planner to this order: the few variants first, then each one's deliveries.
    private const string Of = "from campaign_variants a cross join deliveries d";
    private const string Where = "a.campaign_id = @campaign and a.project_id = @project and a.is_holdout = 0 and d.notification_id = a.notification_id";

    internal static readonly string Messages = $"""
        select d.provider, d.status, d.reason, count(*), count(d.acked_at), count(d.opened_at), sum(case when {Acted} then 1 else 0 end)
        {Of} where {Where} group by d.provider, d.status, d.reason
        """;

    internal static readonly string People = $"""
        select p.number, count(*), sum(p.sent), sum(p.acked), sum(p.opened), sum(p.acted)
        from (select a.number as number, coalesce('u' || v.user_id, 'f' || v.fingerprint_hex, 'd' || cast(d.device_id as text)) as person_key, max(case when d.status = {(int)DeliveryStatus.Sent} then 1 else 0 end) as sent,
                max(case when d.status = {(int)DeliveryStatus.Sent} and d.acked_at is not null then 1 else 0 end) as acked, max(case when d.status = {(int)DeliveryStatus.Sent} and d.opened_at is not null then 1 else 0 end) as opened,
                max(case when d.status = {(int)DeliveryStatus.Sent} and {Acted} then 1 else 0 end) as acted
            {Of} left join devices v on v.id = d.device_id
            where {Where} and d.reason <> {(int)DeliveryReason.Holdout} group by a.number, person_key) as p
        group by p.number
        """;

    internal static readonly string Pace = $"""
        select count(*), sum(case when {HubModel.Live("d.status")} then 1 else 0 end), sum(case when d.status = {(int)DeliveryStatus.Sent} then 1 else 0 end), sum(case when d.sent_at >= @since then 1 else 0 end)
        {Of} where {Where}
        """;

    /// <summary>Over which the rate is told.</summary>
    public static readonly TimeSpan PaceWindow = TimeSpan.FromSeconds(30);

    private readonly record struct Line(ProviderKind Provider, DeliveryStatus Status, DeliveryReason Reason, long Count, long Acked, long Opened, long Acted);

    /// <summary>The report; null when this project has no such campaign. Looks at all its deliveries.</summary>
    public async Task<CampaignReport?> OfAsync(long projectId, long campaign, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaign, cancel) is not { } row)
        {
            return null;
        }
        var variants = await db.CampaignVariants.AsNoTracking().Where(v => v.CampaignId == campaign && !v.IsHoldout).OrderBy(v => v.Number).ToListAsync(cancel);
        await using var connection = await engine.OpenReadAsync(cancel);
        var lines = await ReadAsync(connection, Messages, projectId, campaign, r => new Line((ProviderKind)r.GetInt32(0), (DeliveryStatus)r.GetInt32(1), (DeliveryReason)r.GetInt32(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), Long(r, 6)), cancel);
        var people = (await ReadAsync(connection, People, projectId, campaign, r => (Number: r.GetInt32(0), People: r.GetInt64(1), Sent: Long(r, 2), Acked: Long(r, 3), Opened: Long(r, 4), Acted: Long(r, 5)), cancel)).ToDictionary(p => p.Number);
        var figures = variants.ConvertAll(variant =>
        {
            var own = people.GetValueOrDefault(variant.Number);
            return new CampaignVariantFigures(
                variant, own.People, own.Sent, new Proportion(own.Acked, own.Sent), new Proportion(own.Opened, own.Sent), new Proportion(own.Acted, own.Sent));
        });
        return new CampaignReport(
            row, FunnelOf(lines),
            [.. lines.Where(l => l.Status == DeliveryStatus.Suppressed).GroupBy(l => l.Reason).Select(g => (g.Key, g.Sum(l => l.Count))).OrderByDescending(g => g.Item2)],
            [.. lines.GroupBy(l => l.Provider).OrderBy(g => g.Key).Select(g => new CampaignProvider(g.Key, FunnelOf([.. g])))],
            figures, CampaignVerdict.Of([.. figures.Select(f => (f.Name, f.Opened))]), time.GetUtcNow());
    }

    /// <summary>How far a started campaign is.</summary>
    public async Task<CampaignProgress> ProgressAsync(Campaign campaign, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(campaign.ProjectId));
        var run = await db.Fanouts.AsNoTracking().SingleOrDefaultAsync(f => f.CampaignId == campaign.Id, cancel);
        await using var connection = await engine.OpenReadAsync(cancel);
        var since = time.GetUtcNow() - PaceWindow;
        var (written, waiting, sent, late) = (await ReadAsync(
            connection, Pace, campaign.ProjectId, campaign.Id, r => (r.GetInt64(0), Long(r, 1), Long(r, 2), Long(r, 3)), cancel, ("@since", since.ToUnixTimeMilliseconds())))[0];
        var window = campaign.StartedAt is { } started && started > since ? Math.Max(1, (time.GetUtcNow() - started).TotalSeconds) : PaceWindow.TotalSeconds;
        return new CampaignProgress(run, written, waiting, sent, late / window);
    }

    private static CampaignFunnel FunnelOf(IReadOnlyList<Line> lines)
    {
        long In(params DeliveryStatus[] statuses) => lines.Where(l => statuses.Contains(l.Status)).Sum(l => l.Count);
        var heldOut = lines.Where(l => l.Reason == DeliveryReason.Holdout).Sum(l => l.Count);
        return new CampaignFunnel(
            lines.Sum(l => l.Count), heldOut, In(DeliveryStatus.Suppressed) - heldOut, lines.Where(l => l.Status < DeliveryStatus.Sent).Sum(l => l.Count), In(DeliveryStatus.Sent),
            lines.Sum(l => l.Acked), lines.Sum(l => l.Opened), lines.Sum(l => l.Acted), In(DeliveryStatus.Failed), In(DeliveryStatus.Expired), In(DeliveryStatus.Cancelled));
    }

    private static long Long(DbDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    private static async Task<List<T>> ReadAsync<T>(DbConnection connection, string sql, long project, long campaign, Func<DbDataReader, T> map, CancellationToken cancel, params (string Name, object Value)[] others)
    {
        await using var command = connection.Command(sql, [("@campaign", campaign), ("@project", project), .. others]);
        await using var row = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await row.ReadAsync(cancel))
        {
            rows.Add(map(row));
        }
        return rows;
    }
}

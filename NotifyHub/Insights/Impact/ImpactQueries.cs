using System.Data.Common;
using System.Globalization;
using NotifyHub.Data;

namespace NotifyHub.Insights.Impact;

/// <summary>What messages led to. A delivery's figures are counted from its own ties; a campaign's are added up beforehand, but for the last minute.</summary>
public sealed class ImpactQueries(HubEngine engine)
{
    /// <summary>Events of one delivery that are counted; an app that reports more for one message is broken.</summary>
    public const int Most = 10_000;

    /// <summary>Of one delivery; null when it is not of this project.</summary>
    public async Task<DownstreamImpact?> OfDeliveryAsync(long projectId, long deliveryId, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        var found = await Reached(projectId, deliveryId).QueryAsync(connection, row => row.TimeOrNull(0), cancel);
        if (found.Count == 0)
        {
            return null;
        }
        if (found[0] is not { } reached)
        {
            return new DownstreamImpact();
        }
        var ties = await Ties(deliveryId, reached).QueryAsync(
            connection, row => (Name: row.GetString(0), After: row.Time(1) - reached, IsError: row.GetInt64(2) != 0, Session: row.TextOrNull(3)), cancel);
        var capped = ties.Count > Most;
        var counted = ties.Take(Most).ToList();
        var counts = counted.GroupBy(tie => (tie.Name, Hour: (int)tie.After.TotalHours)).Select(group => (group.Key.Name, group.Key.Hour, group.LongCount(), group.LongCount(tie => tie.IsError)));
        return DownstreamImpact.Of([.. counts]) with
        {
            Sessions = counted.Select(tie => tie.Session).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            ToFirst = counted.Count == 0 ? null : counted.Min(tie => tie.After),
            Capped = capped,
        };
    }

    /// <summary>Of a campaign; null when no message of this project bears the tag.</summary>
    public async Task<DownstreamImpact?> OfCampaignAsync(long projectId, string campaign, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        if (await Exists(projectId, campaign).NumberAsync(connection, cancel) is null)
        {
            return null;
        }
        if (await AnySent(projectId, campaign).NumberAsync(connection, cancel) is null)
        {
            return new DownstreamImpact();
        }
        // The mark may move between the two halves: then they are read again, for each tie is in one of them only.
        while (true)
        {
            var mark = await MarkAsync(connection, cancel);
            var impact = await CountAsync(connection, projectId, campaign, mark, cancel);
            if (await MarkAsync(connection, cancel) == mark)
            {
                return impact;
            }
        }
    }

    private static async Task<DownstreamImpact> CountAsync(DbConnection connection, long projectId, string campaign, long mark, CancellationToken cancel)
    {
        var counts = await Counted(projectId, campaign).QueryAsync(connection, Count, cancel);
        counts.AddRange(await Tail(projectId, campaign, mark).QueryAsync(connection, Count, cancel));
        var totals = await Totals(projectId, campaign).QueryAsync(connection, Total, cancel);
        totals.AddRange(await TailTotals(projectId, campaign, mark).QueryAsync(connection, Total, cancel));
        var quickest = totals.Select(total => total.Quickest).OfType<long>().ToList();
        return DownstreamImpact.Of(counts) with
        {
            Sessions = totals.Sum(total => total.Sessions),
            ToFirst = quickest.Count == 0 ? null : TimeSpan.FromMilliseconds(quickest.Min()),
        };

        static (string, int, long, long) Count(DbDataReader row) => (row.GetString(0), (int)row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
        static (long Sessions, long? Quickest) Total(DbDataReader row) => (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1));
    }

    private static async Task<long> MarkAsync(DbConnection connection, CancellationToken cancel)
    {
        var mark = await Mark.QueryAsync(connection, row => row.GetString(0), cancel);
        return mark.Count == 0 ? 0 : long.Parse(mark[0], CultureInfo.InvariantCulture);
    }

    internal static SqlText Mark => new($"select value from installation_facts where name = '{CampaignCounts.MarkName}'", []);

    internal static SqlText Reached(long projectId, long deliveryId) =>
        new($"select {ImpactWindow.ReachedSql} from deliveries d where d.id = @id and d.project_id = @project", [("@id", deliveryId), ("@project", projectId)]);

    internal static SqlText Ties(long deliveryId, DateTimeOffset reached) => new(
        $"select i.name, i.at, i.is_error, i.session_id from event_impacts i where i.delivery_id = @id and i.at >= @from and i.at < @to limit {Most + 1}",
        [("@id", deliveryId), ("@from", reached), ("@to", reached + ImpactWindow.Length)]);

    internal static SqlText Exists(long projectId, string campaign) =>
        new("select 1 from deliveries where project_id = @project and campaign_id = @campaign limit 1", [("@project", projectId), ("@campaign", campaign)]);

    internal static SqlText AnySent(long projectId, string campaign) =>
        new("""
            select 1 from campaign_impact_totals where project_id = @project and campaign_id = @campaign
            union all select 1 from (select sent_at, acked_at from deliveries where project_id = @project and campaign_id = @campaign order by id limit 1000) as first_sends where sent_at is not null or acked_at is not null
            limit 1
            """, [("@project", projectId), ("@campaign", campaign)]);

    internal static SqlText Counted(long projectId, string campaign) =>
        new("select name, hour, events, errors from campaign_impacts where project_id = @project and campaign_id = @campaign", [("@project", projectId), ("@campaign", campaign)]);

    internal static SqlText Totals(long projectId, string campaign) =>
        new("select sessions, quickest_ms from campaign_impact_totals where project_id = @project and campaign_id = @campaign", [("@project", projectId), ("@campaign", campaign)]);

    internal static SqlText Tail(long projectId, string campaign, long mark) => new(
        $"select i.name, {ImpactWindow.HourSql}, count(*), sum(i.is_error) {Behind} group by i.name, {ImpactWindow.HourSql}",
        [("@project", projectId), ("@campaign", campaign), ("@mark", mark)]);

    internal static SqlText TailTotals(long projectId, string campaign, long mark) => new(
        $"""
        select count(distinct case when not exists (select 1 from campaign_sessions s where s.project_id = i.project_id and s.campaign_id = i.campaign_id and s.session_id = i.session_id) then i.session_id end),
            min(i.at - {ImpactWindow.ReachedSql}) {Behind}
        """,
        [("@project", projectId), ("@campaign", campaign), ("@mark", mark)]);

    private static readonly string Behind =
        $"from event_impacts i join deliveries d on d.id = i.delivery_id where i.project_id = @project and i.campaign_id = @campaign and i.noted_at > @mark and {ImpactWindow.CountsSql}";
}

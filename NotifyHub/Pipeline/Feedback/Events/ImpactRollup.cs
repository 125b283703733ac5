using System.Globalization;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Pipeline.Feedback.Events;

/// <summary>
/// Adds up what campaigns led to, so that a report costs the same after ten million events as after ten. The mark up to which ties are counted moves in
/// the transaction that counts them: a crash neither skips nor repeats one. What lies behind the mark is counted by who reads.
/// </summary>
internal sealed class ImpactRollup(HubEngine engine, IWriteGate gate, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("impact_rollup", "Adds up the events that campaigns led to.", TimeSpan.FromSeconds(30));

    /// <summary>Ties younger than this wait: one that was noted earlier by another node may be committed later.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromSeconds(60);

    private const int Slice = 5000;

    private const string Fresh = "i.campaign_id is not null and i.noted_at > @after and i.noted_at <= @upto";

    private static readonly string Counted = $"from event_impacts i join deliveries d on d.id = i.delivery_id where {Fresh} and {ImpactWindow.CountsSql}";

    internal const string Mark = $"select value from installation_facts where name = '{CampaignCounts.MarkName}'";

    private const string FirstMark = $"insert into installation_facts (name, value) values ('{CampaignCounts.MarkName}', '0') on conflict (name) do nothing";

    private const string MoveMark = $"update installation_facts set value = @next where name = '{CampaignCounts.MarkName}' and value = @mark";

    internal static readonly string SliceEnd = $"select noted_at from event_impacts i where {Fresh} order by noted_at limit 1 offset {Slice - 1}";

    internal static readonly string Any = $"select 1 from event_impacts i where {Fresh} limit 1";

    internal static readonly string Count = $"""
        insert into campaign_impacts (project_id, campaign_id, name, hour, events, errors)
        select i.project_id, i.campaign_id, i.name, {ImpactWindow.HourSql} as hour, count(*), sum(i.is_error) {Counted}
        group by i.project_id, i.campaign_id, i.name, {ImpactWindow.HourSql}
        on conflict (project_id, campaign_id, name, hour) do update set events = campaign_impacts.events + excluded.events, errors = campaign_impacts.errors + excluded.errors
        """;

    // Of a session that is new to its campaign one is counted, whichever of its ties comes first.
    internal static readonly string Total = $"""
        insert into campaign_impact_totals (project_id, campaign_id, sessions, quickest_ms)
        select i.project_id, i.campaign_id,
            count(distinct case when not exists (select 1 from campaign_sessions s where s.project_id = i.project_id and s.campaign_id = i.campaign_id and s.session_id = i.session_id) then i.session_id end),
            min(i.at - {ImpactWindow.ReachedSql}) {Counted}
        group by i.project_id, i.campaign_id
        on conflict (project_id, campaign_id) do update set sessions = campaign_impact_totals.sessions + excluded.sessions,
            quickest_ms = case when excluded.quickest_ms < campaign_impact_totals.quickest_ms then excluded.quickest_ms else campaign_impact_totals.quickest_ms end
        """;

    internal static readonly string Sessions = $"""
        insert into campaign_sessions (project_id, campaign_id, session_id)
        select distinct i.project_id, i.campaign_id, i.session_id {Counted} and i.session_id is not null
        on conflict (project_id, campaign_id, session_id) do nothing
        """;

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var slices = 0;
        while (await SliceAsync(cancel))
        {
            slices++;
        }
        return slices == 0 ? null : slices == 1 ? "counted one slice" : string.Create(CultureInfo.InvariantCulture, $"counted {slices} slices");
    }

    // False when nothing is left to count, or another node counts.
    private async Task<bool> SliceAsync(CancellationToken cancel)
    {
        var (mark, end) = (await MarkAsync(cancel), (time.GetUtcNow() - Settles).ToUnixTimeMilliseconds());
        if (await NumberAsync(Any, mark ?? 0, end, cancel) is null)
        {
            return false;
        }
        end = await NumberAsync(SliceEnd, mark ?? 0, end, cancel) ?? end;
        return await gate.WriteAsync(async session =>
        {
            if (mark is null)
            {
                await session.Prepare(FirstMark).ExecuteAsync();
            }
            if (await session.Prepare(MoveMark).Bind(Text(end), Text(mark ?? 0)).ExecuteAsync() == 0)
            {
                return false;
            }
            foreach (var sql in new[] { Count, Total, Sessions })
            {
                await session.Prepare(sql).Bind(mark ?? 0, end).ExecuteLaterAsync();
            }
            session.Changed(0, HubTables.Events);
            return true;
        }, cancel);
    }

    private async Task<long?> MarkAsync(CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = Mark;
        return await command.ExecuteScalarAsync(cancel) is string text ? long.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private async Task<long?> NumberAsync(string sql, long after, long upTo, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(sql, ("@after", after), ("@upto", upTo));
        return HubEngine.Number(await command.ExecuteScalarAsync(cancel));
    }

    private static string Text(long mark) => mark.ToString(CultureInfo.InvariantCulture);
}

using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>
/// A stretch of a campaign's devices, shared out among its variants by one statement: whose bucket lies in a variant's range gets that variant's notification, and who is held out
/// gets a row that says so. One walk decides about each device once, so nobody is in two variants and nobody in none.
/// </summary>
internal static class CampaignFanout
{
    // A person's devices get the same: theirs by name, else by fingerprint; devices of one fingerprint that is nobody's go together, others by themselves.
    private const string PersonOf = """
        coalesce((select q.id from people q where q.project_id = v.project_id and q.user_id = v.user_id),
            (select min(q.id) from people q where q.project_id = v.project_id and q.fingerprint_hex = v.fingerprint_hex),
            (select min(o.id) from devices o where o.project_id = v.project_id and o.fingerprint_hex = v.fingerprint_hex), v.id)
        """;

    /// <summary>
    /// The deliveries of a stretch, numbered from @base on. Materialized, so that whom a device belongs to is looked up once and not wherever its bucket is used.
    /// Parameters beside the part's: @base @now @id @after @upto @seed.
    /// </summary>
    /// <param name="part">Of the target.</param>
    /// <param name="mayOptOut">It has a category: who opted out of it gets a row that says so.</param>
    internal static string Insert(TargetPart part, bool mayOptOut) => $"""
        with w as materialized (
            select f.project_id, f.campaign_id as campaign, v.id as device, v.provider, {(mayOptOut ? $"case when {OptOutSql.IsOut("v.project_id", "v.user_id", "v.fingerprint_hex", "f.category")} then 1 else 0 end" : "0")} as out,
                f.lane, f.due_at, f.collapse_key, f.category, {PersonOf} as person, {part.Key} as k
            from fanouts f cross join {part.Candidates} {part.Join}
            where f.id = @id and {part.Stretch})
        insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, expires_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at, collapse_key, campaign_id, template_id, category)
        select @base + row_number() over (order by w.k, w.device) - 1, w.project_id, n.id, w.device, w.provider,
            case when a.is_holdout = 1 or w.out = 1 then {(int)DeliveryStatus.Suppressed} else {(int)DeliveryStatus.Queued} end,
            case when a.is_holdout = 1 then {(int)DeliveryReason.Holdout} when w.out = 1 then {(int)DeliveryReason.PreferenceOptedOut} else {(int)DeliveryReason.None} end,
            w.lane, w.due_at, n.expires_at, 0, 0, 0, 0, 0, @now, @now, w.collapse_key, n.campaign_id, n.template_id, w.category
        from w cross join campaign_variants a cross join notifications n
        where a.campaign_id = w.campaign and {Bucket} >= a.from_bucket and {Bucket} < a.to_bucket and n.id = a.notification_id
        on conflict (notification_id, device_id) do nothing
        """;

    private static readonly string Bucket = PersonBucket.Sql("cast(@seed as bigint)", "w.person");

    /// <summary>Each variant's share of what was just written. In any order: @campaign @base @end.</summary>
    internal const string Recipients = """
        update notifications set recipients = recipients + (select count(*) from deliveries d where d.id >= @base and d.id < @end and d.notification_id = notifications.id)
        where id in (select a.notification_id from campaign_variants a where a.campaign_id = @campaign)
        """;

    /// <summary>Writes a stretch.</summary>
    /// <returns>Deliveries written; null when there were more than ids were set aside for: then nothing may be committed.</returns>
    public static async ValueTask<int?> WriteAsync(WriteSession session, FanoutRun run, TargetPart part, long upto, (long From, int Count) reserved, DateTimeOffset now)
    {
        var written = await session.BindNamed(Insert(part, run.Category is not null),
        [
            .. part.Values.Select(v => (v.Name, (object?)v.Value)), ("@project", run.ProjectId), ("@base", reserved.From), ("@now", now), ("@id", run.Id), ("@after", run.Cursor), ("@upto", upto),
            ("@seed", PersonBucket.SeedOf(run.CampaignId!.Value)),
        ]).ExecuteAsync();
        if (written > reserved.Count)
        {
            return null;
        }
        await session.BindNamed(Recipients, ("@campaign", run.CampaignId), ("@base", reserved.From), ("@end", reserved.From + reserved.Count)).ExecuteLaterAsync();
        return written;
    }
}

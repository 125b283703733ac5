using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>Statements of a fan-out. Each that goes on asks for the lease and for where the run stood, so that of two workers one finds it taken.</summary>
internal static class FanoutSql
{
    /// <summary>States in which there is work to do.</summary>
    public static readonly string AtWork = $"(state = {(int)FanoutState.Running} or state = {(int)FanoutState.Cancelling} or state = {(int)FanoutState.Moving})";

    /// <summary>Takes the lease, or prolongs one's own. In order: @owner @until @fence @id @now @alone.</summary>
    public static readonly string Lease = $"""
        update fanouts set lease_owner = @owner, lease_until = @until, fence = fence + @fence
        where id = @id and {AtWork} and (lease_owner is null or lease_owner = @owner or lease_until <= @now or @alone = 1)
        """;

    /// <summary>Goes on to the next stretch. In order: @part @upto @looked @total @ms @until @now @finished @ended @id @state @owner @fence @from_part @after.</summary>
    public const string Advance = """
        update fanouts set part = @part, "cursor" = @upto, looked = looked + @looked, total = coalesce(total, @total), work_ms = work_ms + @ms, lease_until = @until, updated_at = @now,
            finished_at = @finished, state = @ended
        where id = @id and state = @state and lease_owner = @owner and fence = @fence and part = @from_part and "cursor" = @after
        """;

    /// <summary>In order: @written @taken @id.</summary>
    public const string Count = "update fanouts set written = written + @written, taken_back = taken_back + @taken where id = @id";

    /// <summary>In order: @written @id.</summary>
    public const string Recipients = "update notifications set recipients = recipients + @written where id = @id";

    /// <summary>
    /// The deliveries of a stretch, numbered from @base on. "cross" keeps SQLite's planner to this order: the one notification first, then the part's own index.
    /// Parameters beside the part's: @base @now @id @after @upto.
    /// </summary>
    /// <param name="part">Of the target.</param>
    /// <param name="mayOptOut">It has a category: who opted out of it gets a row that says so.</param>
    /// <param name="zones">How many zones are bound (@zone0_ @at0_ ..., and @fallback), each recipient goes at its own time then; 0 when all go at one moment.</param>
    public static string Insert(TargetPart part, bool mayOptOut, int zones = 0) => $"""
        {(zones > 0 ? $"with {ZoneTable(zones)} " : "")}insert into deliveries (id, project_id, notification_id, device_id, provider, status, reason, lane, due_at, expires_at, attempts, crashes, maybe_duplicate, replays, receipt, created_at, updated_at, collapse_key, campaign_id, template_id, category)
        select @base + row_number() over (order by r.k) - 1, r.project_id, r.id, r.device, r.provider,
            case when r.out = 1 then {(int)DeliveryStatus.Suppressed} when r.due_at > @now then {(int)DeliveryStatus.Scheduled} else {(int)DeliveryStatus.Queued} end,
            case when r.out = 1 then {(int)DeliveryReason.PreferenceOptedOut} else {(int)DeliveryReason.None} end,
            r.lane, r.due_at, r.expires_at, 0, 0, 0, 0, 0, @now, @now, r.collapse_key, r.campaign_id, r.template_id, r.category
        from (select f.project_id, f.id, v.id as device, v.provider, {(mayOptOut ? $"case when {OptOutSql.IsOut("v.project_id", "v.user_id", "v.fingerprint_hex", "f.category")} then 1 else 0 end" : "0")} as out, f.lane, {(zones > 0 ? DueInZone : "f.due_at")} as due_at, {(zones > 0 ? $"n.expires_at - f.due_at + {DueInZone}" : "n.expires_at")} as expires_at, f.collapse_key, n.campaign_id, n.template_id, f.category, {part.Key} as k
            from fanouts f cross join notifications n cross join {part.Candidates} {part.Join}{(zones > 0 ? $" left join (select distinct tz, due from z) y on y.tz = {FanoutTimes.ZoneOf}" : "")}
            where f.id = @id and n.id = f.id and {part.Stretch}) as r
        where true
        on conflict (notification_id, device_id) do nothing
        """;

    private const string DueInZone = "coalesce(y.due, cast(@fallback as bigint))";

    /// <summary>The send begins with the first of its recipients' times, and its end moves with the last: the time between due and end stays what it was. In any order: @first @last @id.</summary>
    public const string Widen = """
        update notifications set send_at = case when send_at > cast(@first as bigint) then cast(@first as bigint) else send_at end,
            expires_at = expires_at + (select case when f.due_at < cast(@last as bigint) then cast(@last as bigint) - f.due_at else 0 end from fanouts f where f.id = notifications.id)
        where id = @id
        """;

    /// <summary>After <see cref="Widen"/>. In any order: @last @id.</summary>
    public const string Latest = "update fanouts set due_at = cast(@last as bigint) where id = @id and due_at < cast(@last as bigint)";

    /// <summary>The end of the next stretch of a notification's deliveries, and how many it has. In order: @id @after @limit.</summary>
    public const string WrittenWindow = """
        select max(stretch.k), count(*) from (select device_id as k from deliveries where notification_id = @id and device_id > @after order by device_id limit @limit) stretch
        """;

    /// <summary>Takes back what waits in a stretch. In order: @now @id @after @upto.</summary>
    public static readonly string TakeBack = $"""
        update deliveries set status = {(int)DeliveryStatus.Cancelled}, reason = {(int)DeliveryReason.Cancelled}, updated_at = @now
        where notification_id = @id and device_id > @after and device_id <= @upto and {HubModel.Waiting()}
        """;

    /// <summary>
    /// The new time of what waits in a stretch, also of what a claim holds at this moment: it looks at the notification before it calls, and puts it back.
    /// In any order: @now @id @after @upto, and @zone0_ @at0_ ... @fallback where zones are bound.
    /// </summary>
    /// <param name="zones">How many zones are bound; 0 when all go at the run's one moment.</param>
    public static string Move(int zones) => $"""
        with {(zones > 0 ? $"{ZoneTable(zones)}, " : "")}r as materialized (
            select d.id, {(zones > 0 ? DueInZone : "f.due_at")} as due, n.expires_at - f.due_at + {(zones > 0 ? DueInZone : "f.due_at")} as ends
            from fanouts f cross join notifications n cross join deliveries d{(zones > 0 ? $" join devices v on v.id = d.device_id left join (select distinct tz, due from z) y on y.tz = {FanoutTimes.ZoneOf}" : "")}
            where f.id = @id and n.id = f.id and d.notification_id = @id and d.device_id > @after and d.device_id <= @upto and {HubModel.Live("d.status")})
        update deliveries set status = case when r.due > @now then {(int)DeliveryStatus.Scheduled} else {(int)DeliveryStatus.Queued} end, reason = {(int)DeliveryReason.None},
            due_at = r.due, expires_at = r.ends, lease_owner = null, lease_until = null, updated_at = @now
        from r
        where deliveries.id = r.id
        """;

    /// <summary>The run is again what it was; one that was not through looks at everybody once more, and finds those that are written. In order: @now @id.</summary>
    public static readonly string Moved = $"""
        update fanouts set state = afterwards, finished_at = case when afterwards = {(int)FanoutState.Done} then cast(@now as bigint) end, afterwards = null, part = 0, "cursor" = 0,
            looked = case when afterwards = {(int)FanoutState.Done} then looked else 0 end
        where id = @id and state = {(int)FanoutState.Moving}
        """;

    /// <summary>From here on the rows' own times count again. In order: @id.</summary>
    public const string Settled = "update notifications set moved_at = null where id = @id";

    private static string ZoneTable(int zones) =>
        $"z(tz, due) as (values {string.Join(", ", Enumerable.Range(0, zones).Select(i => $"(cast(@zone{i}_ as text), cast(@at{i}_ as bigint))"))})";
}

using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Statements of the claim that are the same on every engine; the claim itself is the engine's.</summary>
internal static class ClaimSql
{
    // The device's language, else its person's.
    private const string Reads = "coalesce(v.locale, (select p.locale from people p where p.project_id = v.project_id and p.user_id = v.user_id))";
    private const int Sending = (int)DeliveryStatus.Sending;

    /// <summary>
    /// What a claim took, named by its lease: the end of a lease is unique within a boot. Of one collapse key and device the order is that of
    /// the asked-for times. A row is superseded when a later one has been due; it must wait while an earlier one is on its way under another claim
    /// (one of the same claim will be found superseded). Two nodes that take siblings at the same moment each look after their own commit,
    /// so at least one of them sees the other.
    /// </summary>
    public static readonly string Read = $"""
        select d.id, d.project_id, d.notification_id, d.device_id, d.provider, d.attempts, d.expires_at, d.collapse_key,
            v.status, v.sealed_token, v.environment, v.registered_at, n.payload,
            case when d.collapse_key is not null and (exists (
                select 1 from deliveries s join notifications sn on sn.id = s.notification_id
                where s.device_id = d.device_id and s.id > d.id and s.collapse_key = d.collapse_key
                    and coalesce(sn.send_at, sn.created_at) >= coalesce(n.send_at, n.created_at)
                    and (s.status in ({Newer}) or (s.status = {(int)DeliveryStatus.Scheduled} and s.due_at <= @now)))
                or exists (
                select 1 from deliveries s join notifications sn on sn.id = s.notification_id
                where s.device_id = d.device_id and s.collapse_key = d.collapse_key and {HubModel.Live("s.status")} and s.id < d.id
                    and coalesce(sn.send_at, sn.created_at) > coalesce(n.send_at, n.created_at)
                    and (s.status in ({Newer}) or (s.status = {(int)DeliveryStatus.Scheduled} and s.due_at <= @now)))) then 1 else 0 end,
            case when d.collapse_key is not null and exists (
                select 1 from deliveries s join notifications sn on sn.id = s.notification_id
                where s.device_id = d.device_id and s.collapse_key = d.collapse_key and {HubModel.Live("s.status")} and s.status = {Sending} and s.id <> d.id
                    and (s.lease_owner <> d.lease_owner or s.lease_until <> d.lease_until)
                    and (coalesce(sn.send_at, sn.created_at) < coalesce(n.send_at, n.created_at)
                        or (coalesce(sn.send_at, sn.created_at) = coalesce(n.send_at, n.created_at) and s.id < d.id))) then 1 else 0 end,
            d.lane, v.slow_until, d.crashes, coalesce(n.send_at, n.created_at), n.trace_parent, n.correlation_id, v.last_seen_at, v.permission,
            case when n.localized = 1 then (select c.locale from notification_contents c where c.notification_id = n.id and {HubModel.Speaks(Reads, "c.locale")} order by length(c.locale) desc limit 1) end,
            d.category, case when d.category is not null and {OptOutSql.IsOut("d.project_id", "v.user_id", "v.fingerprint_hex", "d.category")} then 1 else 0 end, n.cancelled_at,
            d.person_id, n.moved_at, n.paused_at
        from deliveries d
        join notifications n on n.id = d.notification_id
        join devices v on v.id = d.device_id
        where d.status = {Sending} and d.lease_until = @until and d.lease_owner = @owner
        order by d.lane, d.due_at, d.id
        """;

    /// <summary>A notification's words in one language.</summary>
    public const string Content = "select payload from notification_contents where notification_id = @notification and locale = @locale";

    /// <summary>Gives back what this boot holds.</summary>
    public static readonly string ReleaseOwn = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, lease_owner = null, lease_until = null, updated_at = @now
        where status = {Sending} and lease_owner = @owner
        """;

    /// <summary>Gives back what one claim took. Parameters in order: @now @owner @until.</summary>
    public static readonly string ReleaseClaim = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, lease_owner = null, lease_until = null, updated_at = @now
        where status = {Sending} and lease_owner = @owner and lease_until = @until
        """;

    /// <summary>Counts a call in before it is made. Parameters in order: @now @id @owner @until.</summary>
    public static readonly string CountIn = $"""
        update deliveries set crashes = crashes + 1, updated_at = @now
        where id = @id and status = {Sending} and lease_owner = @owner and lease_until + 0 = @until
        """;

    private static string Newer => string.Join(", ", new[]
    {
        DeliveryStatus.Queued, DeliveryStatus.Sending, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed, DeliveryStatus.Sent,
    }.Select(s => (int)s));
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>Statements of the claim that are the same on every engine; the claim itself is the engine's.</summary>
internal static class ClaimSql
{
    private const int Sending = (int)DeliveryStatus.Sending;

    /// <summary>What a claim took, named by its lease: the end of a lease is unique within a boot. A newer sibling is one that was asked for later, under the same collapse key, and has been due.</summary>
    public static readonly string Read = $"""
        select d.id, d.project_id, d.notification_id, d.device_id, d.provider, d.attempts, d.expires_at, d.collapse_key,
            v.status, v.sealed_token, v.environment, v.registered_at, n.payload,
            case when d.collapse_key is not null and exists (
                select 1 from deliveries s join notifications sn on sn.id = s.notification_id
                where s.device_id = d.device_id and s.id > d.id and s.collapse_key = d.collapse_key
                    and coalesce(sn.send_at, sn.created_at) >= coalesce(n.send_at, n.created_at)
                    and (s.status in ({Newer}) or (s.status = {(int)DeliveryStatus.Scheduled} and s.due_at <= @now))) then 1 else 0 end
        from deliveries d
        join notifications n on n.id = d.notification_id
        join devices v on v.id = d.device_id
        where d.status = {Sending} and d.lease_until = @until and d.lease_owner = @owner
        order by d.lane, d.due_at
        """;

    /// <summary>Gives back what this boot holds.</summary>
    public static readonly string ReleaseOwn = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, lease_owner = null, lease_until = null, updated_at = @now
        where status = {Sending} and lease_owner = @owner
        """;

    private static string Newer => string.Join(", ", new[]
    {
        DeliveryStatus.Queued, DeliveryStatus.Sending, DeliveryStatus.Retrying, DeliveryStatus.Held, DeliveryStatus.Delayed, DeliveryStatus.Sent,
    }.Select(s => (int)s));
}

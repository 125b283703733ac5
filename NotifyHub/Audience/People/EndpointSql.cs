using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.People;

/// <summary>Statements about the endpoints that a person has beside devices.</summary>
internal static class EndpointSql
{
    /// <summary>
    /// People with what endpoints they have: (person, user id, since, endpoint or null, kind, hash). An endpoint that is older than its person belongs to
    /// one of the same user id who is being erased. Parameters: project, then the user ids.
    /// </summary>
    public static string Of(int users) => $"""
        select p.id, p.user_id, p.created_at, v.id, v.provider, v.token_hash
        from people p left join devices v on v.project_id = p.project_id and v.user_id = p.user_id and v.provider + 0 > {(int)ProviderNames.LastPush} and v.created_at >= p.created_at
        where p.project_id = @project and p.user_id in ({string.Join(", ", Enumerable.Range(0, users).Select(i => $"@u{i}_"))})
        """;

    /// <summary>In order: @id @project @kind @token @hash @tail @user @at.</summary>
    public static readonly string Add = $"""
        insert into devices (id, project_id, provider, sealed_token, token_hash, token_tail, user_id, status, registered_at, last_seen_at, created_at, updated_at)
        values (@id, @project, @kind, @token, @hash, @tail, @user, {(int)DeviceStatus.Active}, @at, @at, @at, @at)
        on conflict do nothing
        """;

    /// <summary>The same endpoint under another address: what the old one was refused for counts no more. In order: @token @hash @tail @now @id @project.</summary>
    public static readonly string Move = $"""
        update devices set sealed_token = @token, token_hash = @hash, token_tail = @tail, status = {(int)DeviceStatus.Active}, retired_reason = null, retired_at = null,
            slow_until = null, quarantined_at = null, quarantine_reason = null, registered_at = @now, last_seen_at = @now, updated_at = @now
        where id = @id and project_id = @project
        """;

    /// <summary>The person has no such address any more. In order: @token @hash @now @id @project.</summary>
    public static readonly string End = $"""
        update devices set sealed_token = @token, token_hash = @hash, token_tail = '', status = {(int)DeviceStatus.Retired}, retired_reason = '{Devices.DeviceRetirement.Removed}', retired_at = @now,
            slow_until = null, quarantined_at = null, quarantine_reason = null, updated_at = @now
        where id = @id and project_id = @project
        """;

    /// <summary>People whom nobody gave endpoints yet.</summary>
    public const string Without = "select id, project_id, user_id, email, channels from people where has_endpoints = 0 and id > 0 order by id limit @limit";

    public const string Has = "update people set has_endpoints = 1 where id = @id";
}

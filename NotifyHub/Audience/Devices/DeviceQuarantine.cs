using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>Sets devices aside whose death is doubted: nothing is sent to them, and they can come back as they were.</summary>
public static class DeviceQuarantine
{
    internal static readonly string Hold = $"""
        update devices set status = {(int)DeviceStatus.Quarantined}, quarantined_at = @now, quarantine_reason = @reason, updated_at = @now
        where id = @id and project_id = @project and status = {(int)DeviceStatus.Active} and registered_at <= @since
        """;

    internal static readonly string Doubt = $"""
        update devices set status = {(int)DeviceStatus.Quarantined}, quarantined_at = @now, quarantine_reason = retired_reason, retired_reason = null, retired_at = null, updated_at = @now
        where project_id = @project and provider = @provider and status = {(int)DeviceStatus.Retired} and retired_at >= @from
            and retired_reason not in ({string.Join(", ", DeviceRetirement.OwnReasons.Select(reason => $"'{reason}'"))})
        """;

    internal static readonly string Slice = $"""
        select id from devices where project_id = @project and provider = @provider and status = {(int)DeviceStatus.Quarantined} order by id limit @limit
        """;

    internal static readonly string Restore = $"""
        update devices set status = {(int)DeviceStatus.Active}, quarantined_at = null, quarantine_reason = null, updated_at = @now where id in ({Slice})
        """;

    internal static readonly string Retire = $"""
        update devices set status = {(int)DeviceStatus.Retired}, retired_reason = quarantine_reason, retired_at = @now, quarantined_at = null, quarantine_reason = null, updated_at = @now where id in ({Slice})
        """;

    internal static readonly string Accepted = $"""
        update devices set status = {(int)DeviceStatus.Active}, quarantined_at = null, quarantine_reason = null, updated_at = @now
        where id = @id and project_id = @project and quarantined_at is not null
        """;

    /// <summary>Sets one device aside instead of retiring it. False when it was registered after the death that the vendor tells of, or is not active.</summary>
    public static async ValueTask<bool> HoldAsync(WriteSession session, long projectId, long deviceId, string reason, DateTimeOffset now, DateTimeOffset deadSince) =>
        Told(session, projectId, await session.Prepare(Hold).Bind(now, reason, deviceId, projectId, deadSince).ExecuteAsync()) > 0;

    /// <summary>Sets aside what was retired on the vendor's word since then. Returns how many.</summary>
    public static async ValueTask<int> DoubtAsync(WriteSession session, long projectId, ProviderKind provider, DateTimeOffset from, DateTimeOffset now) =>
        Told(session, projectId, await session.Prepare(Doubt).Bind(now, projectId, provider, from).ExecuteAsync());

    /// <summary>The vendor took a message for it: it lives.</summary>
    public static async ValueTask<bool> AcceptedAsync(WriteSession session, long projectId, long deviceId, DateTimeOffset now) =>
        Told(session, projectId, await session.Prepare(Accepted).Bind(now, deviceId, projectId).ExecuteAsync()) > 0;

    /// <summary>Brings a slice back. Returns how many; fewer than the slice when there are no more.</summary>
    public static async ValueTask<int> RestoreAsync(WriteSession session, long projectId, ProviderKind provider, int most, DateTimeOffset now) =>
        Told(session, projectId, await session.Prepare(Restore).Bind(now, projectId, provider, most).ExecuteAsync());

    /// <summary>Retires a slice after all, with the vendor's word.</summary>
    public static async ValueTask<int> RetireAsync(WriteSession session, long projectId, ProviderKind provider, int most, DateTimeOffset now)
    {
        foreach (var device in session.Wants(projectId, FactKind.DeviceRetired) ? await session.Prepare(Slice).Bind(projectId, provider, most).QueryAsync(row => row.GetInt64(0)) : [])
        {
            session.Happened(new HubFact(FactKind.DeviceRetired, projectId, device));
        }
        return Told(session, projectId, await session.Prepare(Retire).Bind(now, projectId, provider, most).ExecuteAsync());
    }

    private static int Told(WriteSession session, long projectId, int changed)
    {
        if (changed > 0)
        {
            session.Changed(projectId, HubTables.Devices);
        }
        return changed;
    }
}

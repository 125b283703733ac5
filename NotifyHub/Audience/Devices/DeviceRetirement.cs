using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Devices;

/// <summary>Ends a device's registration, once the vendor or its owner said that it is gone.</summary>
public static class DeviceRetirement
{
    /// <summary>Our own reasons; every other is a vendor's word.</summary>
    public static IReadOnlyList<string> OwnReasons { get; } = ["deleted", "replaced", Stale, Erased, Removed];

    /// <summary>No sign of life for too long.</summary>
    public const string Stale = "stale";

    /// <summary>Its user was erased.</summary>
    public const string Erased = "erased";

    /// <summary>Its person has no such address any more.</summary>
    public const string Removed = "removed";

    internal const string Sql = """
        update devices set status = @retired, retired_reason = @reason, retired_at = @now, quarantined_at = null, quarantine_reason = null, updated_at = @now
        where id = @id and project_id = @project and status <> @retired and registered_at <= @since
        """;

    /// <summary>Retires the device inside the caller's transaction. Registering it again revives it.</summary>
    /// <param name="session">The gate's session.</param>
    /// <param name="projectId">Owner.</param>
    /// <param name="deviceId">The device's row.</param>
    /// <param name="reason">The vendor's word, or "deleted", "replaced".</param>
    /// <param name="now">The time of this deed.</param>
    /// <param name="deadSince">When the vendor saw the token die; a registration after that proves it wrong (APNs 410 timestamp). Null: now.</param>
    /// <returns>False when the report is older than the last registration, or the device was already retired or does not exist.</returns>
    public static async ValueTask<bool> RetireAsync(WriteSession session, long projectId, long deviceId, string reason, DateTimeOffset now, DateTimeOffset? deadSince)
    {
        var changed = await session.Prepare(Sql).Bind(DeviceStatus.Retired, reason, now, deviceId, projectId, deadSince ?? now).ExecuteAsync();
        if (changed > 0)
        {
            session.Changed(projectId, HubTables.Devices);
            session.Happened(new HubFact(FactKind.DeviceRetired, projectId, deviceId));
        }
        return changed > 0;
    }
}

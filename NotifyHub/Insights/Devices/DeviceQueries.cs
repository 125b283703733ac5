using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Devices;

/// <summary>The list of devices and one device.</summary>
public sealed class DeviceQueries(HubEngine engine, HubContexts contexts)
{
    internal static readonly KeysetReader<DeviceRow> Reader = new(DeviceRow.Select, "devices", "", DeviceRow.Read, row => row.Id);

    /// <summary>One page, newest registration first.</summary>
    public Task<ListPage<DeviceRow>> PageAsync(long projectId, DeviceFilter filter, ListCursor cursor, int size, CancellationToken cancel = default) =>
        Reader.ReadAsync(engine, Conditions(engine, projectId, filter), cursor, Math.Clamp(size, 1, 1000), cancel);

    /// <summary>Null when there is no such device in this project.</summary>
    public async Task<Device?> FindAsync(long projectId, long deviceId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == deviceId, cancel);
    }

    internal static SqlConditions Conditions(HubEngine engine, long projectId, DeviceFilter filter)
    {
        var where = new SqlConditions();
        var text = filter.Text?.Trim() ?? "";
        if (RowId.TryParse(RowId.Device, text, out var id))
        {
            where.Indexed($"t.id = @exact and {engine.Aside("t.project_id")} = @project", ("@exact", id), ("@project", projectId));
            text = "";
        }
        else if (filter.UserId is { } user)
        {
            where.Indexed($"t.project_id = @project and t.user_id = @user and {ProviderNames.IsPushSql("t.provider")}", ("@project", projectId), ("@user", user));
        }
        else
        {
            where.Indexed($"t.project_id = @project and {ProviderNames.IsPushSql("t.provider")}", ("@project", projectId));
        }
        if (filter.Provider is { } provider)
        {
            where.Checked($"{engine.Aside("t.provider")} = @provider", ("@provider", (int)provider));
        }
        if (filter.Status is { } status)
        {
            where.Checked("t.status = @status", ("@status", (int)status));
        }
        if (filter.Platform is { } platform)
        {
            where.Checked("t.platform = @platform", ("@platform", platform));
        }
        if (text.Length > 0)
        {
            where.Checked($@"(t.model {engine.Like} @like escape '\' or t.token_tail = @word or {engine.Aside("t.user_id")} = @word or {engine.Aside("t.installation_id")} = @word)",
                ("@like", SqlConditions.Contains(text)), ("@word", text));
        }
        return where;
    }
}

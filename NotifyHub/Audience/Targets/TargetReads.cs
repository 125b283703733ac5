using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Targets;

/// <summary>Statements of a part on a reading connection.</summary>
internal static class TargetReads
{
    /// <summary>The statement with the part's values and others bound.</summary>
    public static DbCommand Command(this TargetPart part, DbConnection connection, string sql, long projectId, params ReadOnlySpan<(string Name, object Value)> others) =>
        connection.Command(sql, [("@project", projectId), .. part.Values, .. others]);

    /// <summary>The next stretch of candidates after a key: where it ends, and how many it has.</summary>
    public static async Task<(long Upto, int Count)> WindowAsync(this TargetPart part, DbConnection connection, long projectId, long after, int limit, CancellationToken cancel)
    {
        await using var command = part.Command(connection, part.Window, projectId, ("@after", after), ("@limit", (long)limit));
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) && !row.IsDBNull(0) ? (row.GetInt64(0), (int)row.GetInt64(1)) : (after, 0);
    }

    /// <summary>Devices of a stretch, in its order.</summary>
    public static async Task<List<TargetDevice>> DevicesAsync(this TargetPart part, DbConnection connection, long projectId, long after, long upto, int limit, CancellationToken cancel)
    {
        var found = new List<TargetDevice>();
        await using var command = part.Command(connection, part.First, projectId, ("@after", after), ("@upto", upto), ("@limit", (long)limit));
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            found.Add(new TargetDevice(row.GetInt64(0), (ProviderKind)row.GetInt32(1), (DeviceStatus)row.GetInt32(2)));
        }
        return found;
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace NotifyHub.Data.Sqlite;

/// <summary>
/// A copy of the database in one consistent state, while the app runs or not. The source is opened for reading only, so that this process never
/// writes or checkpoints beside the app's own gate; the copy is one file without a log, checked before it counts.
/// </summary>
public static class SqliteBackup
{
    /// <summary>Makes it.</summary>
    /// <param name="database">notifyhub.db.</param>
    /// <param name="target">A file that is not there yet.</param>
    /// <param name="cancel">Gives up; no copy is left.</param>
    /// <returns>Deliveries in the copy.</returns>
    /// <exception cref="StartRefusedException">There is nothing to copy, the target is taken or can't be written, or the copy is not whole.</exception>
    public static async Task<long> RunAsync(string database, string target, CancellationToken cancel = default)
    {
        if (!File.Exists(database))
        {
            throw new StartRefusedException($"There is no {database}: is NotifyHub:DataDirectory right?");
        }
        if (File.Exists(target))
        {
            throw new StartRefusedException($"{target} is there already; a backup overwrites nothing.");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var aside = target + ".unfinished";
        File.Delete(aside);
        try
        {
            await CopyAsync(database, aside, cancel);
            var deliveries = await CheckAsync(aside, cancel);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            File.Move(aside, target);
            return deliveries;
        }
        catch (SqliteException error)
        {
            throw new StartRefusedException($"The backup failed: {error.Message}", error);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static async Task CopyAsync(string database, string aside, CancellationToken cancel)
    {
        await using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 60 }.ToString());
        await source.OpenAsync(cancel);
        await using var copy = source.CreateCommand();
        copy.CommandText = "vacuum into @target";
        copy.CommandTimeout = 0;
        copy.Parameters.AddWithValue("@target", aside);
        await copy.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> CheckAsync(string aside, CancellationToken cancel)
    {
        await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = aside, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await copy.OpenAsync(cancel);
        await using var check = copy.CreateCommand();
        check.CommandTimeout = 0;
        check.CommandText = "pragma integrity_check";
        if (await check.ExecuteScalarAsync(cancel) as string is not "ok")
        {
            throw new StartRefusedException("The copy is not whole; it was thrown away.");
        }
        check.CommandText = "select count(*) from deliveries";
        return Convert.ToInt64(await check.ExecuteScalarAsync(cancel), CultureInfo.InvariantCulture);
    }
}

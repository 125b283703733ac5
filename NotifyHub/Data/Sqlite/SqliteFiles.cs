namespace NotifyHub.Data.Sqlite;

/// <summary>The data folder, owned by one process at a time through a lock file (the kernel drops the lock when the process dies).</summary>
public sealed class SqliteFiles : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Makes the folder (0700) and takes the lock.</summary>
    /// <exception cref="StartRefusedException">Another process owns the folder.</exception>
    public SqliteFiles(string folder)
    {
        Folder = folder;
        PrivateFolder.Make(folder);
        try
        {
            _lock = new FileStream(Path.Combine(folder, "notifyhub.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new StartRefusedException($"Another NotifyHub works on {folder}. Stop it, or give this one its own NotifyHub:DataDirectory.", error);
        }
    }

    /// <summary>Absolute path of the data folder.</summary>
    public string Folder { get; }

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(Folder, "notifyhub.db");

    /// <summary>Copies made before migrations.</summary>
    public string Backups => Path.Combine(Folder, "backups");

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}

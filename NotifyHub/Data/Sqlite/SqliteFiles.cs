namespace NotifyHub.Data.Sqlite;

/// <summary>The data folder with the database in it, owned by one process at a time.</summary>
public sealed class SqliteFiles : IDisposable
{
    private readonly FolderLock _lock;

    /// <summary>Makes the folder (0700) and takes the lock.</summary>
    /// <exception cref="StartRefusedException">Another process owns the folder.</exception>
    public SqliteFiles(string folder)
    {
        Folder = folder;
        _lock = new FolderLock(folder);
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

namespace NotifyHub.Data;

/// <summary>A data folder, owned by one process at a time: the kernel drops the lock when the process dies.</summary>
public sealed class FolderLock : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Makes the folder (0700) and takes the lock.</summary>
    /// <exception cref="StartRefusedException">Another process owns the folder.</exception>
    public FolderLock(string folder)
    {
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

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}

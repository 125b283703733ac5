using System.IO.MemoryMappedFiles;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Which deliveries are being handed to a vendor at this instant, in a memory-mapped file beside the database: the kernel keeps it
/// when the process is killed, and it costs no write to the store. After a crash only these are suspected of having caused it; rows that
/// were merely claimed are not, or a few kills in a row would bury innocent messages as poison.
/// </summary>
internal sealed class InFlightLedger : IDisposable
{
    private const string Name = "inflight.map";
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Reads what the last run left, then starts afresh.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="slots">Most deliveries in flight at once.</param>
    public InFlightLedger(string folder, int slots)
    {
        var path = Path.Combine(folder, Name);
        LeftBehind = Read(path);
        File.WriteAllBytes(path, new byte[slots * sizeof(long)]);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>Deliveries that were in flight when the last run was killed.</summary>
    public IReadOnlyCollection<long> LeftBehind { get; }

    /// <summary>The delivery in this slot is about to be sent.</summary>
    public void Begin(int slot, long delivery) => _view.Write((long)slot * sizeof(long), delivery);

    /// <summary>The slot is free.</summary>
    public void End(int slot) => _view.Write((long)slot * sizeof(long), 0L);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static HashSet<long> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }
        var bytes = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, bytes.Length / sizeof(long)).Select(i => BitConverter.ToInt64(bytes, i * sizeof(long))).Where(id => id != 0)];
    }
}

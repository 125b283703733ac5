using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Which deliveries have been handed to a vendor and have no written result yet, in a memory-mapped file beside the database: the kernel
/// keeps it when the process is killed, and it costs no write to the store. After a crash only these may arrive twice, and only these are
/// suspected of having caused it; rows that were merely claimed are not, or a few kills in a row would bury innocent messages as poison.
/// </summary>
internal sealed class InFlightLedger : IDisposable
{
    private const string Name = "inflight.map";
    private readonly ConcurrentStack<int> _free;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Reads what the last run left, then starts afresh.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="slots">Most deliveries between call and written result.</param>
    public InFlightLedger(string folder, int slots)
    {
        var path = Path.Combine(folder, Name);
        LeftBehind = Read(path);
        File.WriteAllBytes(path, new byte[slots * sizeof(long)]);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = _file.CreateViewAccessor();
        _free = new ConcurrentStack<int>(Enumerable.Range(0, slots));
    }

    /// <summary>Deliveries that were in flight when the last run was killed.</summary>
    public IReadOnlyCollection<long> LeftBehind { get; }

    /// <summary>The delivery is about to be sent. Give the slot back once its result is written.</summary>
    public int Begin(long delivery)
    {
        if (!_free.TryPop(out var slot))
        {
            throw new InvalidOperationException("More deliveries in flight than hands and unwritten results allow.");
        }
        _view.Write((long)slot * sizeof(long), delivery);
        return slot;
    }

    /// <summary>The result is written, or nothing was sent.</summary>
    public void End(int slot)
    {
        _view.Write((long)slot * sizeof(long), 0L);
        _free.Push(slot);
    }

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

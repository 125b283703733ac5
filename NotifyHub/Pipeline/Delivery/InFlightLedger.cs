using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using NotifyHub.Data;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Which deliveries have been handed to a vendor and have no written result yet, in a memory-mapped file beside the database: the kernel
/// keeps it when the process is killed, and it costs no write to the store. After a crash only these may arrive twice. Of these only the ones
/// that were being called are suspected of having caused it; rows that were merely claimed, and those whose answer had been read, are not,
/// or a few kills in a row would bury innocent messages as poison.
/// </summary>
internal sealed class InFlightLedger : IDisposable
{
    private const string Name = "inflight.map";
    private readonly ConcurrentStack<int> _free;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Reads what the last run left, then starts afresh. Held open for this process alone: whoever could open it knows that the last run is dead.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="slots">Most deliveries between call and written result.</param>
    /// <param name="boot">Of this run; the next one reads it.</param>
    /// <exception cref="StartRefusedException">Another process has it open.</exception>
    public InFlightLedger(string folder, int slots, long boot)
    {
        var file = Open(Path.Combine(folder, Name));
        LeftBehind = Read(file);
        file.SetLength(0);
        file.SetLength((slots + 1L) * sizeof(long));
        _file = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor();
        _view.Write(0, boot);
        // The boot id has the first place.
        _free = new ConcurrentStack<int>(Enumerable.Range(1, slots));
    }

    /// <summary>Deliveries that were in flight when the last run was killed.</summary>
    public LeftBehind LeftBehind { get; }

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

    /// <summary>The vendor's answer has been read; what is left is to write it.</summary>
    public void Answered(int slot) => _view.Write((long)slot * sizeof(long), -_view.ReadInt64((long)slot * sizeof(long)));

    /// <summary>Whether this run has it in hand.</summary>
    public bool Holds(long delivery)
    {
        for (var at = (long)sizeof(long); at < _view.Capacity - sizeof(long) + 1; at += sizeof(long))
        {
            if (Math.Abs(_view.ReadInt64(at)) == delivery)
            {
                return true;
            }
        }
        return false;
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

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new StartRefusedException($"Another process works in {Path.GetDirectoryName(path)}: give each node a NotifyHub:DataDirectory of its own. ({error.Message})");
        }
    }

    // An answered delivery stands there with its sign turned.
    private static LeftBehind Read(FileStream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var ids = Enumerable.Range(0, bytes.Length / sizeof(long)).Select(i => BitConverter.ToInt64(bytes, i * sizeof(long))).ToList();
        var bySign = ids.Skip(1).ToLookup(Math.Sign);
        return new LeftBehind(ids.FirstOrDefault(), bySign[1].ToHashSet(), bySign[-1].Select(id => -id).ToHashSet());
    }
}

/// <summary>What a killed run had in hand.</summary>
/// <param name="Boot">Of that run; 0 when there was none.</param>
/// <param name="Calling">Handed to a vendor, no answer read: one of these may have caused the crash.</param>
/// <param name="Answered">Answer read, result not written.</param>
internal readonly record struct LeftBehind(long Boot, IReadOnlySet<long> Calling, IReadOnlySet<long> Answered);

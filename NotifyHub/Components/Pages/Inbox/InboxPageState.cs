using System.Globalization;
using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.People;
using NotifyHub.Components.Shared;
using NotifyHub.Data.Rows;

namespace NotifyHub.Components.Pages.Inbox;

/// <summary>A line of the list: the heading of a day, or an item.</summary>
/// <param name="Day">Words for the day; null for an item.</param>
/// <param name="Entry">The item; null for a heading.</param>
public sealed record InboxLine(string? Day, InboxEntry? Entry);

/// <summary>What was done last, and what undoes it.</summary>
/// <param name="Words">What was done.</param>
/// <param name="Ids">To which items.</param>
/// <param name="Back">The change that takes it back.</param>
public sealed record InboxUndo(string Words, IReadOnlyList<long> Ids, InboxChange Back);

/// <summary>One person's inbox on the page: as many items as were scrolled to, which of them are chosen, and what was done last.</summary>
public sealed class InboxPageState(InboxReads reads, InboxDesk desk, TimeProvider time)
{
    /// <summary>Items that one read brings.</summary>
    internal const int Slice = 200;

    /// <summary>The list goes no deeper; search finds what is older.</summary>
    internal const int Deepest = 10_000;

    private readonly List<InboxEntry> _entries = [];
    private PersonCaller? _person;
    private ViewerZone _zone = ViewerZone.Utc;
    private InboxFilter _filter = new(InboxState.Unread);

    /// <summary>Headings and items, newest first.</summary>
    public IReadOnlyList<InboxLine> Lines { get; private set; } = [];
    /// <summary>There is more below.</summary>
    public bool HasMore { get; private set; }
    /// <summary>What counts in the badge.</summary>
    public int Unread { get; private set; }
    /// <summary>The opened one; null for none.</summary>
    public InboxEntry? Open { get; private set; }
    /// <summary>Its other channels.</summary>
    public IReadOnlyList<DeliveryTask> Elsewhere { get; private set; } = [];
    /// <summary>Chosen items.</summary>
    public HashSet<long> Chosen { get; } = [];
    /// <summary>What can be undone; null for nothing.</summary>
    public InboxUndo? Undo { get; private set; }

    /// <summary>Items that were read so far.</summary>
    public IEnumerable<InboxEntry> Entries => _entries;

    /// <summary>Reads the list from its top, as deep as it was.</summary>
    public async Task LoadAsync(PersonCaller person, ViewerZone zone, InboxFilter filter, long? opened, CancellationToken cancel = default)
    {
        var depth = filter == _filter && person == _person ? Math.Clamp(_entries.Count, Slice, Deepest) : Slice;
        (_person, _zone, _filter) = (person, zone, filter);
        var rows = await reads.PageAsync(person.ProjectId, person.PersonId, filter, null, depth + 1, cancel);
        _entries.Clear();
        _entries.AddRange(rows.Take(depth));
        HasMore = rows.Count > depth && depth < Deepest;
        Unread = await reads.UnreadAsync(person.ProjectId, person.PersonId, cancel);
        Open = opened is { } id ? await reads.FindAsync(person.ProjectId, person.PersonId, id, cancel) : null;
        Elsewhere = Open is { } open ? await reads.ElsewhereAsync(person.ProjectId, person.PersonId, open.Item, cancel) : [];
        Chosen.IntersectWith(_entries.Select(entry => entry.Item.Id));
        Group();
    }

    /// <summary>Reads on until so many lines are there, or nothing is left.</summary>
    public async Task EnsureAsync(int lines, CancellationToken cancel = default)
    {
        while (Lines.Count < lines && HasMore && _person is { } person)
        {
            var rows = await reads.PageAsync(person.ProjectId, person.PersonId, _filter, _entries[^1].Item.Position, Slice + 1, cancel);
            _entries.AddRange(rows.Take(Slice));
            HasMore = rows.Count > Slice && _entries.Count < Deepest;
            Group();
        }
    }

    /// <summary>Opens an item: it is read from then on.</summary>
    public async Task ReadAsync(long id, CancellationToken cancel = default)
    {
        if (_person is { } person)
        {
            await desk.ChangeAsync(person.ProjectId, person.PersonId, [id], new InboxChange(Read: true), cancel);
        }
    }

    /// <summary>Does something with items, and remembers how to undo it.</summary>
    public async Task DoAsync(IReadOnlyList<long> items, InboxChange change, string words, CancellationToken cancel = default)
    {
        if (_person is not { } person || items.Count == 0)
        {
            return;
        }
        // What was so before must be so after an undo.
        var changed = items.Where(id => _entries.Find(entry => entry.Item.Id == id) is not { } entry || !IsSo(entry.Item, change)).ToList();
        foreach (var slice in items.Chunk(InboxDesk.Most))
        {
            await desk.ChangeAsync(person.ProjectId, person.PersonId, slice, change, cancel);
        }
        Undo = new InboxUndo(items.Count == 1 ? $"{words}." : string.Create(CultureInfo.InvariantCulture, $"{items.Count} items: {words.ToLowerInvariant()}."), changed, Reverse(change));
        Chosen.Clear();
    }

    /// <summary>Marks everything read.</summary>
    public async Task ReadAllAsync(CancellationToken cancel = default)
    {
        if (_person is { } person)
        {
            await desk.ReadAllAsync(person.ProjectId, person.PersonId, _filter.Type, cancel);
            Undo = null;
        }
    }

    /// <summary>Takes the last deed back.</summary>
    public async Task UndoAsync(CancellationToken cancel = default)
    {
        if (_person is { } person && Undo is { } undo)
        {
            foreach (var slice in undo.Ids.Chunk(InboxDesk.Most))
            {
                await desk.ChangeAsync(person.ProjectId, person.PersonId, slice, undo.Back, cancel);
            }
            Undo = null;
        }
    }

    /// <summary>Forgets what could be undone.</summary>
    public void Settle() => Undo = null;

    private static bool IsSo(InboxItem item, InboxChange change) => change.SnoozedUntil is null
        && (change.Read is not { } read || read == item.ReadAt is not null) && (change.Archived is not { } archived || archived == item.ArchivedAt is not null) && (change.Deleted is not { } deleted || deleted == item.DeletedAt is not null);

    private static InboxChange Reverse(InboxChange change) => new(
        change.Read is { } read ? !read : null, change.Archived is { } archived ? !archived : null, change.SnoozedUntil is null ? null : DateTimeOffset.UnixEpoch, change.Deleted is { } deleted ? !deleted : null);

    private void Group()
    {
        var lines = new List<InboxLine>(_entries.Count + 16);
        DateOnly? day = null;
        var today = DateOnly.FromDateTime(_zone.Local(time.GetUtcNow()).DateTime);
        foreach (var entry in _entries)
        {
            var own = DateOnly.FromDateTime(_zone.Local(entry.Item.CreatedAt).DateTime);
            if (own != day)
            {
                day = own;
                lines.Add(new InboxLine(own == today ? "Today" : own == today.AddDays(-1) ? "Yesterday" : own.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture), null));
            }
            lines.Add(new InboxLine(null, entry));
        }
        Lines = lines;
    }
}

namespace NotifyHub.Pipeline.Delivery.ProjectPolicy;

/// <summary>
/// What this process is sending to people of projects with caps, or has just sent: results are written in batches, so the rows alone would let two of one moment pass where one is allowed.
/// Two nodes do not see each other's calls in flight; each can be one over for that moment.
/// </summary>
internal sealed class CapLedger
{
    // By then the row tells.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, List<Entry>> _people = [];
    private readonly Queue<(DateTimeOffset At, long Person)> _went = new();

    /// <summary>One delivery to a person.</summary>
    internal sealed record Entry(long Delivery, long Notification, string? Category, DateTimeOffset At)
    {
        public bool Went { get; set; }
    }

    /// <summary>Looks at the person's entries and adds one, unless the look says no; in one step.</summary>
    public T? Take<T>(long person, Entry? entry, Func<IReadOnlyList<Entry>, T?> look)
        where T : struct
    {
        lock (_lock)
        {
            var mine = _people.GetValueOrDefault(person);
            if (look(mine ?? []) is { } stopped)
            {
                return stopped;
            }
            if (entry is not null)
            {
                _people.TryAdd(person, []);
                _people[person].Add(entry);
            }
            return null;
        }
    }

    /// <summary>The vendor took it.</summary>
    public void Went(long person, long delivery, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_people.GetValueOrDefault(person)?.Find(e => e.Delivery == delivery) is { } entry)
            {
                entry.Went = true;
                _went.Enqueue((now, person));
            }
            while (_went.TryPeek(out var old) && old.At + Kept < now)
            {
                _went.Dequeue();
                Drop(old.Person, e => e.Went && e.At + Kept < now);
            }
        }
    }

    /// <summary>It is in no hand any more; what went stays for a while.</summary>
    public void GiveBack(long person, long delivery)
    {
        lock (_lock)
        {
            Drop(person, e => e.Delivery == delivery && !e.Went);
        }
    }

    private void Drop(long person, Predicate<Entry> which)
    {
        if (_people.TryGetValue(person, out var mine) && mine.RemoveAll(which) > 0 && mine.Count == 0)
        {
            _people.Remove(person);
        }
    }
}

namespace NotifyHub.Sandbox.Phones;

/// <summary>What a vendor keeps for a phone that is offline: the newest of each collapse key, nothing past its time, at most 100.</summary>
internal sealed class Mailbox
{
    /// <summary>FCM's limit of waiting messages a device; the others have one of the same order.</summary>
    private const int Most = 100;

    private readonly List<PhonePush> _waiting = [];

    public int Count => _waiting.Count;

    public void Store(PhonePush push, DateTimeOffset now)
    {
        if (push.ExpiresAt <= now)
        {
            return;
        }

        if (push.CollapseKey is { } key)
        {
            _waiting.RemoveAll(waiting => waiting.CollapseKey == key);
        }

        _waiting.Add(push);
        if (_waiting.Count > Most)
        {
            _waiting.RemoveAt(0);
        }
    }

    /// <summary>Empties the box; what has expired meanwhile is dropped.</summary>
    public IReadOnlyList<PhonePush> TakeAll(DateTimeOffset now)
    {
        var due = _waiting.Where(push => push.ExpiresAt > now).ToList();
        _waiting.Clear();
        return due;
    }

    public void Clear() => _waiting.Clear();
}

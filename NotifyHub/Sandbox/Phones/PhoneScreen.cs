namespace NotifyHub.Sandbox.Phones;

/// <summary>The messages of one phone, newest first, as its screen would have them. Not thread-safe: the phone guards it.</summary>
internal sealed class PhoneScreen
{
    /// <summary>Messages kept; the oldest goes first.</summary>
    public const int Most = 500;

    private readonly LinkedList<PhoneMessage> _messages = new();
    private int _lastId;

    public IReadOnlyList<PhoneMessage> All() => [.. _messages];

    public int Unread => _messages.Count(message => message.IsUnread);

    /// <summary>Adds what arrived. A copy of a delivery that is already here is only counted: apps drop it by its id.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(PhonePush push, DateTimeOffset now)
    {
        if (push.MsgId is { } id && Find(message => message.Push.MsgId == id) is { } twin)
        {
            twin.Value = twin.Value with { Copies = twin.Value.Copies + 1 };
            return false;
        }

        if (push.ReplaceKey is { } key && Find(message => message.IsUnread && message.Push.ReplaceKey == key) is { } replaced)
        {
            _messages.Remove(replaced);
        }

        _messages.AddFirst(new PhoneMessage(++_lastId, push, now, push.Silent ? PhoneMessageState.Received : PhoneMessageState.Shown));
        if (_messages.Count > Most)
        {
            _messages.RemoveLast();
        }

        return true;
    }

    /// <summary>Changes a message that is still unread; null when there is none of that id (or, without an id, none at all).</summary>
    public PhoneMessage? Settle(int? id, Func<PhoneMessage, PhoneMessage> change)
    {
        if (Find(message => message.IsUnread && (id is null || message.Id == id)) is not { } found)
        {
            return null;
        }

        found.Value = change(found.Value);
        return found.Value;
    }

    public void Clear() => _messages.Clear();

    private LinkedListNode<PhoneMessage>? Find(Func<PhoneMessage, bool> wanted)
    {
        for (var node = _messages.First; node is not null; node = node.Next)
        {
            if (wanted(node.Value))
            {
                return node;
            }
        }

        return null;
    }
}

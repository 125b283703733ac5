namespace NotifyHub.Sandbox.Chats;

/// <summary>What the chats' twins and the receiver of webhooks took, newest first.</summary>
public sealed class ChatRoom(TimeProvider clock)
{
    private const int Most = 200;

    private readonly Lock _gate = new();
    private readonly LinkedList<ChatLine> _messages = [];

    /// <summary>One more came.</summary>
    public event Action? Changed;

    /// <summary>Newest first, at most 200.</summary>
    public IReadOnlyList<ChatLine> Newest()
    {
        lock (_gate)
        {
            return [.. _messages];
        }
    }

    internal void Say(string vendor, string to, string text)
    {
        lock (_gate)
        {
            _messages.AddFirst(new ChatLine(vendor, to, text, clock.GetUtcNow()));
            if (_messages.Count > Most)
            {
                _messages.RemoveLast();
            }
        }
        Changed?.Invoke();
    }
}

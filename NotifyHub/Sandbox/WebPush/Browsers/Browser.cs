using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NotifyHub.Sandbox.WebPush.Browsers;

/// <summary>One browser: what it is to be told, kept until it says that it has it or its time is over. Thread-safe.</summary>
internal sealed class Browser(string name, TimeProvider clock)
{
    /// <summary>Kept while it is away; the oldest goes first.</summary>
    private const int MostWaiting = 100;

    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _waiting = new();
    private Channel<JsonObject>? _line;

    /// <summary>As the push service calls it.</summary>
    public string Name => name;

    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return _line is not null;
            }
        }
    }

    /// <summary>Opens its line, in place of an older one. What waits is sent again once it is ready for it.</summary>
    public ChannelReader<JsonObject> Connect()
    {
        lock (_gate)
        {
            _line?.Writer.TryComplete();
            _line = Channel.CreateUnbounded<JsonObject>();
            return _line.Reader;
        }
    }

    /// <summary>Ends its line; only the line that is asked about, when it is.</summary>
    public void Disconnect(ChannelReader<JsonObject>? line = null)
    {
        lock (_gate)
        {
            if (_line is not null && (line is null || _line.Reader == line))
            {
                _line.Writer.TryComplete();
                _line = null;
            }
        }
    }

    /// <summary>Says something to it, if it is there.</summary>
    public void Tell(JsonObject message)
    {
        lock (_gate)
        {
            _line?.Writer.TryWrite(message);
        }
    }

    /// <summary>What waited while it was away.</summary>
    public void TellWaiting()
    {
        lock (_gate)
        {
            Forget(message => message.Until <= clock.GetUtcNow());
            foreach (var message in _waiting)
            {
                _line?.Writer.TryWrite(message.Json.DeepClone().AsObject());
            }
        }
    }

    /// <summary>Hands a message over, now or when it is back.</summary>
    /// <param name="message">As it goes over the line.</param>
    /// <param name="version">Its id.</param>
    /// <param name="topic">Replaces a waiting one of the same topic.</param>
    /// <param name="until">Not after this. A message without any life is never kept.</param>
    public void Push(JsonObject message, string version, string? topic, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (topic is not null)
            {
                Forget(waiting => waiting.Topic == topic);
            }

            if (until > clock.GetUtcNow())
            {
                _waiting.AddLast(new Waiting(message.DeepClone().AsObject(), version, topic, until));
                if (_waiting.Count > MostWaiting)
                {
                    _waiting.RemoveFirst();
                }
            }

            _line?.Writer.TryWrite(message);
        }
    }

    /// <summary>It has this one; false when nothing of that id waited.</summary>
    public bool Settle(string version)
    {
        lock (_gate)
        {
            return Forget(message => message.Version == version);
        }
    }

    private bool Forget(Func<Waiting, bool> which)
    {
        var found = _waiting.Where(which).ToList();
        found.ForEach(message => _waiting.Remove(message));
        return found.Count > 0;
    }

    private sealed record Waiting(JsonObject Json, string Version, string? Topic, DateTimeOffset Until);
}

using NotifyHub.Sandbox.Faults;

namespace NotifyHub.Sandbox.Phones;

/// <summary>
/// A simulated phone or browser with one app on it. The app does what a real one does: it tells the hub what it received, and what its owner did with it.
/// Thread-safe; every change raises <see cref="PhoneFleet.Changed"/>.
/// </summary>
public sealed class Phone
{
    private readonly Lock _gate = new();
    private readonly PhoneFleet _fleet;
    private readonly TimeProvider _clock;
    private readonly PhoneOutbox _outbox;
    private readonly PhoneScreen _screen = new();
    private readonly Mailbox _mailbox = new();
    private volatile SavedPhone _saved;
    private volatile FaultRun? _faults;
    private volatile bool _online = true;
    private volatile int _badge;
    private int _undecryptable;

    internal Phone(SavedPhone saved, PhoneFleet fleet, HubCaller caller, TimeProvider clock, CancellationToken stopping)
    {
        _saved = saved;
        _fleet = fleet;
        _clock = clock;
        _outbox = new PhoneOutbox(caller, clock, () => Online ? Hub : null, () => fleet.Raise(this), stopping);
        Keys = saved.LoadKeys();
    }

    /// <summary>Its name in the control API; also the installation id that its app tells the hub.</summary>
    public string Id => _saved.Id;

    /// <summary>As its owner calls it.</summary>
    public string Name => _saved.Name;

    /// <summary>Decides the vendor.</summary>
    public PhonePlatform Platform => _saved.Platform;

    /// <summary>Bundle id, Firebase project id, VAPID public key, Huawei app id or package name, by platform.</summary>
    public string App => _saved.App;

    /// <summary>production or sandbox (iOS), else null.</summary>
    public string? Environment => _saved.Environment;

    /// <summary>The vendor's present name for it: APNs token, FCM registration, or the last part of the Web Push endpoint.</summary>
    public string Token => _saved.Token;

    /// <summary>The app is on the phone; without it the token is dead.</summary>
    public bool Installed => _saved.UninstalledAt is null;

    /// <summary>When the app was removed.</summary>
    public DateTimeOffset? UninstalledAt => _saved.UninstalledAt;

    /// <summary>The hub's id of this device (<c>dev_...</c>), once its app has registered it.</summary>
    public string? DeviceId => _saved.DeviceId;

    /// <summary>The browser's subscription; null for phones.</summary>
    public PushSubscription? Subscription => Keys is { } keys ? new PushSubscription(_fleet.EndpointOf(Token), keys.P256dhText, keys.AuthText) : null;

    /// <summary>Has a network.</summary>
    public bool Online => _online;

    /// <summary>Where the app reports to.</summary>
    public HubLink? Hub => _saved.Hub ?? _fleet.DefaultHub;

    /// <summary>The number on the app's icon.</summary>
    public int Badge => _badge;

    /// <summary>Web Push messages that could not be decrypted, and so were never shown.</summary>
    public int Undecryptable => Volatile.Read(in _undecryptable);

    /// <summary>Acks and registrations that have not reached the hub yet.</summary>
    public int OutboxCount => _outbox.Count;

    /// <summary>The script that its vendor plays for this phone.</summary>
    public FaultScript? Script => Faults?.Script;

    /// <summary>Messages that wait at the vendor.</summary>
    public int WaitingCount => Guarded(() => _mailbox.Count);

    /// <summary>Shown and not yet dealt with.</summary>
    public int Unread => Guarded(() => _screen.Unread);

    /// <summary>Newest first, at most 500.</summary>
    public IReadOnlyList<PhoneMessage> Messages => Guarded(_screen.All);

    internal SubscriptionKeys? Keys { get; private set; }

    internal FaultRun? Faults => _faults;

    internal SavedPhone Saved => _saved;

    /// <summary>Sets or clears the vendor's faults for this phone; a script starts from its beginning.</summary>
    public void SetScript(FaultScript? script)
    {
        _faults = script is null ? null : new FaultRun(script);
        _fleet.Raise(this);
    }

    /// <summary>Tells the app where its hub is.</summary>
    public void SetHub(HubLink hub)
    {
        Change(saved => saved with { Hub = hub });
        WakeOutbox();
    }

    internal void WakeOutbox() => _outbox.Wake();

    /// <summary>Its app registers its token with the hub, as soon as it can.</summary>
    public void Register() => _outbox.Post(new HubCall("registration", "/v1/push/tokens", PhoneWords.Registration(this), answer =>
        Change(saved => saved with { DeviceId = PushJson.Text(answer, "id") })));

    /// <summary>The vendor hands over a message: shown at once, or kept while the phone is offline.</summary>
    public void Deliver(PhonePush push)
    {
        lock (_gate)
        {
            if (!Online)
            {
                _mailbox.Store(push, _clock.GetUtcNow());
            }
            else
            {
                Receive(push);
            }
        }

        _fleet.Raise(this);
    }

    /// <summary>A Web Push message that its keys do not open: browsers drop it without a word.</summary>
    internal void DropUndecryptable()
    {
        Interlocked.Increment(ref _undecryptable);
        _fleet.Raise(this);
    }

    /// <summary>Loses its network.</summary>
    public void GoOffline()
    {
        lock (_gate)
        {
            _online = false;
        }

        _fleet.Raise(this);
    }

    /// <summary>Finds its network again: the vendor forwards what it kept, the app sends what it could not.</summary>
    public void GoOnline()
    {
        lock (_gate)
        {
            _online = true;
            foreach (var push in _mailbox.TakeAll(_clock.GetUtcNow()))
            {
                Receive(push);
            }
        }

        _outbox.Wake();
        _fleet.Raise(this);
    }

    /// <summary>Removes the app: its token is dead from now on.</summary>
    public void Uninstall()
    {
        lock (_gate)
        {
            if (!Installed)
            {
                return;
            }

            _screen.Clear();
            _mailbox.Clear();
            _badge = 0;
            _saved = _saved with { UninstalledAt = _clock.GetUtcNow() };
        }

        Saving();
    }

    /// <summary>Installs the app again: a new token, and new keys for a browser.</summary>
    public void Reinstall()
    {
        lock (_gate)
        {
            if (Installed)
            {
                return;
            }

            _saved = _saved.WithFreshToken();
            Keys = _saved.LoadKeys();
        }

        Saving();
        if (_saved.RegistersItself)
        {
            Register();
        }
    }

    /// <summary>The owner taps a message.</summary>
    /// <param name="messageId">Null means the newest unread one.</param>
    /// <returns>False when there is no such unread message.</returns>
    public bool Tap(int? messageId = null) => Settle(messageId, "opened", message => message with { State = PhoneMessageState.Opened });

    /// <summary>The owner swipes a message away.</summary>
    /// <inheritdoc cref="Tap"/>
    public bool Dismiss(int? messageId = null) => Settle(messageId, "dismissed", message => message with { State = PhoneMessageState.Dismissed });

    /// <summary>The owner presses a button.</summary>
    /// <inheritdoc cref="Tap"/>
    public bool Act(string actionId, int? messageId = null) =>
        Settle(messageId, "action", message => message with { State = PhoneMessageState.Action, ActionId = actionId });

    /// <summary>The owner answers in words.</summary>
    /// <inheritdoc cref="Tap"/>
    public bool Reply(string text, string? actionId = null, int? messageId = null) =>
        Settle(messageId, "reply", message => message with { State = PhoneMessageState.Reply, ActionId = actionId, ReplyText = text });

    private bool Settle(int? messageId, string eventType, Func<PhoneMessage, PhoneMessage> change)
    {
        lock (_gate)
        {
            if (_screen.Settle(messageId, change) is not { } settled)
            {
                return false;
            }

            _badge = Math.Min(_badge, _screen.Unread);
            Ack(settled, eventType);
        }

        _fleet.Raise(this);
        return true;
    }

    private void Receive(PhonePush push)
    {
        var now = _clock.GetUtcNow();
        if (!_screen.Add(push, now))
        {
            return;
        }

        _badge = push.Badge ?? _badge;
        Ack(new PhoneMessage(0, push, now, PhoneMessageState.Received), "received");
    }

    private void Ack(PhoneMessage message, string eventType)
    {
        if (message.Push.MsgId is { } id)
        {
            _outbox.Post(new HubCall("ack", $"/v1/push/sends/{Uri.EscapeDataString(id)}/ack", PhoneWords.Ack(message, eventType, _clock.GetUtcNow())));
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Change(Func<SavedPhone, SavedPhone> change)
    {
        lock (_gate)
        {
            _saved = change(_saved);
        }

        Saving();
    }

    private void Saving()
    {
        _fleet.Keep(this);
        _fleet.Raise(this);
    }
}

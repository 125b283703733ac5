using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.WebPush.Browsers;

/// <summary>
/// Real browsers that have this sandbox for their push service: which are connected, what they subscribed to, and what waits for them.
/// All in memory: after a restart a browser is told to subscribe anew, as after a push service's loss of data.
/// </summary>
public sealed class BrowserFleet(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Browser> _browsers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BrowserSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);

    /// <summary>Raised after a connection, a subscription or an answer of a browser.</summary>
    public event Action? Changed;

    /// <summary>Browsers that are connected now.</summary>
    public int Connected => Count(() => _browsers.Values.Count(browser => browser.IsConnected));

    /// <summary>Subscriptions that live.</summary>
    public int Subscriptions => Count(() => _subscriptions.Count);

    /// <summary>Messages that a browser handed to its site's worker.</summary>
    public int Delivered { get; private set; }

    /// <summary>Messages that a browser could not decrypt, and so showed to nobody.</summary>
    public int Undecryptable { get; private set; }

    /// <summary>Forgets every browser, as a push service that lost its data: each is sent away, and on its return gets a new name and no subscription.</summary>
    public void ForgetAll()
    {
        List<Browser> all;
        lock (_gate)
        {
            all = [.. _browsers.Values];
            _ended.UnionWith(_subscriptions.Keys);
            _browsers.Clear();
            _subscriptions.Clear();
        }

        all.ForEach(browser => browser.Disconnect());
        Changed?.Invoke();
    }

    internal BrowserSubscription? Find(string endpoint)
    {
        lock (_gate)
        {
            return _subscriptions.GetValueOrDefault(endpoint);
        }
    }

    internal bool HasEnded(string endpoint)
    {
        lock (_gate)
        {
            return _ended.Contains(endpoint);
        }
    }

    /// <summary>A browser says hello: the one of this name, or a new one.</summary>
    internal Browser Greet(string? name)
    {
        lock (_gate)
        {
            if (name is null || !_browsers.TryGetValue(name, out var browser))
            {
                browser = new Browser(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), clock);
                _browsers[browser.Name] = browser;
            }

            return browser;
        }
    }

    /// <summary>Subscribes; the same channel again keeps its endpoint.</summary>
    internal BrowserSubscription Subscribe(Browser browser, string channel, string? serverKey)
    {
        BrowserSubscription subscription;
        lock (_gate)
        {
            subscription = _subscriptions.Values.FirstOrDefault(known => known.Browser == browser && known.Channel == channel)
                ?? new BrowserSubscription(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), browser, channel, serverKey);
            _subscriptions[subscription.Endpoint] = subscription;
        }

        Changed?.Invoke();
        return subscription;
    }

    internal void Unsubscribe(Browser browser, string channel)
    {
        lock (_gate)
        {
            foreach (var gone in _subscriptions.Values.Where(known => known.Browser == browser && known.Channel == channel).ToList())
            {
                _subscriptions.Remove(gone.Endpoint);
                _ended.Add(gone.Endpoint);
            }
        }

        Changed?.Invoke();
    }

    internal void Answered(int code)
    {
        lock (_gate)
        {
            Delivered += code == BrowserAnswers.Delivered ? 1 : 0;
            Undecryptable += code == BrowserAnswers.Undecryptable ? 1 : 0;
        }

        Changed?.Invoke();
    }

    internal void Raise() => Changed?.Invoke();

    private int Count(Func<int> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}

/// <summary>A site's subscription in a browser.</summary>
/// <param name="Endpoint">Last part of its address.</param>
/// <param name="Browser">Whose.</param>
/// <param name="Channel">The browser's own name for it.</param>
/// <param name="ServerKey">The VAPID key that it was made with, base64url.</param>
internal sealed record BrowserSubscription(string Endpoint, Browser Browser, string Channel, string? ServerKey);

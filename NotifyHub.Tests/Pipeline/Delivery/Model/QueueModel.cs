using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Tests.Pipeline.Delivery.Model;

/// <summary>What a vendor is scripted to say to one call.</summary>
internal enum VendorWord { Accept, Retry, RetryAfter, Slow, Bad, Dead }

/// <summary>A delivery as far as anybody outside can see it.</summary>
internal readonly record struct Seen(DeliveryStatus Status, DeliveryReason Reason, int Tries, int Calls, DateTimeOffset? Due);

/// <summary>The delivery stage as it should be, in memory and without time passing by itself: the whole of its promises in one page.</summary>
internal sealed class QueueModel
{
    /// <summary>Wait that a vendor asks for.</summary>
    public static readonly TimeSpan VendorWait = TimeSpan.FromSeconds(30);

    private static readonly DeliveryStatus[] Waiting = [DeliveryStatus.Scheduled, DeliveryStatus.Queued, DeliveryStatus.Retrying, DeliveryStatus.Delayed];
    private readonly List<Item> _items = [];
    private readonly HashSet<int> _retired = [];
    private readonly Dictionary<int, DateTimeOffset> _slowUntil = [];

    public DateTimeOffset Now { get; set; }

    public int Count => _items.Count;

    /// <summary>Devices that a send may go to: not one whose last words are still to come, or that will be called slow, as the order of two calls to it is nobody's promise.</summary>
    public bool MayTarget(int device) => !_items.Exists(i => i.Device == device && Waiting.Contains(i.Status) && IsTelling(i.Script));

    /// <summary>Whether the vendor will say something about the device, and not only about the message.</summary>
    public static bool IsTelling(IReadOnlyList<VendorWord> script) => script.Contains(VendorWord.Dead) || script.Contains(VendorWord.Slow);

    /// <summary>Whether anything waits for this device.</summary>
    public bool IsIdle(int device) => !_items.Exists(i => i.Device == device && Waiting.Contains(i.Status));

    public void Send(int device, IReadOnlyList<VendorWord> script, DateTimeOffset? at, TimeSpan? life)
    {
        var due = at ?? Now;
        _items.Add(new Item(device, script)
        {
            Status = at is null ? DeliveryStatus.Queued : DeliveryStatus.Scheduled, Due = due, Expires = due + life,
        });
    }

    public ControlAnswer Cancel(int item) => Change(item, Waiting, mustLive: false, i => (i.Status, i.Reason) = (DeliveryStatus.Cancelled, DeliveryReason.Cancelled));

    public ControlAnswer RetryNow(int item) => Change(item, [DeliveryStatus.Failed, DeliveryStatus.Retrying], mustLive: true, i =>
    {
        i.Tries = i.Status == DeliveryStatus.Failed ? 0 : i.Tries;
        (i.Status, i.Reason, i.Due) = (DeliveryStatus.Queued, DeliveryReason.None, Now);
    });

    /// <summary>Everything that is due happens.</summary>
    public void Settle()
    {
        foreach (var item in _items.Where(i => Waiting.Contains(i.Status) && i.Due <= Now))
        {
            if (item.Expires <= Now)
            {
                End(item, DeliveryStatus.Expired, DeliveryReason.TtlExpired);
            }
            else if (_retired.Contains(item.Device))
            {
                End(item, DeliveryStatus.Suppressed, DeliveryReason.DeviceRetired);
            }
            else if (_slowUntil.TryGetValue(item.Device, out var until) && until > Now)
            {
                End(item, DeliveryStatus.Delayed, DeliveryReason.DeviceSlow);
                item.Due = until;
            }
            else
            {
                Call(item);
            }
        }
    }

    public Seen See(int item)
    {
        var i = _items[item];
        return new Seen(i.Status, i.Reason, i.Tries, i.Calls, Waiting.Contains(i.Status) ? i.Due : null);
    }

    private void Call(Item item)
    {
        var word = item.Calls < item.Script.Count ? item.Script[item.Calls] : VendorWord.Accept;
        item.Calls++;
        item.Tries++;
        switch (word)
        {
            case VendorWord.Accept:
                End(item, DeliveryStatus.Sent, DeliveryReason.None);
                break;
            case VendorWord.Bad:
                End(item, DeliveryStatus.Failed, DeliveryReason.ContentBad);
                break;
            case VendorWord.Dead:
                _retired.Add(item.Device);
                End(item, DeliveryStatus.Failed, DeliveryReason.TokenDead);
                break;
            default:
                Again(item, word);
                break;
        }
    }

    private void Again(Item item, VendorWord word)
    {
        if (item.Tries > RetryLadder.Rungs.Count)
        {
            End(item, DeliveryStatus.Failed, DeliveryReason.RetriesExhausted);
            return;
        }
        var due = Now + (word == VendorWord.RetryAfter ? VendorWait : RetryLadder.Rungs[item.Tries - 1]);
        if (due >= item.Expires)
        {
            End(item, DeliveryStatus.Expired, DeliveryReason.TtlExpired);
            return;
        }
        End(item, DeliveryStatus.Retrying, word == VendorWord.Slow ? DeliveryReason.DeviceSlow : DeliveryReason.ProviderTrouble);
        item.Due = due;
        if (word == VendorWord.Slow)
        {
            _slowUntil[item.Device] = due;
        }
    }

    private ControlAnswer Change(int item, DeliveryStatus[] from, bool mustLive, Action<Item> change)
    {
        var i = _items[item];
        if (mustLive && i.Expires <= Now)
        {
            return ControlAnswer.Expired;
        }
        if (!from.Contains(i.Status))
        {
            return ControlAnswer.NotNow;
        }
        change(i);
        return ControlAnswer.Done;
    }

    private static void End(Item item, DeliveryStatus status, DeliveryReason reason) => (item.Status, item.Reason) = (status, reason);

    private sealed class Item(int device, IReadOnlyList<VendorWord> script)
    {
        public int Device => device;
        public IReadOnlyList<VendorWord> Script => script;
        public DeliveryStatus Status { get; set; }
        public DeliveryReason Reason { get; set; }
        public DateTimeOffset Due { get; set; }
        public DateTimeOffset? Expires { get; init; }
        public int Tries { get; set; }
        public int Calls { get; set; }
    }
}

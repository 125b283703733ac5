using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Pipeline.Delivery.Quarantine;
using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>
/// One project at one vendor, as this process sees it: quarantine, throttle, ramp, the project's rate, what is in flight. Its lasting part is a
/// row of provider_states (<see cref="ProviderStates"/>); what is decided here is written with the results that led to it.
/// </summary>
internal sealed class VendorDoor
{
    /// <summary>A probe that has not come back by then is given up; longer than any call may last.</summary>
    public static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(30);

    /// <summary>Others look again after this while a probe is out.</summary>
    private static readonly TimeSpan ProbeRest = TimeSpan.FromSeconds(1);

    // Without a limit a ramp still needs a height to climb to.
    private static readonly LimitRate RampHeight = new(1000, 1000);

    private readonly Lock _lock = new();
    private readonly Func<GuardRules> _rules;
    private readonly TimeProvider _time;
    private QuarantineState _quarantine;
    private DateTimeOffset? _probeUntil;
    private long? _probe;
    // Ticks, 0 for none: read by the gate without the lock.
    private long _rampTicks;
    private int _ahead;
    private int _inFlight;
    private int _version;
    private int _written;

    public VendorDoor(long projectId, ProviderKind provider, Func<GuardRules> rules, Func<Func<Allowed>, IPermits> permits, int waitersMax, TimeProvider time)
    {
        (ProjectId, Provider, _rules, _time) = (projectId, provider, rules, time);
        Rate = new PermitGate(permits(Allowed), waitersMax, time);
    }

    public long ProjectId { get; }
    public ProviderKind Provider { get; }

    /// <summary>The project's rate at this vendor.</summary>
    public PermitGate Rate { get; }

    /// <summary>Claimed rows that have not come to a hand yet.</summary>
    public int Ahead => Volatile.Read(ref _ahead);

    /// <summary>Calls at the vendor now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The rate is halved: too many tokens are invalid.</summary>
    public bool Throttled { get; set; }

    /// <summary>Dead-token answers are not believed.</summary>
    public bool BreakerOpen { get; set; }

    /// <summary>When an operator last decided what becomes of tokens that were set aside.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The project's numbers of this moment.</summary>
    public GuardRules Rules => _rules();

    /// <summary>Closed until, whether the vendor asked for it, failures and rests, end of the last outage.</summary>
    public (QuarantineState Quarantine, DateTimeOffset? RampFrom) Standing
    {
        get
        {
            lock (_lock)
            {
                return (_quarantine, RampFrom);
            }
        }
    }

    /// <summary>The rate of this moment: the project's, with the shares of throttle and ramp.</summary>
    public Allowed Allowed()
    {
        var rules = _rules();
        var rate = rules.Limits[Provider];
        var climb = OutageRamp.ShareAt(RampFrom, rules.Ramp, _time.GetUtcNow());
        return climb >= 1
            ? new Allowed(rate, Throttled ? new RateShare(0.5, 1) : RateShare.Whole)
            : new Allowed(rate.IsUnlimited ? RampHeight : rate, new RateShare(Throttled ? climb / 2 : climb, climb));
    }

    /// <summary>How the door stands for the claim: rows to take at most, or when to ask again.</summary>
    public (int Rows, DateTimeOffset? Until) Look()
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            return _quarantine.At(now) switch
            {
                DoorState.Open => (int.MaxValue, null),
                DoorState.Closed => (0, _quarantine.Until),
                _ => _probeUntil > now ? (0, _probeUntil) : (1, null),
            };
        }
    }

    /// <summary>Whether this delivery may go, and whether it goes as the probe.</summary>
    public (bool Open, bool Probe, DateTimeOffset NotBefore) Ask(long delivery)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            switch (_quarantine.At(now))
            {
                case DoorState.Open:
                    return (true, false, now);
                case DoorState.Closed:
                    return (false, false, _quarantine.Until!.Value);
                case var _ when _probeUntil > now:
                    return (false, false, now + ProbeRest);
                default:
                    (_probe, _probeUntil) = (delivery, now + ProbePatience);
                    return (true, true, now);
            }
        }
    }

    /// <summary>The probe was not made after all.</summary>
    public void DropProbe(long delivery)
    {
        lock (_lock)
        {
            if (_probe == delivery)
            {
                (_probe, _probeUntil) = (null, null);
            }
        }
    }

    /// <summary>An answer came. True when the door opened by it.</summary>
    public bool Answered(long delivery, ProviderOutcome outcome)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var before = _quarantine;
            _quarantine = before.After(AnswerSigns.Of(outcome), AnswerSigns.WaitAskedBy(outcome), Provider == ProviderKind.WebPush, _rules(), now);
            if (_probe == delivery)
            {
                (_probe, _probeUntil) = (null, null);
            }
            if (before.Until == _quarantine.Until)
            {
                return false;
            }
            _version++;
            if (_quarantine.Until is not null)
            {
                return false;
            }
            RampFrom = now;
            return true;
        }
    }

    /// <summary>What was held back comes all at once: the rate climbs as after an outage.</summary>
    public void BeginRamp()
    {
        lock (_lock)
        {
            (RampFrom, _version) = (_time.GetUtcNow(), _version + 1);
        }
    }

    /// <summary>Takes over what the row says: at start, from another node, or after an operator's deed.</summary>
    public void Apply(ProviderState row)
    {
        lock (_lock)
        {
            _quarantine = _quarantine with { FailuresInRow = row.FailuresInRow, Until = row.QuarantinedUntil, Rests = row.QuarantineCount, Asked = row.VendorAsked };
            (RampFrom, Throttled, BreakerOpen) = (row.RampFrom, row.ThrottledAt is not null, row.BreakerOpenedAt is not null);
            (_probe, _probeUntil, _written) = (null, null, _version);
        }
        Rate.Look();
    }

    /// <summary>Whether the row says anything else than this door knows.</summary>
    public bool Differs(ProviderState row)
    {
        lock (_lock)
        {
            return row.QuarantinedUntil != Millisecond(_quarantine.Until) || row.RampFrom != Millisecond(RampFrom)
                || row.ThrottledAt is not null != Throttled || row.BreakerOpenedAt is not null != BreakerOpen;
        }
    }

    /// <summary>The number of the last change, when it is not written yet.</summary>
    public int? Unwritten
    {
        get
        {
            lock (_lock)
            {
                return _version == _written ? null : _version;
            }
        }
    }

    /// <summary>The changes up to this number are stored.</summary>
    public void Written(int version)
    {
        lock (_lock)
        {
            _written = Math.Max(_written, version);
        }
    }

    // Rows keep whole milliseconds.
    private static DateTimeOffset? Millisecond(DateTimeOffset? at) => at is { } exact ? DateTimeOffset.FromUnixTimeMilliseconds(exact.ToUnixTimeMilliseconds()) : null;

    private DateTimeOffset? RampFrom
    {
        get => Volatile.Read(ref _rampTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _rampTicks, value?.UtcTicks ?? 0);
    }

    public void Claimed(int rows) => Interlocked.Add(ref _ahead, rows);

    public void Began() => Interlocked.Increment(ref _inFlight);

    public void Ended() => Interlocked.Decrement(ref _inFlight);
}

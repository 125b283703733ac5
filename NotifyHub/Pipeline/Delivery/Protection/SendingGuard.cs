using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Channels;
using NotifyHub.Pipeline.Delivery.Limits;
using NotifyHub.Pipeline.Delivery.Settings;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>
/// Stands between the queue and the vendors, so that a sender's reputation survives his mistakes and theirs. The claim asks it how many rows are
/// worth taking; a hand asks it for a permit right before the call and tells it the answer. What may not go now waits without using a try.
/// </summary>
internal sealed class SendingGuard : IClaimFilter, IAdmission, IOutcomeObserver
{
    private readonly ConcurrentDictionary<(long ProjectId, ProviderKind Provider), VendorDoor> _doors = new();
    private readonly Dictionary<ProviderKind, PermitGate> _vendors;
    private readonly PermitGate _inFlight;
    private readonly SettingsBook _settings;
    private readonly IPermitSource _source;
    private readonly ProviderStates _states;
    private readonly WorkSignal _signal;
    private readonly TimeProvider _time;
    private readonly DeliveryLimits _limits;
    private readonly int[] _ahead = new int[Enum.GetValues<ProviderKind>().Length + 1];

    public SendingGuard(SettingsBook settings, IPermitSource source, ProviderStates states, WorkSignal signal, IOptions<DeliveryLimits> limits, TimeProvider time)
    {
        (_settings, _source, _states, _signal, _limits, _time) = (settings, source, states, signal, limits.Value, time);
        _inFlight = new PermitGate(new InFlightPermits(_limits.InFlight), int.MaxValue, time);
        _vendors = ProviderNames.Called.Where(kind => !VendorContract.Of(kind).PerProject).ToDictionary(kind => kind, kind =>
        {
            var rate = new Allowed(_limits.Vendors.Of(kind), RateShare.Whole);
            // Hands that wait carry nothing: at most a half of a vendor's wait for its rate, and a quarter for one project's.
            return new PermitGate(source.For($"provider:{kind.Wire()}", () => rate), Math.Max(1, _limits.LeastHandsOf(kind) / 2), time);
        });
        settings.Changed += Refresh;
    }

    /// <summary>Every door of this process.</summary>
    public IEnumerable<VendorDoor> Doors => _doors.Values;

    /// <summary>Calls in flight in this process.</summary>
    public int InFlight => (int)(_inFlight.Fill.Capacity - _inFlight.Fill.Available);

    /// <summary>The door of a project at a vendor.</summary>
    public VendorDoor DoorOf(long projectId, ProviderKind provider) =>
        _doors.TryGetValue((projectId, provider), out var door) ? door : _doors.GetOrAdd((projectId, provider), Make);

    /// <summary>The vendor's gate for the whole installation; null where the vendor counts by project.</summary>
    public PermitGate? VendorGate(ProviderKind provider) => _vendors.GetValueOrDefault(provider);

    /// <inheritdoc/>
    public ClaimAllowance Allow(ProviderKind provider, long projectId, DateTimeOffset now)
    {
        var door = DoorOf(projectId, provider);
        var (rows, until) = door.Look();
        if (rows != int.MaxValue)
        {
            return new ClaimAllowance(rows, until);
        }
        var project = Room(door.Rate, door.Ahead, now);
        return _vendors.TryGetValue(provider, out var vendor) && Room(vendor, Volatile.Read(ref _ahead[(int)provider]), now) is var ofVendor && ofVendor.Rows < project.Rows ? ofVendor : project;
    }

    /// <inheritdoc/>
    public void Claimed(ProviderKind provider, long projectId, int rows)
    {
        DoorOf(projectId, provider).Claimed(rows);
        Interlocked.Add(ref _ahead[(int)provider], rows);
    }

    /// <inheritdoc/>
    public void Arrived(ProviderKind provider, long projectId)
    {
        DoorOf(projectId, provider).Claimed(-1);
        Interlocked.Decrement(ref _ahead[(int)provider]);
    }

    /// <summary>Asks for the right to call: the door, then the project's rate, the vendor's rate, a place among those in flight. Waits as <see cref="LimitWaits"/> says.</summary>
    public ValueTask<Admission> AskAsync(ClaimedDelivery delivery, DateTimeOffset now, CancellationToken cancel)
    {
        var door = DoorOf(delivery.ProjectId, delivery.Provider);
        var (open, probe, notBefore) = door.Ask(delivery.Id);
        return !open ? ValueTask.FromResult(new Admission(notBefore, DeliveryReason.ProviderResting, null))
            : probe ? ProbeAsync(door, delivery.Id, cancel)
            : PassAsync(door, delivery.Id, cancel);
    }

    /// <inheritdoc/>
    public void Answered(ClaimedDelivery delivery, ChannelAnswer answer, DateTimeOffset at)
    {
        if (DoorOf(delivery.ProjectId, delivery.Provider).Answered(delivery.Id, answer.Outcome))
        {
            _signal.Wake();
        }
    }

    /// <summary>Takes over a row as the store has it.</summary>
    public void Apply(ProviderState row)
    {
        DoorOf(row.ProjectId, row.Provider).Apply(row);
        _signal.Wake();
    }

    // Where several nodes look at the same door, only the one that moves its time on may send the probe.
    private async ValueTask<Admission> ProbeAsync(VendorDoor door, long delivery, CancellationToken cancel)
    {
        if (door.Standing.Quarantine.Until is { } until && !await _states.TakeProbeAsync(door.ProjectId, door.Provider, until, cancel))
        {
            door.DropProbe(delivery);
            return new Admission(_time.GetUtcNow() + LimitWaits.InFlight, DeliveryReason.ProviderResting, null);
        }
        return await PassAsync(door, delivery, cancel);
    }

    private async ValueTask<Admission> PassAsync(VendorDoor door, long delivery, CancellationToken cancel)
    {
        var vendor = _vendors.GetValueOrDefault(door.Provider);
        var passed = 0;
        try
        {
            if (!await door.Rate.EnterAsync(LimitWaits.Project, cancel))
            {
                return Later(door, delivery, vendor, passed, door.Rate);
            }
            passed = 1;
            if (vendor is not null && !await vendor.EnterAsync(LimitWaits.Vendor, cancel))
            {
                return Later(door, delivery, vendor, passed, vendor);
            }
            passed = 2;
            // A relay takes many messages in one call, which its own line counts; so does a channel beside push.
            if (vendor is null || !door.Provider.IsPush())
            {
                door.Began();
                return new Admission(null, DeliveryReason.None, new CallPermit(door, null));
            }
            if (!await _inFlight.EnterAsync(LimitWaits.InFlight, cancel))
            {
                return Later(door, delivery, vendor, passed, _inFlight);
            }
        }
        catch (OperationCanceledException)
        {
            Later(door, delivery, vendor, passed, _inFlight);
            throw;
        }
        door.Began();
        return new Admission(null, DeliveryReason.None, new CallPermit(door, _inFlight));
    }

    // Gives back what was passed before the gate that did not open.
    private Admission Later(VendorDoor door, long delivery, PermitGate? vendor, int passed, PermitGate gate)
    {
        if (passed > 0)
        {
            door.Rate.GiveBack();
        }
        if (passed > 1)
        {
            vendor?.GiveBack();
        }
        door.DropProbe(delivery);
        var wait = gate.WaitFor(1) ?? LimitWaits.Ahead;
        return new Admission(_time.GetUtcNow() + (wait > LimitWaits.Ahead ? wait : LimitWaits.Ahead), DeliveryReason.RateLimited, null);
    }

    private static ClaimAllowance Room(PermitGate gate, int ahead, DateTimeOffset now)
    {
        var (available, capacity) = gate.Fill;
        if (double.IsPositiveInfinity(capacity))
        {
            return ClaimAllowance.Any;
        }
        var rows = (int)(available - ahead - gate.Waiting);
        if (rows > 0)
        {
            return new ClaimAllowance(rows, null);
        }
        // A claim is worth its commit when it brings some.
        var wait = gate.WaitFor(ahead + 1) ?? LimitWaits.Ahead;
        return new ClaimAllowance(0, now + (wait > LimitWaits.Ahead ? wait : LimitWaits.Ahead));
    }

    private VendorDoor Make((long ProjectId, ProviderKind Provider) pair) => new(
        pair.ProjectId, pair.Provider, () => _settings.RulesOf(pair.ProjectId), allowed => _source.For($"project:{pair.ProjectId}:{pair.Provider.Wire()}", Bounded(pair.Provider, allowed)),
        Math.Max(1, _limits.LeastHandsOf(pair.Provider) / 4), _time);

    // Where the vendor counts by project, its own limit bounds the project's.
    private Func<Allowed> Bounded(ProviderKind provider, Func<Allowed> allowed) => VendorContract.Of(provider).PerProject
        ? () => allowed() is var project && project.Rate.IsUnlimited ? project with { Rate = _limits.Vendors.Of(provider) } : Narrowed(project, _limits.Vendors.Of(provider))
        : allowed;

    private static Allowed Narrowed(Allowed project, LimitRate vendor) =>
        vendor.IsUnlimited ? project : project with { Rate = new LimitRate(Math.Min(project.Rate.Capacity, vendor.Capacity), Math.Min(project.Rate.PerSecond, vendor.PerSecond)) };

    private void Refresh(long projectId)
    {
        foreach (var door in _doors.Values.Where(door => projectId == 0 || door.ProjectId == projectId))
        {
            door.Rate.Look();
        }
        _signal.Wake();
    }
}

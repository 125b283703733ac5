using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Preferences;
using NotifyHub.Audience.Targets;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Pipeline.Policy;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Pipeline.Intake;

/// <summary>
/// The front door of the pipeline. Checks a send wholly, stores it in one transaction (notification, deliveries, idempotency key) that
/// it shares with whoever asks at the same moment, and returns once that is on disk. Accepted means committed; nothing is sent here.
/// </summary>
public sealed class SendIntake
{
    // "At once or never" still needs a moment to reach the vendor.
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(5);

    private readonly IWriteGate _gate;
    private readonly HubIds _ids;
    private readonly DeviceDirectory _devices;
    private readonly TargetDirectory _targets;
    private readonly ConsentWatch _consent;
    private readonly VendorChecks _vendors;
    private readonly SendContents _contents;
    private readonly LocalTimes _local;
    private readonly DeviceRate _rate;
    private readonly QueueDepth _queue;
    private readonly WorkSignal _work;
    private readonly TimeProvider _time;

    internal SendIntake(
        IWriteGate gate, HubIds ids, DeviceDirectory devices, TargetDirectory targets, ConsentWatch consent, VendorChecks vendors, SendContents contents, LocalTimes local, DeviceRate rate, QueueDepth queue, WorkSignal work, TimeProvider time) =>
        (_gate, _ids, _devices, _targets, _consent, _vendors, _contents, _local, _rate, _queue, _work, _time) = (gate, ids, devices, targets, consent, vendors, contents, local, rate, queue, work, time);

    /// <summary>Accepts a push.</summary>
    /// <param name="origin">Who asks.</param>
    /// <param name="send">What is asked.</param>
    /// <param name="once">Idempotency key of the request, if any.</param>
    /// <param name="cancel">Ends the wait; what is committed stays.</param>
    /// <exception cref="RefusedException">It is refused, whole: nothing was stored.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no writes now; nothing was stored.</exception>
    public Task<AcceptedSend> AcceptAsync(SendOrigin origin, PushSend send, Once<AcceptedSend>? once = null, CancellationToken cancel = default) => TracedAsync(origin, send, once, null, cancel);

    /// <summary>As the other, for what sends by itself: <paramref name="also"/> is written in the same transaction, and what it throws undoes the send.</summary>
    internal Task<AcceptedSend> AcceptAsync(SendOrigin origin, PushSend send, Func<WriteSession, AcceptedSend, ValueTask> also, CancellationToken cancel) => TracedAsync(origin, send, null, also, cancel);

    private async Task<AcceptedSend> TracedAsync(SendOrigin origin, PushSend send, Once<AcceptedSend>? once, Func<WriteSession, AcceptedSend, ValueTask>? also, CancellationToken cancel)
    {
        using var span = IntakeSignals.Begin();
        try
        {
            var accepted = await AcceptAsync(origin, send, IntakeSignals.TraceParentOf(span), once, also, cancel);
            IntakeSignals.Accepted(span, send, accepted);
            return accepted;
        }
        catch (Exception error) when (error is RefusedException or StoreUnavailableException)
        {
            IntakeSignals.Refused(span, error);
            throw;
        }
    }

    private async Task<AcceptedSend> AcceptAsync(SendOrigin origin, PushSend send, string? traceParent, Once<AcceptedSend>? once, Func<WriteSession, AcceptedSend, ValueTask>? also, CancellationToken cancel)
    {
        Failpoint.Hit(CrashPoint.P1);
        var now = _time.GetUtcNow();
        var draft = await DraftAsync(origin.ProjectId, send, now, cancel);
        var devices = draft.Devices;
        if (_queue.IsFull)
        {
            throw new RefusedException(RefusalCode.QueueFull, "As many deliveries wait as this hub takes; nothing was stored.") { RetryAfter = QueueDepth.Fresh };
        }
        if (devices is not null && _rate.Take([.. devices.Select(d => d.Id)]) is { } wait)
        {
            throw new RefusedException(RefusalCode.DeviceRateLimited, "A device takes 60 sends a minute and has had them.") { RetryAfter = wait };
        }

        var accepted = new AcceptedSend(_ids.Next(), await TicketsAsync(origin.ProjectId, send, draft, now, cancel), now, IsRunning: devices is null);
        var rows = new SendRows(origin, accepted, send with { TemplateId = send.TemplateId ?? draft.Content.TemplateTag }, draft.Content, draft.DueAt, draft.ExpiresAt, traceParent) { Dues = draft.Dues };
        await StoreAsync(rows, devices is null ? FanoutRows.Of(draft.Target) : null, once, also, cancel);
        return accepted;
    }

    /// <summary>Everything that can be said of a send without storing it: checked wholly, its devices found, its message made.</summary>
    /// <exception cref="RefusedException">It would be refused.</exception>
    internal async Task<SendDraft> DraftAsync(long projectId, PushSend send, DateTimeOffset now, CancellationToken cancel)
    {
        var faults = new FaultList();
        var target = TargetReader.Read(send.To, "/to", faults);
        SendChecks.Check(send, now, faults);
        _vendors.Overrides(send.Options, faults);
        var template = await _contents.OpenAsync(projectId, send.Template, faults, cancel);
        faults.ThrowIfAny();

        target = await _targets.ResolveAsync(projectId, target, "/to", cancel);
        var devices = await FindAsync(projectId, target, cancel);
        var locales = devices is null ? null : await _contents.LocalesAsync(projectId, template, [.. devices.Select(d => d.Id)], cancel);
        var content = _contents.Make(send, template, locales, now);
        foreach (var message in content.All)
        {
            await CheckVendorsAsync(message, projectId, target, devices, cancel);
        }
        var dues = devices is null ? null : await DuesAsync(projectId, send, [.. devices.Select(d => d.Id)], now, cancel);
        // Of many the fan-out finds out who goes first.
        var dueAt = dues is { Length: > 0 } ? dues.Min()
            : WallClock.TryParse(send.SendAtLocal, out var wall) ? await _local.UnknownAsync(projectId, wall, send.SendAtZone, now, cancel)
            : send.SendAt > now ? send.SendAt.Value : now;
        return new SendDraft(target, devices, content, dueAt, ExpiryOf(send, dueAt)) { Dues = dues };
    }

    /// <summary>When a send by each recipient's clock goes to these devices, in their order; null for one that goes to all at one moment.</summary>
    internal async Task<DateTimeOffset[]?> DuesAsync(long projectId, PushSend send, IReadOnlyList<long> devices, DateTimeOffset now, CancellationToken cancel) =>
        WallClock.TryParse(send.SendAtLocal, out var wall) ? await _local.OfAsync(projectId, devices, wall, send.SendAtZone, now, cancel) : null;

    /// <summary>The first devices of a draft, and how many it has in all.</summary>
    internal async Task<(IReadOnlyList<long> First, int All)> LookAsync(long projectId, SendDraft draft, int most, CancellationToken cancel) => draft.Devices is { } devices
        ? ([.. devices.Take(most).Select(d => d.Id)], devices.Count)
        : ([.. (await _targets.FirstAsync(projectId, draft.Target, most, cancel)).Select(d => d.Id)], await _targets.CountAsync(projectId, draft.Target, cancel));

    /// <summary>The devices of a small target; null for one that is expanded in chunks.</summary>
    private async ValueTask<IReadOnlyList<TargetDevice>?> FindAsync(long projectId, AudienceTarget target, CancellationToken cancel)
    {
        if (target.Kind != TargetKind.Devices)
        {
            return await _targets.FewAsync(projectId, target, AudienceTarget.MostDevices, cancel);
        }
        var found = await _devices.FindAsync(projectId, target.Devices, cancel);
        var faults = new FaultList();
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is null)
            {
                faults.Add(target.Pointers[i], RefusalCode.UnknownDevice, $"There is no {RowId.Format(RowId.Device, target.Devices[i])} in this project.");
            }
        }
        faults.ThrowIfAny();
        return [.. found.Select((facts, i) => new TargetDevice(target.Devices[i], facts!.Value.Provider, facts.Value.Status))];
    }

    private async ValueTask CheckVendorsAsync(PushMessage message, long projectId, AudienceTarget target, IReadOnlyList<TargetDevice>? devices, CancellationToken cancel)
    {
        if (devices is not null)
        {
            _vendors.Check(message, devices.Select(d => d.Provider).ToHashSet());
            return;
        }
        // A large target is asked for a vendor only when that vendor would object: whether it has any of a million devices is a long question.
        foreach (var vendor in await _targets.VendorsAsync(projectId, cancel))
        {
            if (_vendors.Objects(message, vendor) && await _targets.HasVendorAsync(projectId, target, vendor, cancel))
            {
                _vendors.Check(message, new HashSet<ProviderKind> { vendor });
            }
        }
    }

    private async ValueTask<SendTicket[]> TicketsAsync(long projectId, PushSend send, SendDraft draft, DateTimeOffset now, CancellationToken cancel) => draft.Devices is { } devices
        ? Tickets(devices, await _consent.OutAsync(projectId, send.PreferenceCategory, [.. devices.Select(d => d.Id)], cancel), i => draft.DueOf(i) > now, now)
        : [];

    // The policy of dispatch, with what is known already; it is asked again before anything goes out.
    private SendTicket[] Tickets(IReadOnlyList<TargetDevice> devices, IReadOnlySet<long> optedOut, Func<int, bool> isScheduled, DateTimeOffset now)
    {
        var tickets = new SendTicket[devices.Count];
        for (var i = 0; i < tickets.Length; i++)
        {
            var decision = DeliveryPolicy.Decide(new DeliveryFacts { Device = devices[i].Status, OptedOut = optedOut.Contains(devices[i].Id), Credential = CredentialFact.Ready }, now);
            var (status, reason) = decision.Verb == PolicyVerb.Suppress
                ? (DeliveryStatus.Suppressed, decision.Reason)
                : (isScheduled(i) ? DeliveryStatus.Scheduled : DeliveryStatus.Queued, DeliveryReason.None);
            tickets[i] = new SendTicket(_ids.Next(), devices[i].Id, devices[i].Provider, status, reason);
        }
        return tickets;
    }

    /// <summary>When it is not sent any more; null when it does not expire.</summary>
    internal static DateTimeOffset? ExpiryOf(PushSend send, DateTimeOffset dueAt) =>
        send.Options?.Ttl is { } seconds ? dueAt + TimeSpan.FromSeconds(Math.Max(seconds, ShortestLife.TotalSeconds)) : null;

    private async Task StoreAsync(SendRows rows, FanoutRows? fanout, Once<AcceptedSend>? once, Func<WriteSession, AcceptedSend, ValueTask>? also, CancellationToken cancel)
    {
        // Rendered here, not inside: the gate is one thread for everybody.
        var answer = once?.Render(rows.Accepted);
        await _gate.WriteAsync(async session =>
        {
            await rows.WriteAsync(session);
            if (fanout is not null)
            {
                await fanout.WriteAsync(session, rows);
            }
            // Nobody will ever settle one of its deliveries.
            if (fanout is null && session.Wants(rows.Origin.ProjectId, FactKind.NotificationCompleted) && rows.Accepted.Tickets.All(ticket => ticket.Status >= DeliveryStatus.Sent))
            {
                session.Happened(new HubFact(FactKind.NotificationCompleted, rows.Origin.ProjectId, rows.Accepted.NotificationId));
            }
            if (once is not null)
            {
                await once.RecordAsync(session, answer!, rows.Accepted.At);
            }
            if (also is not null)
            {
                await also(session, rows.Accepted);
            }
            session.AfterCommit(_work.Wake);
            Failpoint.Hit(CrashPoint.P2);
        }, cancel);
        Failpoint.Hit(CrashPoint.P3);
    }
}

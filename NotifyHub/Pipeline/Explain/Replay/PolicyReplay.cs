using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;
using NotifyHub.Pipeline.Delivery.Bundling;
using NotifyHub.Pipeline.Delivery.ProjectPolicy;
using NotifyHub.Pipeline.Policy;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Explain.Replay;

/// <summary>
/// Lets deliveries go once more, in the order of their times, under one policy: the rules, the arithmetic of caps and the quiet hours are dispatch's own, what they count is what went in
/// this replay. No store, no clock; what waits is asked again when its wait is over.
/// </summary>
/// <param name="policy">Caps, quiet hours, presence.</param>
/// <param name="bundling">How a type bundles; null for one that does not.</param>
/// <param name="end">The end of the replay: what waits beyond it is told as waiting.</param>
internal sealed class PolicyReplay(PolicySettings policy, Func<string, TypeBundling?> bundling, DateTimeOffset end)
{
    /// <summary>A crowd behind a narrow cap asks again and again; after so many asks it is told as waiting.</summary>
    public const int MostAsks = 50;

    private readonly Dictionary<(long Person, string? Category), List<(long Notification, DateTimeOffset At)>> _went = [];
    private readonly Dictionary<(long Person, BundleGroup Group), List<(long Notification, DateTimeOffset At)>> _kinds = [];
    private readonly Dictionary<string, PersonQuiet?> _quiets = new(StringComparer.Ordinal);

    /// <summary>The outcome of each, in the order in which they are given.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public ReplayOutcome[] Run(IReadOnlyList<ReplayedSend> sends, CancellationToken cancel = default)
    {
        var outcomes = new ReplayOutcome[sends.Count];
        var asks = new int[sends.Count];
        var waiting = new PriorityQueue<int, (DateTimeOffset At, long Id)>();
        for (var i = 0; i < sends.Count; i++)
        {
            waiting.Enqueue(i, (sends[i].At, sends[i].Id));
        }
        while (waiting.TryDequeue(out var i, out var turn))
        {
            cancel.ThrowIfCancellationRequested();
            var send = sends[i];
            if (!send.IsOpen)
            {
                outcomes[i] = new ReplayOutcome(ReplayVerdict.Otherwise, send.Reason, null);
                continue;
            }
            var decision = DeliveryPolicy.Decide(FactsOf(send, turn.At), turn.At);
            switch (decision.Verb)
            {
                case PolicyVerb.Send:
                    Remember(send, turn.At);
                    outcomes[i] = asks[i] == 0 ? new ReplayOutcome(ReplayVerdict.Sent, DeliveryReason.None, turn.At) : outcomes[i] with { At = turn.At };
                    break;
                case PolicyVerb.DelayUntil when decision.Until is { } until:
                    outcomes[i] = asks[i] == 0 ? new ReplayOutcome(ReplayVerdict.Delayed, decision.Reason, null) : outcomes[i];
                    if (until <= end && until > turn.At && ++asks[i] < MostAsks)
                    {
                        waiting.Enqueue(i, (until, send.Id));
                    }
                    break;
                default:
                    outcomes[i] = new ReplayOutcome(decision.Reason == DeliveryReason.Bundled ? ReplayVerdict.Merged : ReplayVerdict.Suppressed, decision.Reason, null);
                    break;
            }
        }
        return outcomes;
    }

    // What is not the project's policy let it through when it was real, so those facts stand as they must have stood.
    private DeliveryFacts FactsOf(ReplayedSend send, DateTimeOffset now) => new()
    {
        Device = DeviceStatus.Active,
        Credential = CredentialFact.Ready,
        ExpiresAt = send.ExpiresAt,
        QuietUntil = send.MayDisturb ? null : QuietOf(send)?.EndOf(now),
        // Who was live when is not kept, but for those whom it stopped.
        Presence = send.MayDisturb || send.Reason != DeliveryReason.Presence ? null : policy.Presence?.Of(send.At),
        Bundle = send.Lane == DeliveryLane.Critical ? null : BundleOf(send, now),
        Cap = send.Lane == DeliveryLane.Critical ? null : CapMath.Strictest(policy.CapsOf(send.Category).Select(cap => CapOf(cap, send, now))),
    };

    private PersonQuiet? QuietOf(ReplayedSend send)
    {
        var key = $"{send.OwnQuiet}\n{send.Zone}";
        return _quiets.TryGetValue(key, out var known) ? known : _quiets[key] = PersonQuiets.Of(policy, send.OwnQuiet, send.Zone);
    }

    private CapFact? CapOf(CapSetting cap, ReplayedSend send, DateTimeOffset now)
    {
        var sent = new Dictionary<long, DateTimeOffset>();
        var all = _went.GetValueOrDefault((send.PersonId, cap.Category)) ?? [];
        // Newest first and no more than fill the cap, as dispatch reads them.
        for (var i = all.Count - 1; i >= 0 && sent.Count < cap.Most && all[i].At > now - cap.Window; i--)
        {
            if (all[i].Notification != send.NotificationId)
            {
                sent.TryAdd(all[i].Notification, all[i].At);
            }
        }
        return CapMath.Of(cap, sent, [], now, TimeSpan.Zero);
    }

    private BundleFact? BundleOf(ReplayedSend send, DateTimeOffset now)
    {
        if (send.Type is not { } type || send.DigestKey == Bundle.SummaryKey || bundling(type) is not { } rule)
        {
            return null;
        }
        var window = TimeSpan.FromMinutes(rule.WindowMinutes);
        var others = new HashSet<long>();
        var all = _kinds.GetValueOrDefault((send.PersonId, GroupOf(send, type))) ?? [];
        for (var i = all.Count - 1; i >= 0 && others.Count < rule.Most && all[i].At > now - window; i--)
        {
            if (all[i].Notification != send.NotificationId)
            {
                others.Add(all[i].Notification);
            }
        }
        return others.Count >= rule.Most ? new BundleFact(rule.Most, window) : null;
    }

    private void Remember(ReplayedSend send, DateTimeOffset now)
    {
        Add(_went, (send.PersonId, null), send.NotificationId, now);
        if (send.Category is { } category)
        {
            Add(_went, (send.PersonId, category), send.NotificationId, now);
        }
        if (send.Type is { } type)
        {
            Add(_kinds, (send.PersonId, GroupOf(send, type)), send.NotificationId, now);
        }
    }

    private static BundleGroup GroupOf(ReplayedSend send, string type) => new(type, send.DigestKey, send.Provider.Channel());

    private static void Add<T>(Dictionary<T, List<(long, DateTimeOffset)>> all, T key, long notification, DateTimeOffset now)
        where T : notnull
    {
        if (!all.TryGetValue(key, out var mine))
        {
            all[key] = mine = [];
        }
        mine.Add((notification, now));
    }
}

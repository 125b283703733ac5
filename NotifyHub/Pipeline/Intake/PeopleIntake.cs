using NotifyHub.Audience.People;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Idempotency;
using NotifyHub.Types;

namespace NotifyHub.Pipeline.Intake;

/// <summary>A notification to people that passed every check and is not stored.</summary>
/// <param name="Type">As it holds now.</param>
/// <param name="Plan">Over which channels it goes.</param>
/// <param name="Target">Whom.</param>
/// <param name="Push">In the words of a push.</param>
/// <param name="Content">What it says, in as many languages as it has.</param>
/// <param name="DueAt">Not before this.</param>
/// <param name="ExpiresAt">Not after this.</param>
/// <param name="Warning">What its sender should know; null for nothing.</param>
internal sealed record PeopleDraft(TypeDefinition Type, ChannelPlan Plan, AudienceTarget Target, PushSend Push, SendContent Content, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt, string? Warning);

/// <summary>
/// The front door for notifications to people. It stores what was asked and whom it is for in one transaction; who gets it over which channel is written by the fan-out,
/// by what each person wants at that moment.
/// </summary>
public sealed class PeopleIntake
{
    private readonly IWriteGate _gate;
    private readonly HubIds _ids;
    private readonly TypeBook _types;
    private readonly TargetDirectory _targets;
    private readonly PeopleDirectory _people;
    private readonly MemberPeople _members;
    private readonly VendorChecks _vendors;
    private readonly SendContents _contents;
    private readonly ChannelContents _channels;
    private readonly QueueDepth _queue;
    private readonly TimeProvider _time;

    internal PeopleIntake(
        IWriteGate gate, HubIds ids, TypeBook types, TargetDirectory targets, PeopleDirectory people, MemberPeople members, VendorChecks vendors, SendContents contents, ChannelContents channels, QueueDepth queue, TimeProvider time) =>
        (_gate, _ids, _types, _targets, _people, _members, _vendors, _contents, _channels, _queue, _time) = (gate, ids, types, targets, people, members, vendors, contents, channels, queue, time);

    /// <summary>Accepts a notification.</summary>
    /// <param name="origin">Who asks.</param>
    /// <param name="send">What is asked.</param>
    /// <param name="once">Idempotency key of the request, if any.</param>
    /// <param name="cancel">Ends the wait; what is committed stays.</param>
    /// <exception cref="RefusedException">It is refused, whole: nothing was stored.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no writes now; nothing was stored.</exception>
    public Task<AcceptedPeople> AcceptAsync(SendOrigin origin, PeopleSend send, Once<AcceptedPeople>? once = null, CancellationToken cancel = default) => AcceptAsync(origin, send, once, null, cancel);

    /// <summary>As the other, for what sends by itself: <paramref name="also"/> is written in the same transaction, and what it throws undoes the send.</summary>
    internal Task<AcceptedPeople> AcceptAsync(SendOrigin origin, PeopleSend send, Func<WriteSession, AcceptedPeople, ValueTask> also, CancellationToken cancel) => AcceptAsync(origin, send, null, also, cancel);

    private async Task<AcceptedPeople> AcceptAsync(
        SendOrigin origin, PeopleSend send, Once<AcceptedPeople>? once, Func<WriteSession, AcceptedPeople, ValueTask>? also, CancellationToken cancel)
    {
        using var span = IntakeSignals.Begin();
        var now = _time.GetUtcNow();
        var draft = await DraftAsync(origin.ProjectId, send, now, cancel);
        if (_queue.IsFull)
        {
            throw new RefusedException(RefusalCode.QueueFull, "As many deliveries wait as this hub takes; nothing was stored.") { RetryAfter = QueueDepth.Fresh };
        }
        if (draft.Target.Kind == TargetKind.Team)
        {
            await _members.EnsureAsync(origin.ProjectId, cancel);
        }
        var named = draft.Target.Kind == TargetKind.Users ? await _people.KnownAsync(origin.ProjectId, draft.Target.Names, cancel) : null;
        var accepted = new AcceptedPeople(_ids.Next(), now, draft.DueAt > now, named?.Count, named is null ? [] : [.. draft.Target.Names.Where(name => !named.Contains(name))], draft.Warning);
        var rows = new SendRows(
            origin, new AcceptedSend(accepted.NotificationId, [], now, IsRunning: true), draft.Push with { TemplateId = draft.Content.TemplateTag }, draft.Content, draft.DueAt, draft.ExpiresAt, IntakeSignals.TraceParentOf(span))
        {
            Type = send.Type, DigestKey = send.DigestKey,
        };
        var fanout = new FanoutRows(draft.Target.Write(), send.Type, draft.Plan.Write());
        var answer = once?.Render(accepted);
        await _gate.WriteAsync(async session =>
        {
            await rows.WriteAsync(session);
            await fanout.WriteAsync(session, rows);
            if (once is not null)
            {
                await once.RecordAsync(session, answer!, now);
            }
            if (also is not null)
            {
                await also(session, accepted);
            }
            Failpoint.Hit(CrashPoint.P2);
        }, cancel);
        return accepted;
    }

    /// <summary>Everything that can be said of it without storing it.</summary>
    /// <exception cref="RefusedException">It would be refused.</exception>
    internal async Task<PeopleDraft> DraftAsync(long projectId, PeopleSend send, DateTimeOffset now, CancellationToken cancel)
    {
        var faults = new FaultList();
        var type = await TypeAsync(projectId, send.Type, faults, cancel);
        var push = PeopleChecks.AsPush(send, type);
        var target = TargetReader.ReadPeople(send.To, "/to", faults);
        var only = PeopleChecks.Check(send, push, type, now, faults);
        if (type is { OnlyWhoTriggered: true } && (target.Kind != TargetKind.Users || target.Names.Count > 1))
        {
            faults.Add("/to", RefusalCode.InvalidTarget, $"{type.Key} is for whoever triggered it: name one user.");
        }
        var template = await _contents.OpenAsync(projectId, send.Template, faults, cancel);
        faults.ThrowIfAny();

        target = await _targets.ResolveAsync(projectId, target, "/to", cancel);
        // Its readers are found out later: every language of a template goes with it.
        var (content, warning) = await _channels.CompleteAsync(projectId, send, type!, template, _contents.Make(push, template, null, now), cancel);
        await CheckVendorsAsync(projectId, content, cancel);
        var due = send.SendAt > now ? send.SendAt.Value : now;
        return new PeopleDraft(type!, ChannelPlan.Of(type!, only), target, push, content, due, SendIntake.ExpiryOf(push, due), warning);
    }

    private async ValueTask<TypeDefinition?> TypeAsync(long projectId, string key, FaultList faults, CancellationToken cancel)
    {
        if (TypeBook.IsKey(key) && await _types.FindAsync(projectId, key, cancel) is { } type)
        {
            return type;
        }
        faults.Add("/type", "not_allowed", $"The project has no such type. It has {string.Join(", ", (await _types.AllAsync(projectId, cancel)).Where(known => known.IsDispatched).Select(known => known.Key).Take(50))}.");
        return null;
    }

    // Of vendors that the project has a device of: whether one of these people has it is known too late.
    private async ValueTask CheckVendorsAsync(long projectId, SendContent content, CancellationToken cancel)
    {
        var vendors = (await _targets.VendorsAsync(projectId, cancel)).ToHashSet();
        try
        {
            foreach (var message in content.All)
            {
                _vendors.Check(message, vendors);
            }
        }
        catch (RefusedException refused) when (refused.Faults.Count > 0)
        {
            throw RefusedException.For([.. refused.Faults.Select(fault => fault with { Pointer = PeopleChecks.PlaceOf(fault.Pointer) })]);
        }
    }
}

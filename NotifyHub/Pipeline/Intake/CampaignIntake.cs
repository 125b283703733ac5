using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Intake;

/// <summary>Stores what a campaign sends: a notification for each wording, and one fan-out that shares its people out among them.</summary>
public sealed class CampaignIntake
{
    private readonly IWriteGate _gate;
    private readonly HubIds _ids;
    private readonly SendIntake _intake;
    private readonly TargetDirectory _targets;
    private readonly QueueDepth _queue;
    private readonly TimeProvider _time;

    internal CampaignIntake(IWriteGate gate, HubIds ids, SendIntake intake, TargetDirectory targets, QueueDepth queue, TimeProvider time) =>
        (_gate, _ids, _intake, _targets, _queue, _time) = (gate, ids, intake, targets, queue, time);

    /// <summary>Checks a wording as if it were sent now; nothing is stored.</summary>
    /// <exception cref="RefusedException">It would be refused.</exception>
    public async Task CheckAsync(long projectId, PushSend send, CancellationToken cancel = default) => await _intake.DraftAsync(projectId, send, _time.GetUtcNow(), cancel);

    /// <summary>How many devices a target has now; one that is found in two ways is counted twice.</summary>
    /// <exception cref="RefusedException">It names what is not of this project.</exception>
    public async Task<int> MatchedAsync(long projectId, PushSend send, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        var target = TargetReader.Read(send.To, "/send/to", faults);
        faults.ThrowIfAny();
        return await _targets.CountAsync(projectId, await _targets.ResolveAsync(projectId, target, "/send/to", cancel), cancel);
    }

    /// <summary>Accepts a campaign's wordings, in one transaction with <paramref name="also"/>, which is told the notifications in their order; what it throws undoes all.</summary>
    /// <exception cref="RefusedException">One of them is refused; nothing was stored.</exception>
    /// <exception cref="StoreUnavailableException">The store takes no writes now; nothing was stored.</exception>
    internal async Task AcceptAsync(SendOrigin origin, long campaign, IReadOnlyList<PushSend> wordings, Func<WriteSession, IReadOnlyList<long>, ValueTask> also, CancellationToken cancel)
    {
        using var span = IntakeSignals.Begin();
        var now = _time.GetUtcNow();
        var rows = new List<SendRows>();
        AudienceTarget? target = null;
        foreach (var wording in wordings)
        {
            var draft = await _intake.DraftAsync(origin.ProjectId, wording, now, cancel);
            target ??= draft.Target;
            rows.Add(new SendRows(
                origin, new AcceptedSend(_ids.Next(), [], now, IsRunning: true), wording with { TemplateId = wording.TemplateId ?? draft.Content.TemplateTag, CampaignId = RowId.Format(RowId.Campaign, campaign) },
                draft.Content, now, SendIntake.ExpiryOf(wording, now), IntakeSignals.TraceParentOf(span))
            {
                // Whatever it asks of the vendor: here a million of it never delay a password alert.
                Lane = DeliveryLane.Bulk,
            });
        }
        if (_queue.IsFull)
        {
            throw new RefusedException(RefusalCode.QueueFull, "As many deliveries wait as this hub takes; nothing was stored.") { RetryAfter = QueueDepth.Fresh };
        }
        var fanout = FanoutRows.Of(target!) with { CampaignId = campaign };
        await _gate.WriteAsync(async session =>
        {
            await also(session, [.. rows.Select(row => row.Accepted.NotificationId)]);
            foreach (var row in rows)
            {
                await row.WriteAsync(session);
            }
            await fanout.WriteAsync(session, rows[0]);
            Failpoint.Hit(CrashPoint.P2);
        }, cancel);
        Failpoint.Hit(CrashPoint.P3);
    }
}

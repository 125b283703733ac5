using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Intake;
using NotifyHub.Security.Audit;

namespace NotifyHub.Campaigns;

/// <summary>Starts, holds, continues and ends campaigns. What was asked for twice is done once; the second answer tells how it stands.</summary>
public sealed class CampaignControl
{
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(400);

    private readonly CampaignDesk _desk;
    private readonly CampaignStarter _starter;
    private readonly CampaignIntake _intake;
    private readonly IWriteGate _gate;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal CampaignControl(CampaignDesk desk, CampaignStarter starter, CampaignIntake intake, IWriteGate gate, IAuditLog audit, TimeProvider time) =>
        (_desk, _starter, _intake, _gate, _audit, _time) = (desk, starter, intake, gate, audit, time);

    /// <summary>Starts it now, or plans its start. One that has started stays as it is. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">It is canceled, can't be sent, or its audience has moved.</exception>
    public async Task<CampaignView?> StartAsync(CampaignCaller caller, long id, CampaignStart start, CancellationToken cancel = default)
    {
        var now = _time.GetUtcNow();
        var faults = new FaultList();
        faults.Range("/expectedMatched", start.ExpectedMatched, 0, int.MaxValue);
        if (start.StartAt > now + Furthest)
        {
            faults.Add("/startAt", "out_of_range", "startAt must be at most 400 days ahead.");
        }
        faults.ThrowIfAny();
        if (await _desk.FindAsync(caller.Origin.ProjectId, id, cancel) is not { } found)
        {
            return null;
        }
        switch (found.Row.State)
        {
            case CampaignState.Canceled:
                throw new RefusedException(RefusalCode.StateConflict, "It is canceled; clone it to send it.");
            case CampaignState.Running or CampaignState.Paused or CampaignState.Completed:
                return found;
        }
        if (start.StartAt > now)
        {
            await PlanAsync(caller, found.Row, start, cancel);
        }
        else if (!await _starter.StartAsync(found.Row, found.Variants, start.ExpectedMatched, caller.Actor, caller.Ip, cancel)
            && (await _desk.FindAsync(caller.Origin.ProjectId, id, cancel))?.Row.State is CampaignState.Draft or CampaignState.Scheduled)
        {
            throw new RefusedException(RefusalCode.StateConflict, "The campaign has been changed in the meantime; read it again.");
        }
        return await _desk.FindAsync(caller.Origin.ProjectId, id, cancel);
    }

    /// <summary>How many devices it would go to now. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">Its target names what is not of this project any more.</exception>
    public async Task<int?> MatchedAsync(long projectId, long id, CancellationToken cancel = default) =>
        await _desk.FindAsync(projectId, id, cancel) is { } found ? await _intake.MatchedAsync(projectId, CampaignJson.SendOf(found.Row), cancel) : null;

    /// <summary>From this commit on nothing more of it is claimed; what a worker holds at that moment still goes. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">It does not run.</exception>
    public Task<CampaignView?> PauseAsync(CampaignCaller caller, long id, CancellationToken cancel = default) =>
        DoAsync(caller, id, CampaignState.Paused, "campaign.paused", "Only a running campaign can be paused.", async (session, now) =>
        {
            if (await session.Prepare(CampaignSql.Pause).Bind(null, now, id, caller.Origin.ProjectId).ExecuteAsync() == 0)
            {
                return false;
            }
            await session.Prepare(CampaignSql.MarkPaused).Bind(now, id).ExecuteLaterAsync();
            await session.Prepare(CampaignSql.Fanout).Bind(FanoutState.Paused, now, null, id, FanoutState.Running, FanoutState.Running).ExecuteLaterAsync();
            return true;
        }, cancel);

    /// <summary>Goes on from where it stood. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">It is not paused.</exception>
    public Task<CampaignView?> ResumeAsync(CampaignCaller caller, long id, CancellationToken cancel = default) =>
        DoAsync(caller, id, CampaignState.Running, "campaign.resumed", "Only a paused campaign can be resumed.", async (session, now) =>
        {
            if (await session.Prepare(CampaignSql.Resume).Bind(now, id, caller.Origin.ProjectId).ExecuteAsync() == 0)
            {
                return false;
            }
            await session.Prepare(CampaignSql.MarkPaused).Bind(null, id).ExecuteLaterAsync();
            await session.Prepare(CampaignSql.Fanout).Bind(FanoutState.Running, now, null, id, FanoutState.Paused, FanoutState.Paused).ExecuteLaterAsync();
            return true;
        }, cancel);

    /// <summary>Ends it for good: nothing more leaves from this commit on, and what is written is taken back. Null when there is no such campaign in this project.</summary>
    /// <exception cref="RefusedException">It is completed.</exception>
    public Task<CampaignView?> CancelAsync(CampaignCaller caller, long id, CancellationToken cancel = default) =>
        DoAsync(caller, id, CampaignState.Canceled, "campaign.canceled", "It is completed: there is nothing to cancel.", async (session, now) =>
        {
            if (await session.Prepare(CampaignSql.Cancel).Bind(now, id, caller.Origin.ProjectId).ExecuteAsync() == 0)
            {
                return false;
            }
            await session.Prepare(CampaignSql.MarkCancelled).Bind(now, id).ExecuteLaterAsync();
            await session.Prepare(CampaignSql.Fanout).Bind(FanoutState.Cancelled, now, now, id, FanoutState.Running, FanoutState.Paused).ExecuteLaterAsync();
            return true;
        }, cancel);

    private async Task PlanAsync(CampaignCaller caller, Campaign row, CampaignStart start, CancellationToken cancel)
    {
        if (start.ExpectedMatched is { } believed)
        {
            CampaignStarter.RefuseMoved(await _intake.MatchedAsync(row.ProjectId, CampaignJson.SendOf(row), cancel), believed);
        }
        await _gate.WriteAsync(async session =>
        {
            if (await session.Prepare(CampaignSql.Plan).Bind(start.StartAt, _time.GetUtcNow(), row.Id, row.ProjectId, row.Version).ExecuteAsync() == 0)
            {
                throw new RefusedException(RefusalCode.StateConflict, "The campaign has been changed in the meantime; read it again.");
            }
            await TellAsync(session, caller, "campaign.scheduled", row.Id);
        }, cancel);
    }

    private async Task<CampaignView?> DoAsync(CampaignCaller caller, long id, CampaignState to, string action, string refusal, Func<WriteSession, DateTimeOffset, Task<bool>> deed, CancellationToken cancel)
    {
        var done = await _gate.WriteAsync(async session =>
        {
            if (!await deed(session, _time.GetUtcNow()))
            {
                return false;
            }
            await TellAsync(session, caller, action, id);
            session.Changed(caller.Origin.ProjectId, HubTables.Deliveries | HubTables.Fanouts | HubTables.Work);
            return true;
        }, cancel);
        var found = await _desk.FindAsync(caller.Origin.ProjectId, id, cancel);
        return done || found is null || found.Row.State == to ? found : throw new RefusedException(RefusalCode.StateConflict, refusal);
    }

    private async Task TellAsync(WriteSession session, CampaignCaller caller, string action, long id)
    {
        await _audit.AppendAsync(session, new AuditFact(caller.Origin.ProjectId, caller.Actor, action, RowId.Format(RowId.Campaign, id), null, caller.Ip));
        session.Changed(caller.Origin.ProjectId, HubTables.Campaigns);
    }
}

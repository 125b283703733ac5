using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>Holds a fan-out and lets it go on. What it has written goes out meanwhile; cancelling takes that back too.</summary>
public sealed class FanoutControl(IWriteGate gate, IAuditLog audit, TimeProvider time)
{
    private const string Find = "select state from fanouts where id = @id and project_id = @project";
    private const string Set = "update fanouts set state = @to, updated_at = @now where id = @id and project_id = @project and state = @from";

    /// <summary>Stops after the chunk that is being written.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="notificationId">The send.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>False when this project has no such notification, or one that was small.</returns>
    /// <exception cref="RefusedException">It does not run.</exception>
    public Task<bool> PauseAsync(long projectId, long notificationId, string actor, CancellationToken cancel = default) =>
        MoveAsync(projectId, notificationId, FanoutState.Running, FanoutState.Paused, "fanout.paused", actor, cancel);

    /// <summary>Goes on from where it stopped.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="notificationId">The send.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>False when this project has no such notification, or one that was small.</returns>
    /// <exception cref="RefusedException">It is not paused.</exception>
    public Task<bool> ResumeAsync(long projectId, long notificationId, string actor, CancellationToken cancel = default) =>
        MoveAsync(projectId, notificationId, FanoutState.Paused, FanoutState.Running, "fanout.resumed", actor, cancel);

    private Task<bool> MoveAsync(long projectId, long notificationId, FanoutState from, FanoutState to, string action, string actor, CancellationToken cancel) =>
        gate.WriteAsync(async session =>
        {
            if (await session.Prepare(Find).Bind(notificationId, projectId).ScalarAsync() is not long state)
            {
                return false;
            }
            if (await session.Prepare(CampaignModel.OwnerSql).Bind(notificationId).ScalarAsync() is not null)
            {
                throw new RefusedException(RefusalCode.StateConflict, "It is part of a campaign: pause, resume or cancel that.");
            }
            if (await session.Prepare(Set).Bind(to, time.GetUtcNow(), notificationId, projectId, from).ExecuteAsync() == 0)
            {
                throw new RefusedException(RefusalCode.StateConflict, $"Its fan-out is {((FanoutState)state).ToString().ToLowerInvariant()}.");
            }
            await audit.AppendAsync(session, new AuditFact(projectId, actor, action, RowId.Format(RowId.Notification, notificationId)));
            session.Changed(projectId, HubTables.Deliveries | HubTables.Fanouts);
            return true;
        }, cancel);
}

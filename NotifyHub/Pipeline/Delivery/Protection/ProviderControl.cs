using Microsoft.EntityFrameworkCore;
using NotifyHub.Alerts;
using NotifyHub.Audience.Devices;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Security.Audit;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>What an operator may do about a vendor: end a rest, try now, bring back tokens that were set aside or retire them. Each is audited with its deed.</summary>
public sealed class ProviderControl
{
    // The gate is shared with intake: many devices are changed in slices.
    private const int Slice = 1000;

    private const string CloseBreaker = """
        update provider_states set breaker_opened_at = null, breaker_reason = null, updated_at = @now where project_id = @project and provider = @provider
        """;

    private static readonly string Release = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, reason = {(int)DeliveryReason.None}, due_at = @now, updated_at = @now
        where id in (select d.id from deliveries d join devices v on v.id = d.device_id
            where d.project_id = @project and d.status = {(int)DeliveryStatus.Held} and d.reason = {(int)DeliveryReason.TokenQuarantined} and d.provider = @provider
                and v.status <> {(int)DeviceStatus.Quarantined} limit @limit)
        """;

    private readonly IWriteGate _gate;
    private readonly SendingGuard _guard;
    private readonly ProviderStates _states;
    private readonly AlertBook _alerts;
    private readonly IAuditLog _audit;
    private readonly WorkSignal _signal;
    private readonly TimeProvider _time;

    internal ProviderControl(IWriteGate gate, SendingGuard guard, ProviderStates states, AlertBook alerts, IAuditLog audit, WorkSignal signal, TimeProvider time) =>
        (_gate, _guard, _states, _alerts, _audit, _signal, _time) = (gate, guard, states, alerts, audit, signal, time);

    /// <summary>Ends a rest: everything may go again, at a rate that climbs.</summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="provider">Which vendor.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task LiftAsync(long projectId, ProviderKind provider, string actor, CancellationToken cancel = default) =>
        MoveAsync(projectId, provider, actor, "provider.quarantine_lifted", until: null, cancel);

    /// <summary>Ends the rest but for one probe, whose answer decides.</summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="provider">Which vendor.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task ProbeAsync(long projectId, ProviderKind provider, string actor, CancellationToken cancel = default) =>
        MoveAsync(projectId, provider, actor, "provider.probe_asked", until: _time.GetUtcNow(), cancel);

    /// <summary>Brings back every token that was set aside, with the messages that wait for it, and closes the breaker. Returns how many devices.</summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="provider">Which vendor.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting; what is done stays done.</param>
    public Task<int> RestoreAsync(long projectId, ProviderKind provider, string actor, CancellationToken cancel = default) =>
        DecideAsync(projectId, provider, actor, "provider.tokens_restored", (session, now) => DeviceQuarantine.RestoreAsync(session, projectId, provider, Slice, now), cancel);

    /// <summary>Retires every token that was set aside: the vendor was right. Messages that wait for them end as suppressed. Returns how many devices.</summary>
    /// <param name="projectId">Whose.</param>
    /// <param name="provider">Which vendor.</param>
    /// <param name="actor">Who asks: e-mail or key name.</param>
    /// <param name="cancel">Gives up waiting; what is done stays done.</param>
    public Task<int> RetireAsync(long projectId, ProviderKind provider, string actor, CancellationToken cancel = default) =>
        DecideAsync(projectId, provider, actor, "provider.tokens_retired", (session, now) => DeviceQuarantine.RetireAsync(session, projectId, provider, Slice, now), cancel);

    private Task MoveAsync(long projectId, ProviderKind provider, string actor, string action, DateTimeOffset? until, CancellationToken cancel) => _gate.WriteAsync(async session =>
    {
        var door = _guard.DoorOf(projectId, provider);
        var now = _time.GetUtcNow();
        if (door.Standing.Quarantine.Until is null && (await ReadAsync(session, projectId, provider))?.QuarantinedUntil is null)
        {
            // Nothing rests: a probe or a climbing rate would only hold up what goes well.
            return;
        }
        await _states.EnsureAsync(session, door);
        await session.Prepare(ProviderStates.Quarantined).Bind(0, until, 0, false, until is null ? now : null, now, projectId, provider).ExecuteAsync();
        if (until is null)
        {
            await _alerts.ResolveAsync(session, projectId, AlertKind.Quarantined, provider.Wire());
        }
        await _audit.AppendAsync(session, new AuditFact(projectId, actor, action, provider.Wire()));
        session.Changed(projectId, HubTables.Health);
        await ApplyAsync(session, projectId, provider);
    }, cancel);

    private async Task<int> DecideAsync(
        long projectId, ProviderKind provider, string actor, string action, Func<Data.Gate.WriteSession, DateTimeOffset, ValueTask<int>> decide, CancellationToken cancel)
    {
        var (total, devices, released) = (0, 0, 0);
        do
        {
            (devices, released) = await _gate.WriteAsync(async session =>
            {
                var now = _time.GetUtcNow();
                var changed = await decide(session, now);
                var messages = await session.Prepare(Release).Bind(now, projectId, provider, Slice).ExecuteAsync();
                session.Changed(projectId, HubTables.Devices | HubTables.Deliveries | HubTables.Health);
                session.AfterCommit(_signal.Wake);
                return (changed, messages);
            }, cancel);
            total += devices;
        }
        while (devices == Slice || released == Slice);
        await _gate.WriteAsync(async session =>
        {
            await session.Prepare(CloseBreaker).Bind(_time.GetUtcNow(), projectId, provider).ExecuteAsync();
            await _alerts.ResolveAsync(session, projectId, AlertKind.BreakerOpen, provider.Wire());
            await _audit.AppendAsync(session, new AuditFact(projectId, actor, action, provider.Wire(), $$"""{"devices":{{total}}}"""));
            session.Changed(projectId, HubTables.Health);
            var now = _time.GetUtcNow();
            session.AfterCommit(() => _guard.DoorOf(projectId, provider).DecidedAt = now);
            await ApplyAsync(session, projectId, provider);
        }, cancel);
        return total;
    }

    private async ValueTask ApplyAsync(WriteSession session, long projectId, ProviderKind provider)
    {
        if (await ReadAsync(session, projectId, provider) is { } row)
        {
            session.AfterCommit(() => _guard.Apply(row));
        }
    }

    private static async Task<ProviderState?> ReadAsync(WriteSession session, long projectId, ProviderKind provider)
    {
        await using var db = session.Open(ProjectScope.Of(projectId));
        return await db.ProviderStates.AsNoTracking().SingleOrDefaultAsync(state => state.Provider == provider);
    }
}

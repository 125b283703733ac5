using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Quarantine;

namespace NotifyHub.Pipeline.Delivery.Protection;

/// <summary>The lasting part of the doors: how each project stands with each vendor, shared by all nodes.</summary>
internal sealed class ProviderStates(HubEngine engine, HubContexts contexts, IWriteGate gate, TimeProvider time)
{
    internal const string Ensure = "insert into provider_states (project_id, provider, failures_in_row, quarantine_count, vendor_asked, usual_answers, usual_invalid, updated_at) values (@project, @provider, 0, 0, 0, 0.0, 0.0, @now) on conflict (project_id, provider) do nothing";

    internal const string Move = """
        update provider_states set quarantined_until = @until, updated_at = @now where project_id = @project and provider = @provider and quarantined_until = @seen
        """;

    internal const string Quarantined = """
        update provider_states set failures_in_row = @failures, quarantined_until = @until, quarantine_count = @rests, vendor_asked = @asked, ramp_from = @ramp, updated_at = @now
        where project_id = @project and provider = @provider
        """;

    internal const string Judged = """
        update provider_states set throttled_at = case when @throttled = 1 then coalesce(throttled_at, @now) else null end,
            breaker_opened_at = case when @open = 1 then coalesce(breaker_opened_at, @now) else null end, breaker_reason = @words, updated_at = @now
        where project_id = @project and provider = @provider
        """;

    internal const string Answered = """
        update provider_states set last_success_at = coalesce(@success, last_success_at), last_error = case when @failed = 1 then @error else last_error end,
            last_error_outcome = coalesce(@outcome, last_error_outcome), last_error_status = case when @failed = 1 then @status else last_error_status end,
            last_error_at = coalesce(@error_at, last_error_at), updated_at = @now
        where project_id = @project and provider = @provider
        """;

    /// <summary>Rows that changed since then; all when null.</summary>
    public async Task<List<ProviderState>> ReadAsync(DateTimeOffset? since, CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.EveryProject);
        return await db.ProviderStates.AsNoTracking().Where(state => since == null || state.UpdatedAt >= since).ToListAsync(cancel);
    }

    /// <summary>Whether this node may send the probe: the one that moves the end of the rest on may.</summary>
    public async Task<bool> TakeProbeAsync(long projectId, ProviderKind provider, DateTimeOffset seen, CancellationToken cancel)
    {
        if (engine.OwnedByOneProcess)
        {
            return true;
        }
        var now = time.GetUtcNow();
        return await gate.WriteAsync(session => session.Prepare(Move).Bind(now + VendorDoor.ProbePatience, now, projectId, provider, seen).ExecuteAsync(), cancel) > 0;
    }

    /// <summary>Makes sure that there is a row to change.</summary>
    public async ValueTask EnsureAsync(WriteSession session, VendorDoor door) =>
        await session.Prepare(Ensure).Bind(door.ProjectId, door.Provider, time.GetUtcNow()).ExecuteLaterAsync();

    /// <summary>Writes what a door decided and did not write yet. Returns its standing when there was something.</summary>
    public async ValueTask<QuarantineState?> WriteAsync(WriteSession session, VendorDoor door)
    {
        if (door.Unwritten is not { } version)
        {
            return null;
        }
        var (quarantine, ramp) = door.Standing;
        await session.Prepare(Quarantined).Bind(quarantine.FailuresInRow, quarantine.Until, quarantine.Rests, quarantine.Asked, ramp, time.GetUtcNow(), door.ProjectId, door.Provider).ExecuteAsync();
        session.AfterCommit(() => door.Written(version));
        return quarantine;
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Pipeline.Channels.Push.Credentials;

/// <summary>Makes one version the active one, inside the caller's transaction: retires the one before, lifts a pause, lets held deliveries go.</summary>
public sealed class CredentialSwitch(IAuditLog audit, WorkSignal signal, TimeProvider time)
{
    /// <summary>Saves the switch and says it in the audit log.</summary>
    public async Task ActivateAsync(HubDb db, WriteSession session, ProjectAdmin by, ProviderCredential row)
    {
        var now = time.GetUtcNow();
        var before = await db.Credentials.SingleOrDefaultAsync(c => c.Provider == row.Provider && c.State == CredentialState.Active && c.Id != row.Id);
        if (before is not null)
        {
            (before.State, before.RetiredAt) = (CredentialState.Retired, now);
            // Saved first: at no moment may two be active, says the unique index.
            await db.SaveChangesAsync();
            Failpoint.Hit(CrashPoint.P12);
        }
        (row.State, row.ActivatedAt, row.RetiredAt, row.PausedAt, row.PauseReason) = (CredentialState.Active, now, null, null, null);
        await db.SaveChangesAsync();
        await ReleaseAsync(session, row, now);
        await audit.AppendAsync(session, Fact(by, "credential.activated", row));
    }

    /// <summary>An entry about a credential.</summary>
    internal static AuditFact Fact(ProjectAdmin by, string action, ProviderCredential row) =>
        new(by.ProjectId, by.Actor, action, RowId.Format(RowId.Credential, row.Id),
            JsonSerializer.Serialize(new { provider = row.Provider.Wire(), version = row.Version, fingerprint = row.Fingerprint, verdict = row.ProbeVerdict }), by.Ip);

    private async Task ReleaseAsync(WriteSession session, ProviderCredential row, DateTimeOffset now)
    {
        await session.Prepare("""
            update deliveries set status = @queued, reason = 0, due_at = @now, updated_at = @now
            where project_id = @project and status = @held and provider = @provider and reason in (@paused, @missing)
            """)
            .Bind(DeliveryStatus.Queued, now, row.ProjectId, DeliveryStatus.Held, row.Provider, DeliveryReason.CredentialPaused, DeliveryReason.ChannelNotConfigured)
            .ExecuteAsync();
        session.Changed(row.ProjectId, HubTables.Credentials | HubTables.Deliveries | HubTables.Work);
        session.AfterCommit(signal.Wake);
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Pipeline.Channels.Push.Credentials;

/// <summary>Makes one version the active one, inside the caller's transaction: retires the one before, lifts a pause.</summary>
public sealed class CredentialSwitch(IAuditLog audit, AlertBook alerts, TimeProvider time)
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
        await EndTroubleAsync(session, row);
        // Whoever delivers hears this and lets go what was held, in slices and at a rate that climbs.
        session.Changed(row.ProjectId, HubTables.Credentials);
        await audit.AppendAsync(session, Fact(by, "credential.activated", row));
    }

    /// <summary>Nobody is refused any more: the account works, or is used no longer.</summary>
    internal async Task EndTroubleAsync(WriteSession session, ProviderCredential row) =>
        await alerts.ResolveAsync(session, row.ProjectId, AlertKind.CredentialTrouble, row.Provider.Wire());

    /// <summary>An entry about a credential.</summary>
    internal static AuditFact Fact(ProjectAdmin by, string action, ProviderCredential row) =>
        new(by.ProjectId, by.Actor, action, RowId.Format(RowId.Credential, row.Id),
            JsonSerializer.Serialize(new { provider = row.Provider.Wire(), version = row.Version, fingerprint = row.Fingerprint, verdict = row.ProbeVerdict }), by.Ip);
}

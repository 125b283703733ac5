using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Idempotency;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Pipeline.Channels.Push.Credentials;

/// <summary>An uploaded vendor account. <paramref name="Activate"/>: probe it, and use it from now on when the vendor takes it.</summary>
public sealed record NewCredential(ProviderKind Provider, string ConfigJson, string SecretJson, bool Activate)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"NewCredential({Provider})";
}

/// <summary>The vendor accounts of a project: an upload is a new version, a version is probed, one version is active, a retired one can come back.</summary>
public sealed class CredentialVault(
    HubContexts contexts, IWriteGate gate, ISecretBox box, IEnumerable<IPushProvider> providers, CredentialSwitch turn, IAuditLog audit, HubIds ids, TimeProvider time)
{
    private readonly Dictionary<string, IPushProvider> _providers = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>All versions of the project, by provider, newest first. Their secrets are sealed.</summary>
    public async Task<IReadOnlyList<ProviderCredential>> ListAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Credentials.AsNoTracking().OrderBy(c => c.Provider).ThenByDescending(c => c.Version).ToListAsync(cancel);
    }

    /// <summary>Looks at the files without storing them.</summary>
    public CredentialShape Check(ProviderKind provider, string configJson, string secretJson) => _providers[provider.Wire()].CheckShape(configJson, secretJson);

    /// <summary>Stores a new version; staged, or active when that was asked and the probe was good.</summary>
    /// <exception cref="RefusedException">The files can't be what they should be: <c>validation_failed</c> with the field.</exception>
    public async Task<ProviderCredential> StoreAsync(ProjectAdmin by, NewCredential upload, Once<ProviderCredential>? once = null, CancellationToken cancel = default)
    {
        var shape = Check(upload.Provider, upload.ConfigJson, upload.SecretJson);
        if (shape.Problem is { } problem)
        {
            throw RefusedException.For([new Fault(shape.Pointer ?? "", "not_usable", problem)]);
        }
        var id = ids.Next();
        var row = new ProviderCredential
        {
            Id = id, ProjectId = by.ProjectId, Provider = upload.Provider, State = CredentialState.Staged, Config = shape.ConfigJson, Fingerprint = shape.Fingerprint,
            SealedSecret = box.Seal(ActiveCredentials.Place(by.ProjectId, id), Encoding.UTF8.GetBytes(shape.SecretJson)),
            CreatedAt = time.GetUtcNow(), CreatedBy = by.Actor,
        };
        if (upload.Activate)
        {
            Note(row, await AskAsync(row, cancel));
        }
        return await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Credentials);
            // The gate may run this again.
            (row.State, row.ActivatedAt) = (CredentialState.Staged, null);
            row.Version = 1 + (await db.Credentials.Where(c => c.Provider == row.Provider).MaxAsync(c => (int?)c.Version, cancel) ?? 0);
            db.Credentials.Add(row);
            await db.SaveChangesAsync(cancel);
            await SayAsync(session, by, "credential.stored", row);
            if (upload.Activate && IsGood(row))
            {
                await turn.ActivateAsync(db, session, by, row);
            }
            if (once is not null)
            {
                await once.RecordAsync(session, row, row.CreatedAt);
            }
            return row;
        }, cancel);
    }

    /// <summary>Asks the vendor and keeps the verdict. A good one lifts the pause of the active version.</summary>
    /// <exception cref="RefusedException"><c>not_found</c></exception>
    public async Task<ProviderCredential> ProbeAsync(ProjectAdmin by, long id, CancellationToken cancel = default)
    {
        var verdict = await AskAsync(await FindAsync(by, id, cancel), cancel);
        return await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Credentials);
            var row = await FindAsync(db, id, cancel);
            Note(row, verdict);
            session.Changed(by.ProjectId, HubTables.Credentials);
            await SayAsync(session, by, "credential.probed", row);
            if (row is { State: CredentialState.Active, PausedAt: not null } && IsGood(row))
            {
                await turn.ActivateAsync(db, session, by, row);
            }
            return row;
        }, cancel);
    }

    /// <summary>Sends with this version from now on; the one before it is retired, and what was held is released. Probes first when nobody has.</summary>
    /// <exception cref="RefusedException"><c>not_found</c>; <c>verdict_says_no</c> unless the verdict is ok or limited, or <paramref name="force"/>.</exception>
    public async Task<ProviderCredential> ActivateAsync(ProjectAdmin by, long id, bool force, CancellationToken cancel = default)
    {
        if (!force && (await FindAsync(by, id, cancel)).ProbeVerdict is null)
        {
            await ProbeAsync(by, id, cancel);
        }
        return await gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Credentials);
            var row = await FindAsync(db, id, cancel);
            if (!force && !IsGood(row))
            {
                throw new RefusedException(RefusalCode.VerdictSaysNo, $"The last probe says {row.ProbeVerdict}: {row.ProbeDetail} Probe again, or force it.");
            }
            await turn.ActivateAsync(db, session, by, row);
            return row;
        }, cancel);
    }

    /// <summary>Removes a version for good. Without an active version, sends through this provider end as not configured.</summary>
    /// <exception cref="RefusedException"><c>not_found</c></exception>
    public Task DeleteAsync(ProjectAdmin by, long id, CancellationToken cancel = default) =>
        gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            await session.TakeTurnAsync(WriteTurn.Credentials);
            var row = await FindAsync(db, id, cancel);
            db.Credentials.Remove(row);
            session.Changed(by.ProjectId, HubTables.Credentials);
            if (row.State == CredentialState.Active)
            {
                await turn.EndTroubleAsync(session, row);
            }
            await SayAsync(session, by, "credential.deleted", row);
            return row.Id;
        }, cancel);

    private async Task<ProbeVerdict> AskAsync(ProviderCredential row, CancellationToken cancel)
    {
        try
        {
            return await _providers[row.Provider.Wire()].ProbeAsync(ActiveCredentials.Open(box, row), cancel);
        }
        catch (CryptographicException)
        {
            return new ProbeVerdict(ProbeVerdicts.Malformed, ActiveCredentials.Unreadable, "The stored secret can't be opened with this installation's master key: upload the account anew.");
        }
    }

    private async Task<ProviderCredential> FindAsync(ProjectAdmin by, long id, CancellationToken cancel)
    {
        await using var db = contexts.Open(ProjectScope.Of(by.ProjectId));
        return await FindAsync(db, id, cancel);
    }

    private static async Task<ProviderCredential> FindAsync(HubDb db, long id, CancellationToken cancel) =>
        await db.Credentials.SingleOrDefaultAsync(c => c.Id == id, cancel)
        ?? throw new RefusedException(RefusalCode.NotFound, $"There is no credential {RowId.Format(RowId.Credential, id)} in this project.");

    private void Note(ProviderCredential row, ProbeVerdict verdict) =>
        (row.ProbeVerdict, row.ProbeCode, row.ProbeDetail, row.ProbedAt) = (verdict.Verdict, verdict.Code, verdict.Detail, time.GetUtcNow());

    private static bool IsGood(ProviderCredential row) => row.ProbeVerdict is ProbeVerdicts.Ok or ProbeVerdicts.Limited;

    private ValueTask SayAsync(WriteSession session, ProjectAdmin by, string action, ProviderCredential row) =>
        audit.AppendAsync(session, CredentialSwitch.Fact(by, action, row));
}

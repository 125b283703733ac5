using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Providers;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Secrets;

namespace NotifyHub.Pipeline.Channels.Push.Credentials;

/// <summary>The opened credential that a project sends with. <paramref name="Paused"/>: the vendor refused it, so hold the sends.</summary>
public sealed record ActiveCredential(ProviderSecret Secret, long Id, int Version, bool Paused) : ChannelAccount(Id, Paused)
{
    /// <summary>Since when it is used, or used again after a pause: what the vendor said of an earlier send says nothing of it.</summary>
    public DateTimeOffset? ActivatedAt { get; init; }
}

/// <summary>The active credential of each (project, provider), opened once and remembered until any credential changes.</summary>
public sealed class ActiveCredentials : IDisposable
{
    private const int NewestSends = 20_000;

    /// <summary>Why a credential is paused whose seal does not open: a row restored from elsewhere, or another master key.</summary>
    internal const string Unreadable = "secret_unreadable";

    private readonly ConcurrentDictionary<(long ProjectId, ProviderKind Provider), Known> _known = new();
    private readonly HubContexts _contexts;
    private readonly ISecretBox _box;
    private readonly IWriteGate _gate;
    private readonly IAuditLog _audit;
    private readonly AlertBook _alerts;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger<ActiveCredentials> _log;
    private long _generation;

    public ActiveCredentials(HubContexts contexts, ISecretBox box, IWriteGate gate, IAuditLog audit, AlertBook alerts, ChangeFeed feed, TimeProvider time, ILogger<ActiveCredentials> log)
    {
        (_contexts, _box, _gate, _audit, _alerts, _feed, _time, _log) = (contexts, box, gate, audit, alerts, feed, time, log);
        _feed.Changed += Forget;
    }

    /// <summary>Null when the project has no active credential for this provider. Costs no read while nothing changes.</summary>
    public async ValueTask<ActiveCredential?> GetAsync(long projectId, ProviderKind provider, CancellationToken cancel = default)
    {
        if (_known.TryGetValue((projectId, provider), out var known) && known.Generation == Volatile.Read(ref _generation))
        {
            return known.Credential;
        }
        // Taken before the read: a change meanwhile leaves an entry of an old generation, which nobody uses.
        var generation = Volatile.Read(ref _generation);
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var row = await db.Credentials.AsNoTracking().SingleOrDefaultAsync(c => c.Provider == provider && c.State == CredentialState.Active, cancel);
        var credential = row is null ? null : Open(row);
        _known[(projectId, provider)] = new Known(credential, generation);
        if (row is { PausedAt: null } && credential is { Paused: true })
        {
            await TellUnreadableAsync(row, cancel);
        }
        return credential;
    }

    /// <summary>The VAPID public key that the project's site subscribes browsers with; null without an active Web Push credential.</summary>
    public async ValueTask<string?> WebPushKeyAsync(long projectId, CancellationToken cancel = default)
    {
        if (await GetAsync(projectId, ProviderKind.WebPush, cancel) is not { } active)
        {
            return null;
        }
        using var config = JsonDocument.Parse(active.Secret.ConfigJson);
        return config.RootElement.GetProperty("publicKey").GetString();
    }

    /// <summary>The vendor refused this credential: hold its sends until it is probed fine or replaced. Does nothing when it is paused already or no longer active.</summary>
    /// <param name="projectId">Owner.</param>
    /// <param name="credentialId">The credential that was used for the call, which may have been replaced since.</param>
    /// <param name="reason">The vendor's own word.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task PauseAsync(long projectId, long credentialId, string reason, CancellationToken cancel = default) =>
        _gate.WriteAsync(async session =>
        {
            var paused = await session.Prepare("""
                update provider_credentials set paused_at = @now, pause_reason = @reason
                where id = @id and project_id = @project and state = @active and paused_at is null
                returning provider
                """).Bind(_time.GetUtcNow(), reason, credentialId, projectId, CredentialState.Active).QueryAsync(row => (ProviderKind)row.GetInt32(0));
            foreach (var provider in paused)
            {
                session.Changed(projectId, HubTables.Credentials);
                await _audit.AppendAsync(session, new AuditFact(projectId, "system", "credential.paused", RowId.Format(RowId.Credential, credentialId)));
                await _alerts.RaiseAsync(session, new AlertFact(projectId, AlertKind.CredentialTrouble, provider.Wire(),
                    $"{(reason == Unreadable ? "The stored secret can't be opened with this installation's master key" : $"{provider.Label()} refused the account ({reason})")}. Sends wait without using a try, and none is lost. "
                    + $"{(reason == Unreadable ? "Upload the account anew" : "Probe it again, or replace it with a new version,")} on the provider page."));
            }
        }, cancel);

    /// <summary>Whether the vendor has accepted anything of late through this credential since it was activated. Asked only after a refusal: looks at the newest sends, not at all.</summary>
    public async ValueTask<bool> HasWorkedAsync(long projectId, long credentialId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        var credential = await db.Credentials.AsNoTracking().SingleOrDefaultAsync(c => c.Id == credentialId, cancel);
        return credential?.ActivatedAt is { } since && await db.Deliveries.AsNoTracking()
            .Where(d => d.Status == DeliveryStatus.Sent).OrderByDescending(d => d.Id).Take(NewestSends)
            .AnyAsync(d => d.Provider == credential.Provider && d.SentAt >= since, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _feed.Changed -= Forget;

    /// <summary>Where a credential's secret is sealed to.</summary>
    internal static SecretPlace Place(long projectId, long id) => new("provider_credentials.sealed_secret", projectId, id);

    /// <summary>Opens a row's secret.</summary>
    internal static ProviderSecret Open(ISecretBox box, ProviderCredential row) =>
        new(CacheKey(row), row.Config, Encoding.UTF8.GetString(box.Open(Place(row.ProjectId, row.Id), row.SealedSecret)));

    // A seal that does not open (a row restored from elsewhere) holds the sends, as a refused credential does: none is lost for it.
    private ActiveCredential Open(ProviderCredential row)
    {
        try
        {
            return new ActiveCredential(Open(_box, row), row.Id, row.Version, row.PausedAt is not null) { ActivatedAt = row.ActivatedAt };
        }
        catch (CryptographicException error)
        {
            _log.LogError(error, "The secret of credential {Credential} does not open; its sends are held until it is replaced", RowId.Format(RowId.Credential, row.Id));
            return new ActiveCredential(new ProviderSecret(CacheKey(row), row.Config, "{}"), row.Id, row.Version, Paused: true) { ActivatedAt = row.ActivatedAt };
        }
    }

    // Held sends that nobody is told of would wait until their time is over.
    private async Task TellUnreadableAsync(ProviderCredential row, CancellationToken cancel)
    {
        try
        {
            await PauseAsync(row.ProjectId, row.Id, Unreadable, cancel);
        }
        catch (StoreUnavailableException error)
        {
            _log.LogWarning(error, "That the secret of credential {Credential} does not open could not be stored; it is tried again", RowId.Format(RowId.Credential, row.Id));
        }
    }

    private static string CacheKey(ProviderCredential row) => $"{row.ProjectId}:{row.Id}:{row.Version}";

    private void Forget(HubChange change)
    {
        if (change.Tables.HasFlag(HubTables.Credentials))
        {
            Interlocked.Increment(ref _generation);
            _known.Clear();
        }
    }

    private sealed record Known(ActiveCredential? Credential, long Generation);
}

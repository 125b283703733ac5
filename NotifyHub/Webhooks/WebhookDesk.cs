using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Idempotency;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Webhooks;

/// <summary>What a project wishes of an endpoint.</summary>
/// <param name="Url">Where to post.</param>
/// <param name="Events">Names of events, at least one.</param>
/// <param name="Description">For people.</param>
/// <param name="Enabled">Whether anything is posted.</param>
public sealed record WebhookWish(string Url, IReadOnlyList<string> Events, string? Description, bool Enabled = true);

/// <summary>An endpoint, with its secret when it was made just now: it is shown once.</summary>
public sealed record WebhookIssued(WebhookEndpoint Endpoint, string? Secret);

/// <summary>Endpoints of a project: made, changed, switched on and off, given a new secret, removed.</summary>
public sealed class WebhookDesk
{
    /// <summary>Endpoints of a project.</summary>
    public const int Most = 20;

    private const int LongestUrl = 2000, LongestDescription = 200;
    private readonly HubContexts _contexts;
    private readonly IWriteGate _gate;
    private readonly WebhookBook _book;
    private readonly AlertBook _alerts;
    private readonly IAuditLog _audit;
    private readonly ISecretBox _secrets;
    private readonly IEgress _egress;
    private readonly HubIds _ids;
    private readonly TimeProvider _time;

    internal WebhookDesk(HubContexts contexts, IWriteGate gate, WebhookBook book, AlertBook alerts, IAuditLog audit, ISecretBox secrets, IEgress egress, HubIds ids, TimeProvider time) =>
        (_contexts, _gate, _book, _alerts, _audit, _secrets, _egress, _ids, _time) = (contexts, gate, book, alerts, audit, secrets, egress, ids, time);

    /// <summary>All of a project, oldest first.</summary>
    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await db.WebhookEndpoints.AsNoTracking().OrderBy(endpoint => endpoint.Id).ToListAsync(cancel);
    }

    /// <summary>One; null when it is not of this project.</summary>
    public async Task<WebhookEndpoint?> FindAsync(long projectId, long endpointId, CancellationToken cancel = default)
    {
        await using var db = _contexts.Open(ProjectScope.Of(projectId));
        return await db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(endpoint => endpoint.Id == endpointId, cancel);
    }

    /// <summary>A new one with its secret.</summary>
    /// <exception cref="RefusedException">Something can't be used; all faults at once.</exception>
    public Task<WebhookIssued> CreateAsync(ProjectAdmin by, WebhookWish wish, Once<WebhookIssued>? once = null, CancellationToken cancel = default)
    {
        Check(wish);
        return DoAsync(by, "webhook.created", async (db, session, now) =>
        {
            if (await db.WebhookEndpoints.CountAsync(cancel) >= Most)
            {
                throw new RefusedException(RefusalCode.StateConflict, $"A project has at most {Most} webhooks.");
            }
            var endpoint = new WebhookEndpoint { Id = _ids.Next(), ProjectId = by.ProjectId, Url = wish.Url, CreatedAt = now, CreatedBy = by.Actor };
            var secret = WebhookSignature.NewSecret();
            endpoint.SealedSecret = Seal(endpoint, secret);
            Apply(endpoint, wish, now);
            db.WebhookEndpoints.Add(endpoint);
            await db.SaveChangesAsync(cancel);
            var issued = new WebhookIssued(endpoint, secret);
            if (once is not null)
            {
                await once.RecordAsync(session, issued, now);
            }
            return issued;
        }, cancel)!;
    }

    /// <summary>Sets all that may be chosen. Switching on forgets the failures.</summary>
    /// <returns>Null when it is not of this project.</returns>
    /// <exception cref="RefusedException">Something can't be used; all faults at once.</exception>
    public async Task<WebhookEndpoint?> ChangeAsync(ProjectAdmin by, long endpointId, WebhookWish wish, CancellationToken cancel = default)
    {
        Check(wish);
        return (await DoAsync(by, endpointId, "webhook.changed", async (session, endpoint, now) =>
        {
            Apply(endpoint, wish, now);
            if (endpoint.Stop == WebhookStop.None)
            {
                await _alerts.ResolveAsync(session, by.ProjectId, AlertKind.WebhookStopped, RowId.Format(RowId.Webhook, endpointId));
            }
            return null;
        }, cancel))?.Endpoint;
    }

    /// <summary>A new secret. The old one signs too for so long: the receiver knows one or the other.</summary>
    /// <returns>Null when it is not of this project.</returns>
    public Task<WebhookIssued?> RotateAsync(ProjectAdmin by, long endpointId, TimeSpan overlap, CancellationToken cancel = default) =>
        DoAsync(by, endpointId, "webhook.rotated", (_, endpoint, now) =>
        {
            var secret = WebhookSignature.NewSecret();
            endpoint.SealedOldSecret = overlap > TimeSpan.Zero ? SealOld(endpoint, Open(endpoint)) : null;
            endpoint.OldSecretUntil = overlap > TimeSpan.Zero ? now + overlap : null;
            endpoint.SealedSecret = Seal(endpoint, secret);
            return ValueTask.FromResult<string?>(secret);
        }, cancel);

    /// <summary>Removes it; what waits for it is not posted any more. False when it is not of this project.</summary>
    public async Task<bool> DeleteAsync(ProjectAdmin by, long endpointId, CancellationToken cancel = default)
    {
        var done = await _gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            if (await db.WebhookEndpoints.SingleOrDefaultAsync(endpoint => endpoint.Id == endpointId, cancel) is not { } gone)
            {
                return false;
            }
            db.WebhookEndpoints.Remove(gone);
            await _alerts.ResolveAsync(session, by.ProjectId, AlertKind.WebhookStopped, RowId.Format(RowId.Webhook, endpointId));
            await TellAsync(session, by, "webhook.deleted", endpointId);
            return true;
        }, cancel);
        await _book.LoadAsync(cancel);
        return done;
    }

    /// <summary>The secrets that sign now, the newest first.</summary>
    internal IReadOnlyList<string> SecretsOf(WebhookEndpoint endpoint)
    {
        var old = endpoint.OldSecretUntil > _time.GetUtcNow() && endpoint.SealedOldSecret is { } before
            ? Encoding.UTF8.GetString(_secrets.Open(OldPlace(endpoint), before)) : null;
        return old is null ? [Open(endpoint)] : [Open(endpoint), old];
    }

    private static void Apply(WebhookEndpoint endpoint, WebhookWish wish, DateTimeOffset now)
    {
        (endpoint.Url, endpoint.Events, endpoint.Description, endpoint.UpdatedAt) = (wish.Url, WebhookEvents.Mask(wish.Events), string.IsNullOrWhiteSpace(wish.Description) ? null : wish.Description.Trim(), now);
        if (wish.Enabled && endpoint.Stop != WebhookStop.None)
        {
            (endpoint.Stop, endpoint.StoppedAt, endpoint.FailingSince, endpoint.LastError) = (WebhookStop.None, null, null, null);
        }
        else if (!wish.Enabled && endpoint.Stop == WebhookStop.None)
        {
            (endpoint.Stop, endpoint.StoppedAt) = (WebhookStop.ByHand, now);
        }
    }

    private void Check(WebhookWish wish)
    {
        var faults = new FaultList();
        var refused = wish.Url.Length > LongestUrl || !Uri.TryCreate(wish.Url, UriKind.Absolute, out var address) ? "It is no web address." : _egress.WhyRefused(address);
        if (refused is not null)
        {
            faults.Add("/url", RefusalCode.EndpointNotAllowed, refused);
        }
        if (wish.Events.Count == 0)
        {
            faults.Add("/events", "required", $"At least one event is needed: {string.Join(", ", WebhookEvents.Names)}.");
        }
        for (var i = 0; i < Math.Min(wish.Events.Count, 100); i++)
        {
            faults.OneOf($"/events/{i}", wish.Events[i], [.. WebhookEvents.Names]);
        }
        faults.Length("/description", wish.Description, LongestDescription, min: 0);
        faults.ThrowIfAny();
    }

    private async Task<WebhookIssued?> DoAsync(
        ProjectAdmin by, long endpointId, string deed, Func<WriteSession, WebhookEndpoint, DateTimeOffset, ValueTask<string?>> change, CancellationToken cancel) =>
        await DoAsync(by, deed, async (db, session, now) =>
        {
            if (await db.WebhookEndpoints.SingleOrDefaultAsync(endpoint => endpoint.Id == endpointId, cancel) is not { } endpoint)
            {
                return null;
            }
            var secret = await change(session, endpoint, now);
            endpoint.UpdatedAt = now;
            await db.SaveChangesAsync(cancel);
            return new WebhookIssued(endpoint, secret);
        }, cancel);

    private async Task<WebhookIssued?> DoAsync(ProjectAdmin by, string deed, Func<HubDb, WriteSession, DateTimeOffset, Task<WebhookIssued?>> work, CancellationToken cancel)
    {
        var issued = await _gate.WriteAsync(ProjectScope.Of(by.ProjectId), async (db, session) =>
        {
            var result = await work(db, session, _time.GetUtcNow());
            if (result is not null)
            {
                await TellAsync(session, by, deed, result.Endpoint.Id);
            }
            return result;
        }, cancel);
        // From the caller's next step on it counts.
        await _book.LoadAsync(cancel);
        return issued;
    }

    private async ValueTask TellAsync(WriteSession session, ProjectAdmin by, string deed, long endpointId)
    {
        await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, deed, RowId.Format(RowId.Webhook, endpointId), Ip: by.Ip));
        session.Changed(by.ProjectId, HubTables.WebhookEndpoints);
    }

    private string Open(WebhookEndpoint endpoint) => Encoding.UTF8.GetString(_secrets.Open(Place(endpoint), endpoint.SealedSecret));

    private byte[] Seal(WebhookEndpoint endpoint, string secret) => _secrets.Seal(Place(endpoint), Encoding.UTF8.GetBytes(secret));

    private byte[] SealOld(WebhookEndpoint endpoint, string secret) => _secrets.Seal(OldPlace(endpoint), Encoding.UTF8.GetBytes(secret));

    private static SecretPlace Place(WebhookEndpoint endpoint) => new("webhook_endpoints.sealed_secret", endpoint.ProjectId, endpoint.Id);

    private static SecretPlace OldPlace(WebhookEndpoint endpoint) => new("webhook_endpoints.sealed_old_secret", endpoint.ProjectId, endpoint.Id);
}

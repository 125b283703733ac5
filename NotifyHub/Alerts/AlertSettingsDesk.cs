using System.Text;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Secrets;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Alerts;

/// <summary>What a project wishes.</summary>
/// <param name="Emails">Whom to write to.</param>
/// <param name="WebhookUrl">Where to post; null for nowhere.</param>
/// <param name="BacklogSeconds">10 to 86400; null for the installation's.</param>
/// <param name="NewSecret">Make a new webhook secret; the old one ends at once.</param>
public sealed record AlertWish(IReadOnlyList<string> Emails, string? WebhookUrl, int? BacklogSeconds, bool NewSecret = false);

/// <summary>Settings as they are, with the webhook's secret when it was made just now: it is shown once.</summary>
public sealed record AlertTarget(AlertSettings Settings, string? NewSecret);

/// <summary>Whom a project tells of its alerts.</summary>
public sealed class AlertSettingsDesk(HubContexts contexts, IWriteGate gate, IAuditLog audit, ISecretBox secrets, IEgress egress, TimeProvider time)
{
    private const int LongestUrl = 2000;

    /// <summary>The settings; defaults when nothing was set.</summary>
    public async Task<AlertSettings> ReadAsync(long projectId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.AlertSettings.AsNoTracking().SingleOrDefaultAsync(cancel) ?? new AlertSettings { ProjectId = projectId };
    }

    /// <summary>Sets them.</summary>
    /// <exception cref="RefusedException">Something can't be used; all faults at once.</exception>
    public Task<AlertTarget> SaveAsync(ProjectAdmin by, AlertWish wish, CancellationToken cancel = default)
    {
        Check(wish);
        return gate.WriteAsync(async session =>
        {
            await using var db = session.Open(ProjectScope.Of(by.ProjectId));
            var row = await db.AlertSettings.SingleOrDefaultAsync(cancel);
            if (row is null)
            {
                db.AlertSettings.Add(row = new AlertSettings { ProjectId = by.ProjectId });
            }
            string? secret = null;
            if (wish.WebhookUrl is null)
            {
                row.SealedWebhookSecret = null;
            }
            else if (wish.NewSecret || row.SealedWebhookSecret is null)
            {
                secret = WebhookSignature.NewSecret();
                row.SealedWebhookSecret = secrets.Seal(Place(by.ProjectId), Encoding.UTF8.GetBytes(secret));
            }
            (row.Emails, row.WebhookUrl, row.BacklogSeconds) = (string.Join('\n', wish.Emails.Distinct(StringComparer.OrdinalIgnoreCase)), wish.WebhookUrl, wish.BacklogSeconds);
            (row.UpdatedAt, row.UpdatedBy) = (time.GetUtcNow(), by.Actor);
            await db.SaveChangesAsync(cancel);
            await audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "alerts.settings", RowId.Format(RowId.Project, by.ProjectId), Ip: by.Ip));
            session.Changed(by.ProjectId, HubTables.Alerts);
            return new AlertTarget(row, secret);
        }, cancel);
    }

    internal async Task<string?> WebhookSecretAsync(long projectId, CancellationToken cancel) =>
        (await ReadAsync(projectId, cancel)).SealedWebhookSecret is { } seal ? Encoding.UTF8.GetString(secrets.Open(Place(projectId), seal)) : null;

    private void Check(AlertWish wish)
    {
        var faults = new FaultList();
        if (wish.Emails.Count > AlertAddresses.Most)
        {
            faults.Add("/emails", "too_many", $"{wish.Emails.Count} addresses; at most {AlertAddresses.Most} are allowed.");
        }
        for (var i = 0; i < wish.Emails.Count; i++)
        {
            if (AlertAddresses.WhyRefused(wish.Emails[i]) is { } why)
            {
                faults.Add($"/emails/{i}", "bad_format", $"It {why}.");
            }
        }
        if (wish.WebhookUrl is { } url)
        {
            var refused = url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var address) ? "It is no web address." : egress.WhyRefused(address);
            if (refused is not null)
            {
                faults.Add("/webhookUrl", RefusalCode.EndpointNotAllowed, refused);
            }
        }
        faults.Range("/backlogSeconds", wish.BacklogSeconds, 10, 86_400);
        faults.ThrowIfAny();
    }

    private static SecretPlace Place(long projectId) => new("alert_settings.sealed_webhook_secret", projectId, projectId);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;

namespace NotifyHub.Alerts;

/// <summary>
/// Tells of alerts: once when one opens, once when it is over and has stayed so. What is to be told becomes rows first (<see cref="AlertMessage"/>), each of
/// which is then handed over until it is taken or its tries are over, so neither a restart nor a mail server that is down loses a word.
/// </summary>
internal sealed class AlertTeller(HubContexts contexts, IWriteGate gate, HubIds ids, AlertPost post, IOptions<AlertingOptions> options, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("alerts_tell", "Tells of alerts by e-mail and webhook, and tries again what was not taken.", TimeSpan.FromSeconds(10));

    /// <summary>Waits after the first, second ... failed try.</summary>
    internal static readonly IReadOnlyList<TimeSpan> Waits =
        [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10)];

    // Longer than one try takes: another node then leaves it alone.
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);
    private const int Slice = 50;

    private const string Take = "update alert_messages set due_at = @hold, tries = tries + 1 where id = @id and due_at = @due";
    private const string Settle = "update alert_messages set due_at = @next, sent_at = @sent, error = @error where id = @id";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var told = await AnnounceAsync(cancel);
        var (sent, failed) = await DeliverAsync(cancel);
        return told + sent + failed == 0 ? null : $"announced {told}, told {sent}, failed {failed}";
    }

    private async Task<int> AnnounceAsync(CancellationToken cancel)
    {
        List<Alert> untold;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            var settled = time.GetUtcNow() - AlertBook.Settles;
            untold = await db.Alerts.AsNoTracking().Where(a => a.ToldAt == null || (a.ResolvedAt != null && a.EndToldAt == null)).OrderBy(a => a.Id).Take(Slice).ToListAsync(cancel);
            untold = [.. untold.Where(a => a.ToldAt is null || a.ResolvedAt <= settled)];
        }
        foreach (var alert in untold)
        {
            await gate.WriteAsync(session => TellAsync(session, alert), cancel);
        }
        return untold.Count;
    }

    private async ValueTask TellAsync(WriteSession session, Alert seen)
    {
        await using var db = session.Open(ProjectScope.EveryProject);
        var alert = await db.Alerts.SingleAsync(a => a.Id == seen.Id);
        var ended = alert.ToldAt is not null;
        // It may have come back, or been told by another node, since it was looked at.
        if (ended && (alert.ResolvedAt is null || alert.EndToldAt is not null))
        {
            return;
        }
        var now = time.GetUtcNow();
        var (emails, webhook, project) = await TargetsAsync(db, alert.ProjectId);
        foreach (var address in emails)
        {
            Add(AlertChannel.Email, address, AlertMessages.MailSubject(alert, ended, project), AlertMessages.MailText(alert, ended, project));
        }
        if (webhook is not null)
        {
            Add(AlertChannel.Webhook, webhook, ended ? AlertMessages.Ended : AlertMessages.Opened, AlertMessages.Body(alert, ended));
        }
        if (ended)
        {
            alert.EndToldAt = now;
        }
        else
        {
            alert.ToldAt = now;
        }
        await db.SaveChangesAsync();
        session.Changed(alert.ProjectId, HubTables.Alerts);

        void Add(AlertChannel channel, string target, string subject, string body) => db.AlertMessages.Add(new AlertMessage
        {
            Id = ids.Next(), ProjectId = alert.ProjectId, AlertId = alert.Id, Channel = channel, Target = target, Subject = subject, Body = body, CreatedAt = now, DueAt = now,
        });
    }

    private async Task<(IReadOnlyList<string> Emails, string? Webhook, string Project)> TargetsAsync(HubDb db, long projectId)
    {
        if (projectId == 0)
        {
            return ([.. options.Value.Operators], null, "");
        }
        var settings = await db.AlertSettings.AsNoTracking().SingleOrDefaultAsync(s => s.ProjectId == projectId);
        var name = await db.Projects.Where(p => p.Id == projectId).Select(p => p.Name).SingleOrDefaultAsync() ?? "";
        return (AlertAddresses.Split(settings?.Emails), settings?.WebhookUrl, name);
    }

    private async Task<(int Sent, int Failed)> DeliverAsync(CancellationToken cancel)
    {
        List<AlertMessage> due;
        await using (var db = contexts.Open(ProjectScope.EveryProject))
        {
            var now = time.GetUtcNow();
            due = await db.AlertMessages.AsNoTracking().Where(m => m.DueAt != null && m.DueAt <= now).OrderBy(m => m.DueAt).Take(Slice).ToListAsync(cancel);
        }
        var (sent, failed) = (0, 0);
        foreach (var message in due)
        {
            if (await gate.WriteAsync(session => session.Prepare(Take).Bind(time.GetUtcNow() + Hold, message.Id, message.DueAt).ExecuteAsync(), cancel) == 0)
            {
                continue;
            }
            var fault = await post.HandOverAsync(message, cancel);
            _ = fault is null ? sent++ : failed++;
            var now = time.GetUtcNow();
            DateTimeOffset? next = fault is not null && message.Tries < Waits.Count ? now + Waits[message.Tries] : null;
            await gate.WriteAsync(async session =>
            {
                await session.Prepare(Settle).Bind(next, fault is null ? now : null, fault, message.Id).ExecuteAsync();
                session.Changed(message.ProjectId, HubTables.Alerts);
            }, CancellationToken.None);
        }
        return (sent, failed);
    }
}

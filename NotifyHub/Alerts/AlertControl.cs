using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Alerts;

/// <summary>What a person does with alerts.</summary>
public sealed class AlertControl(IWriteGate gate, IAuditLog audit, HubIds ids, TimeProvider time)
{
    private const string Acknowledge = "update alerts set acknowledged_at = @now, acknowledged_by = @actor where id = @id and project_id in (0, @project) and acknowledged_at is null";

    private const string Insert = """
        insert into alert_messages (id, project_id, alert_id, channel, target, subject, body, created_at, due_at, tries)
        values (@id, @project, 0, @channel, @target, @subject, @body, @now, @now, 0)
        """;

    /// <summary>"I have seen it": it stays open, the bell counts it no more. False when there is none of this id, or somebody was faster.</summary>
    public Task<bool> AcknowledgeAsync(long projectId, long alertId, string actor, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        var done = await session.Prepare(Acknowledge).Bind(time.GetUtcNow(), actor, alertId, projectId).ExecuteAsync() > 0;
        if (done)
        {
            await audit.AppendAsync(session, new AuditFact(projectId, actor, "alert.acknowledged", RowId.Format(RowId.Alert, alertId)));
            session.Changed(0, HubTables.Alerts);
        }
        return done;
    }, cancel);

    /// <summary>Writes a test message to every place of the project's settings, to be sent by the next run of the teller.</summary>
    /// <returns>How many.</returns>
    public Task<int> TestAsync(ProjectAdmin by, AlertSettings settings, string project, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        var now = time.GetUtcNow();
        var count = 0;
        foreach (var address in AlertAddresses.Split(settings.Emails))
        {
            await AddAsync(AlertChannel.Email, address, AlertMessages.OneLine($"[NotifyHub {project}] Test"), "This is a test. Alerts of this project come to this address.");
        }
        if (settings.WebhookUrl is { } url)
        {
            await AddAsync(AlertChannel.Webhook, url, AlertMessages.Test, "{\"type\":\"alert.test\",\"timestamp\":\"" + now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture) + "\",\"data\":{}}");
        }
        await audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "alerts.tested", RowId.Format(RowId.Project, by.ProjectId), Ip: by.Ip));
        session.Changed(by.ProjectId, HubTables.Alerts);
        return count;

        async ValueTask AddAsync(AlertChannel channel, string target, string subject, string body)
        {
            count++;
            await session.Prepare(Insert).Bind(ids.Next(), by.ProjectId, channel, target, subject, body, now).ExecuteAsync();
        }
    }, cancel);
}

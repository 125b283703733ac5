using System.Text.Json.Nodes;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Audit;
using NotifyHub.Security.Egress;
using NotifyHub.Security.Tenancy;

namespace NotifyHub.Webhooks;

/// <summary>What a person does with messages: posts a test and sees the answer, sends one again.</summary>
public sealed class WebhookMessages
{
    private const string Again = """
        update webhook_messages set state = @state, due_at = @now, tries = 0 where id = @id and endpoint_id = @endpoint and project_id = @project and due_at is null
        """;

    private const string Failed = """
        update webhook_messages set state = @state, due_at = @now, tries = 0 where id in (
            select id from webhook_messages where endpoint_id = @endpoint and project_id = @project and state = @failed and due_at is null order by id desc limit @limit)
        """;

    private const string Exists = "select 1 from webhook_messages where id = @id and endpoint_id = @endpoint and project_id = @project";

    /// <summary>Messages that one deed sends again.</summary>
    public const int Most = 1000;

    private readonly IWriteGate _gate;
    private readonly WebhookDesk _desk;
    private readonly WebhookResults _results;
    private readonly SignedPost _post;
    private readonly IAuditLog _audit;
    private readonly HubIds _ids;
    private readonly TimeProvider _time;

    internal WebhookMessages(IWriteGate gate, WebhookDesk desk, WebhookResults results, SignedPost post, IAuditLog audit, HubIds ids, TimeProvider time) =>
        (_gate, _desk, _results, _post, _audit, _ids, _time) = (gate, desk, results, post, audit, ids, time);

    /// <summary>Posts a message of its own now, whether the endpoint is switched on or not, and answers what came back. It is not tried again.</summary>
    /// <returns>Null when the endpoint is not of this project.</returns>
    public async Task<WebhookTest?> TestAsync(ProjectAdmin by, long endpointId, CancellationToken cancel = default)
    {
        if (await _desk.FindAsync(by.ProjectId, endpointId, cancel) is not { } endpoint)
        {
            return null;
        }
        var now = _time.GetUtcNow();
        var id = _ids.Next();
        var body = FactBodies.Body(WebhookEvents.Test, now, new JsonObject { ["webhook"] = RowId.Format(RowId.Webhook, endpointId) });
        var answer = await _post.PostAsync(endpoint.Url, RowId.Format(RowId.WebhookMessage, id), _desk.SecretsOf(endpoint), body, cancel);
        await _gate.WriteAsync(async session =>
        {
            var message = new WebhookMessage
            {
                Id = id, ProjectId = by.ProjectId, EndpointId = endpointId, Event = 0, Body = body, CreatedAt = now, Tries = 1, LastStatus = answer.Status, LastError = answer.Fault,
                State = answer.Fault is null ? WebhookMessageState.Delivered : WebhookMessageState.Failed, DeliveredAt = answer.Fault is null ? now : null,
            };
            await using (var db = session.Open(ProjectScope.Of(by.ProjectId)))
            {
                db.WebhookMessages.Add(message);
                await db.SaveChangesAsync(CancellationToken.None);
            }
            await _results.AttemptAsync(session, by.ProjectId, id, answer);
            await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "webhook.tested", RowId.Format(RowId.Webhook, endpointId), Ip: by.Ip));
            session.Changed(by.ProjectId, HubTables.Webhooks);
        }, CancellationToken.None);
        return new WebhookTest(id, answer);
    }

    /// <summary>Sends a message again that is over, under its old id and with its old bytes, with all its tries before it.</summary>
    /// <returns>Null when there is no such message; false when it waits already.</returns>
    public Task<bool?> ReplayAsync(ProjectAdmin by, long endpointId, long messageId, CancellationToken cancel = default) => _gate.WriteAsync<bool?>(async session =>
    {
        var now = _time.GetUtcNow();
        if (await session.Prepare(Again).Bind(WebhookMessageState.Pending, now, messageId, endpointId, by.ProjectId).ExecuteAsync() == 0)
        {
            return await session.Prepare(Exists).Bind(messageId, endpointId, by.ProjectId).ScalarAsync() is null ? null : false;
        }
        await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "webhook.replayed", RowId.Format(RowId.WebhookMessage, messageId), Ip: by.Ip));
        session.Changed(by.ProjectId, HubTables.Webhooks);
        return true;
    }, cancel);

    /// <summary>Sends again what failed, the newest first, at most <see cref="Most"/>. Returns how many.</summary>
    public Task<int> ReplayFailedAsync(ProjectAdmin by, long endpointId, CancellationToken cancel = default) => _gate.WriteAsync(async session =>
    {
        var count = await session.Prepare(Failed).Bind(WebhookMessageState.Pending, _time.GetUtcNow(), endpointId, by.ProjectId, WebhookMessageState.Failed, Most).ExecuteAsync();
        if (count > 0)
        {
            await _audit.AppendAsync(session, new AuditFact(by.ProjectId, by.Actor, "webhook.replayed", RowId.Format(RowId.Webhook, endpointId), Ip: by.Ip));
            session.Changed(by.ProjectId, HubTables.Webhooks);
        }
        return count;
    }, cancel);
}

/// <summary>What a test brought.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Answer">What came back.</param>
public sealed record WebhookTest(long MessageId, PostAnswer Answer);

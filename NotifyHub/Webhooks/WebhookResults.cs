using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Egress;

namespace NotifyHub.Webhooks;

/// <summary>A message in somebody's hands: who wrote the result must still hold it.</summary>
internal sealed record HeldMessage(long Id, long ProjectId, long EndpointId, string Body, int Tries, DateTimeOffset HeldUntil);

/// <summary>Writes what came of a try: the message, the try itself, and what it says about the endpoint, in one transaction.</summary>
internal sealed class WebhookResults(AlertBook alerts, HubIds ids, TimeProvider time)
{
    /// <summary>Waits after the first, second ... failed try.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
        [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10)];

    /// <summary>An endpoint that took nothing for so long is switched off.</summary>
    public static readonly TimeSpan GivesUp = TimeSpan.FromDays(5);

    // A success is noted no more often than this: a row per endpoint would otherwise be written for every message.
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(1);

    internal const string Settle = """
        update webhook_messages set state = @state, due_at = @next, delivered_at = coalesce(@delivered, delivered_at), last_status = @status, last_error = @error
        where id = @id and due_at = @held and tries = @tries
        """;

    private const string Attempt = """
        insert into webhook_attempts (id, project_id, message_id, at, status, error, body, duration_ms) values (@id, @project, @message, @at, @status, @error, @body, @duration)
        """;

    private const string Works = "update webhook_endpoints set failing_since = null, last_error = null, last_success_at = @now where id = @id and (failing_since is not null or coalesce(last_success_at, 0) < @noted)";

    private const string Fails = "update webhook_endpoints set failing_since = coalesce(failing_since, @now), last_error = @error where id = @id returning failing_since";

    private static readonly string StopSql = $"update webhook_endpoints set stop = @stop, stopped_at = @now where id = @id and stop = {(int)WebhookStop.None}";

    /// <summary>Writes it; false when the message was not held any more: then nothing is written.</summary>
    public async ValueTask<bool> WriteAsync(WriteSession session, HeldMessage message, PostAnswer answer, string url)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? next = answer.Fault is not null && message.Tries <= Waits.Count ? now + Wait(message.Tries, answer.RetryAfter) : null;
        var state = answer.Fault is null ? WebhookMessageState.Delivered : next is null ? WebhookMessageState.Failed : WebhookMessageState.Pending;
        if (await session.Prepare(Settle).Bind(state, next, answer.Fault is null ? now : null, answer.Status, answer.Fault, message.Id, message.HeldUntil, message.Tries).ExecuteAsync() == 0)
        {
            return false;
        }
        await AttemptAsync(session, message.ProjectId, message.Id, answer);
        await EndpointAsync(session, message, answer, url, now);
        session.Changed(message.ProjectId, HubTables.Webhooks);
        return true;
    }

    // Never earlier than the receiver asks, nor than we would have by ourselves.
    private static TimeSpan Wait(int tries, TimeSpan? asked) => asked > Waits[tries - 1] ? asked.Value : Waits[tries - 1];

    /// <summary>Only the try itself.</summary>
    public ValueTask AttemptAsync(WriteSession session, long projectId, long messageId, PostAnswer answer) => session.Prepare(Attempt).Bind(
        ids.Next(), projectId, messageId, time.GetUtcNow(), answer.Status, answer.Fault, answer.Body, (int)Math.Min(answer.Took.TotalMilliseconds, int.MaxValue)).ExecuteLaterAsync();

    private async ValueTask EndpointAsync(WriteSession session, HeldMessage message, PostAnswer answer, string url, DateTimeOffset now)
    {
        if (answer.Fault is not { } fault)
        {
            await session.Prepare(Works).Bind(now, message.EndpointId, now - Noted).ExecuteLaterAsync(changed => Changed(changed > 0));
            return;
        }
        var since = await session.Prepare(Fails).Bind(now, fault, message.EndpointId).ScalarAsync() is long ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : now;
        Changed(since.ToUnixTimeMilliseconds() == now.ToUnixTimeMilliseconds());
        var stop = answer.Status == 410 ? WebhookStop.Gone : now - since >= GivesUp ? WebhookStop.Failing : WebhookStop.None;
        if (stop == WebhookStop.None || await session.Prepare(StopSql).Bind(stop, now, message.EndpointId).ExecuteAsync() == 0)
        {
            return;
        }
        var why = stop == WebhookStop.Gone ? "It answered 410: it is not there any more." : $"It has taken nothing for {GivesUp.TotalDays:0} days. Last answer: {fault}";
        await alerts.RaiseAsync(session, new AlertFact(message.ProjectId, AlertKind.WebhookStopped, RowId.Format(RowId.Webhook, message.EndpointId),
            $"{url} was switched off. {why} What happens now is not kept for it. Mend the receiver, then switch it on under Webhooks; what failed can be sent again there."));
        Changed(true);

        // How many hands it has depends on whether it works.
        void Changed(bool isNews)
        {
            if (isNews)
            {
                session.Changed(message.ProjectId, HubTables.WebhookEndpoints);
            }
        }
    }
}

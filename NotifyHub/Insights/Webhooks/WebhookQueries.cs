using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Webhooks;

/// <summary>What was told to an endpoint, and how it was taken.</summary>
public sealed class WebhookQueries(HubContexts contexts)
{
    /// <summary>Messages of an endpoint, newest first.</summary>
    public async Task<IReadOnlyList<WebhookMessage>> MessagesAsync(
        long projectId, long endpointId, WebhookMessageState? state, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Messages(db, endpointId, state, before).Take(take).ToListAsync(cancel);
    }

    /// <summary>One message; null when it is not of this endpoint and project.</summary>
    public async Task<WebhookMessage?> FindAsync(long projectId, long endpointId, long messageId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.WebhookMessages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == messageId && message.EndpointId == endpointId, cancel);
    }

    /// <summary>Its tries, the first first; the last 100.</summary>
    public async Task<IReadOnlyList<WebhookAttempt>> AttemptsAsync(long projectId, long messageId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var tries = await db.WebhookAttempts.AsNoTracking().Where(attempt => attempt.MessageId == messageId).OrderByDescending(attempt => attempt.Id).Take(100).ToListAsync(cancel);
        tries.Reverse();
        return tries;
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<WebhookMessage> Messages(HubDb db, long endpointId, WebhookMessageState? state, long? before)
    {
        var rows = db.WebhookMessages.AsNoTracking().Where(message => message.EndpointId == endpointId);
        rows = state is { } wanted ? rows.Where(message => message.State == wanted) : rows;
        rows = before is { } id ? rows.Where(message => message.Id < id) : rows;
        return rows.OrderByDescending(message => message.Id);
    }
}

using System.Text.Json.Nodes;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Webhooks;

/// <summary>Writes a message for each endpoint that wants a fact, in the fact's own transaction. Where nobody wants anything, nothing is read and nothing written.</summary>
internal sealed class WebhookOutbox(WebhookBook book, HubIds ids, TimeProvider time) : IFactOutbox
{
    internal const string Insert = """
        insert into webhook_messages (id, project_id, endpoint_id, event, subject, body, created_at, state, due_at, tries)
        values (@id, @project, @endpoint, @event, @subject, @body, @now, @state, @due, 0)
        """;

    internal const string Watch = "insert into webhook_watches (notification_id, project_id, after_device, created_at, due_at) values (@id, @project, 0, @now, @now) on conflict (notification_id) do nothing";

    public bool Wants(long projectId, FactKind kind) => book.Wants(projectId, kind);

    public async ValueTask StoreAsync(WriteSession session, IReadOnlyList<HubFact> facts)
    {
        var now = time.GetUtcNow();
        foreach (var group in facts.GroupBy(fact => (fact.ProjectId, fact.Kind)))
        {
            var (project, kind) = group.Key;
            // That one of its deliveries has ended is said of a notification often; its end is looked for, and told with a detail.
            if (kind == FactKind.NotificationCompleted && group.All(fact => fact.Detail is null))
            {
                foreach (var notification in group.Select(fact => fact.Subject).Distinct())
                {
                    await session.Prepare(Watch).Bind(notification, project, now).ExecuteLaterAsync();
                }
            }
            else
            {
                await StoreAsync(session, project, kind, [.. group], now);
            }
            session.Changed(project, HubTables.Webhooks);
        }
    }

    // By what an erasure finds what is about a person.
    private static string? SubjectOf(JsonObject told) => (told["id"] ?? told["userId"] ?? told["userFingerprintHex"])?.GetValue<string>();

    private async ValueTask StoreAsync(WriteSession session, long project, FactKind kind, IReadOnlyList<HubFact> facts, DateTimeOffset now)
    {
        var data = await FactBodies.ReadAsync(session, kind, [.. facts.Select(fact => fact.Subject).Distinct()]);
        var type = WebhookEvents.NameOf((int)kind);
        var rows = new List<object?[]>();
        foreach (var fact in facts)
        {
            if (!data.TryGetValue(fact.Subject, out var told))
            {
                continue;
            }
            told = told.DeepClone().AsObject();
            foreach (var (name, value) in fact.Detail is { } detail ? JsonNode.Parse(detail)!.AsObject() : [])
            {
                told[name] = value?.DeepClone();
            }
            var body = FactBodies.Body(type, now, told);
            rows.AddRange(book.For(project, kind).Select(endpoint => new object?[] { ids.Next(), project, endpoint.Id, (int)kind, SubjectOf(told), body, now, WebhookMessageState.Pending, now }));
        }
        if (rows.Count > 0)
        {
            await session.Prepare(Insert).ExecuteManyAsync(rows);
        }
    }
}

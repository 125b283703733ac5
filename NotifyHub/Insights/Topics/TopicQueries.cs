using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Topics;

/// <summary>A topic as the list shows it; counts stop at <see cref="TopicQueries.MostCounted"/>.</summary>
public sealed record TopicRow(long Id, string Name, int Devices, int People, DateTimeOffset CreatedAt);

/// <summary>A device or person that subscribes.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Id">Its row.</param>
/// <param name="Name">Model, name or id.</param>
/// <param name="UserId">Whose it is, or who it is.</param>
/// <param name="Since">When it came.</param>
public sealed record SubscriberRow(SubscriberKind Kind, long Id, string? Name, string? UserId, DateTimeOffset Since);

/// <summary>Topics and their subscribers, for people.</summary>
public sealed class TopicQueries(HubEngine engine, HubContexts contexts)
{
    /// <summary>Where the counts of a list stop.</summary>
    public const int MostCounted = 100_000;

    internal static readonly KeysetReader<TopicRow> Reader = new(
        $"t.id, t.name, t.created_at, {Count(SubscriberKind.Device)}, {Count(SubscriberKind.Person)}", "topics", "",
        row => new TopicRow(row.GetInt64(0), row.GetString(1), (int)row.GetInt64(3), (int)row.GetInt64(4), row.Time(2)), row => row.Id);

    /// <summary>One page, newest first; narrowed to names that hold the text.</summary>
    public Task<ListPage<TopicRow>> PageAsync(long projectId, string? text, ListCursor cursor, int size, CancellationToken cancel = default) =>
        Reader.ReadAsync(engine, Conditions(engine, projectId, text), cursor, Math.Clamp(size, 1, 200), cancel);

    /// <summary>Null when this project has no such topic.</summary>
    public async Task<Topic?> FindAsync(long projectId, long topicId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.Topics.AsNoTracking().SingleOrDefaultAsync(t => t.Id == topicId, cancel);
    }

    /// <summary>All of one kind.</summary>
    public async Task<int> CountAsync(long topicId, SubscriberKind kind, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        return (int)(await CountAll(topicId, kind).NumberAsync(connection, cancel) ?? 0);
    }

    /// <summary>Of one kind, with ids below <paramref name="before"/>, largest first.</summary>
    public async Task<IReadOnlyList<SubscriberRow>> SubscribersAsync(long projectId, long topicId, SubscriberKind kind, long? before, int size, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        return await Subscribers(projectId, topicId, kind, before, size).QueryAsync(
            connection, row => new SubscriberRow(kind, row.GetInt64(0), row.TextOrNull(1), row.TextOrNull(2), row.Time(3)), cancel);
    }

    /// <summary>Topics that a person subscribes to with all devices, by name.</summary>
    public async Task<IReadOnlyList<Topic>> OfPersonAsync(long projectId, long personId, int most, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.TopicSubscriptions.Where(s => s.SubscriberId == personId && s.Kind == SubscriberKind.Person)
            .Join(db.Topics, s => s.TopicId, t => t.Id, (_, t) => t).OrderBy(t => t.Name).Take(most).AsNoTracking().ToListAsync(cancel);
    }

    internal static SqlConditions Conditions(HubEngine engine, long projectId, string? text)
    {
        var where = new SqlConditions().Indexed("t.project_id = @project", ("@project", projectId));
        return string.IsNullOrWhiteSpace(text) ? where : where.Checked($@"{engine.Aside("t.name")} {engine.Like} @like escape '\'", ("@like", SqlConditions.Contains(text.Trim())));
    }

    internal static SqlText CountAll(long topicId, SubscriberKind kind) =>
        new("select count(*) from topic_subscriptions where topic_id = @topic and kind = @kind", [("@topic", topicId), ("@kind", (int)kind)]);

    internal static SqlText Subscribers(long projectId, long topicId, SubscriberKind kind, long? before, int size) => new(
        $"""
        select s.subscriber_id, {(kind == SubscriberKind.Device ? "coalesce(v.model, v.platform), v.user_id" : "v.name, v.user_id")}, s.created_at
        from topic_subscriptions s join {(kind == SubscriberKind.Device ? "devices" : "people")} v on v.id = s.subscriber_id
        where s.topic_id = @topic and s.kind = @kind and s.project_id = @project and s.subscriber_id < @before order by s.subscriber_id desc limit {size}
        """,
        [("@topic", topicId), ("@kind", (int)kind), ("@project", projectId), ("@before", before ?? long.MaxValue)]);

    private static string Count(SubscriberKind kind) =>
        $"(select count(*) from (select 1 as one from topic_subscriptions s where s.topic_id = t.id and s.kind = {(int)kind} limit {MostCounted}) as counted)";
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Topics;

/// <summary>Statements about topics and their subscribers.</summary>
internal static class TopicSql
{
    /// <summary>Where the counts of a list stop.</summary>
    public const int MostCounted = 100_000;

    public const string Make = "insert into topics (id, project_id, name, created_at) values (@id, @project, @name, @now) on conflict (project_id, name) do nothing";

    public const string Find = "select id from topics where project_id = @project and name = @name";

    /// <summary>Only a device that is there and has not been deleted subscribes.</summary>
    public static readonly string SubscribeDevice = $"""
        insert into topic_subscriptions (topic_id, kind, subscriber_id, project_id, created_at)
        select cast(@topic as bigint), {(int)SubscriberKind.Device}, d.id, d.project_id, cast(@now as bigint) from devices d where d.id = @device and d.project_id = @project and {ProviderNames.IsPushSql("d.provider")}
        on conflict (topic_id, kind, subscriber_id) do nothing
        """;

    public static readonly string SubscribePerson = $"""
        insert into topic_subscriptions (topic_id, kind, subscriber_id, project_id, created_at)
        select cast(@topic as bigint), {(int)SubscriberKind.Person}, p.id, p.project_id, cast(@now as bigint) from people p where p.project_id = @project and p.user_id = @user
        on conflict (topic_id, kind, subscriber_id) do nothing
        """;

    public static readonly string UnsubscribeDevice = $"""
        delete from topic_subscriptions where topic_id = @topic and kind = {(int)SubscriberKind.Device} and subscriber_id = @device and project_id = @project
        """;

    public static readonly string UnsubscribePerson = $"""
        delete from topic_subscriptions where topic_id = @topic and kind = {(int)SubscriberKind.Person}
            and subscriber_id in (select id from people where project_id = @project and user_id = @user)
        """;

    /// <summary>A device's or a person's own, by <see cref="SubscriberKind"/>.</summary>
    public const string Leave = "delete from topic_subscriptions where subscriber_id = @subscriber and kind = @kind and project_id = @project";

    /// <summary>One device takes over what another had.</summary>
    public static readonly string Inherit = $"""
        insert into topic_subscriptions (topic_id, kind, subscriber_id, project_id, created_at)
        select s.topic_id, s.kind, cast(@heir as bigint), s.project_id, s.created_at from topic_subscriptions s
        where s.subscriber_id = @device and s.kind = {(int)SubscriberKind.Device} and s.project_id = @project
        on conflict (topic_id, kind, subscriber_id) do nothing
        """;

    public const string Of = """
        select t.id, t.name, s.created_at from topic_subscriptions s join topics t on t.id = s.topic_id
        where s.subscriber_id = @subscriber and s.kind = @kind and s.project_id = @project and s.topic_id < @before order by s.topic_id desc limit @limit
        """;

    /// <summary>Topics of a project, newest first, with their subscribers counted up to <see cref="MostCounted"/> of each kind.</summary>
    public static readonly string List = $"""
        select t.id, t.name, t.created_at, {Count(SubscriberKind.Device)}, {Count(SubscriberKind.Person)}
        from topics t where t.project_id = @project and t.id < @before order by t.id desc limit @limit
        """;

    public static string CountOf(SubscriberKind kind) => $"select count(*) from topic_subscriptions where topic_id = @topic and kind = {(int)kind}";

    private static string Count(SubscriberKind kind) =>
        $"(select count(*) from (select 1 as one from topic_subscriptions s where s.topic_id = t.id and s.kind = {(int)kind} limit {MostCounted}) as counted)";
}

using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Inbox;

/// <summary>Statements of the inbox that other rooms run in their own transactions.</summary>
internal static class InboxSql
{
    /// <summary>The items of in-app deliveries that were just written, by the range of their ids. Parameters: @id (the notification), @base, @end (not included).</summary>
    public static readonly string Fill = $"""
        insert into inbox_items (id, project_id, person_id, notification_id, type, position, changed, created_at)
        select d.id, d.project_id, d.person_id, d.notification_id, n.type, d.id, d.id, d.created_at
        from deliveries d join notifications n on n.id = d.notification_id
        where d.id >= @base and d.id < @end and d.notification_id = @id and d.provider = {(int)ProviderKind.InApp} and d.status = {(int)DeliveryStatus.Sent} and d.person_id is not null
        on conflict (id) do nothing
        """;
}

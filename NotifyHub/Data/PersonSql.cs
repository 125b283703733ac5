using NotifyHub.Data.Rows;

namespace NotifyHub.Data;

/// <summary>What a person did or chose, asked about one of their deliveries: conditions for the claim and for those who tell why. Only for deliveries with a person.</summary>
internal static class PersonSql
{
    /// <summary>
    /// Read in the inbox, or opened over another channel; of a delivery that waited for the others, a device's word that it arrived is enough. The person's later deliveries
    /// are few: ids are in the order of time, and a notification is older than its deliveries.
    /// </summary>
    /// <param name="delivery">Alias of the delivery.</param>
    public static string ReadElsewhere(string delivery) => $"""
        (exists (select 1 from deliveries w join inbox_items i on i.id = w.id where w.notification_id = {delivery}.notification_id and w.device_id = {delivery}.person_id and i.read_at is not null)
        or exists (select 1 from deliveries w where w.person_id = {delivery}.person_id and w.id > {delivery}.notification_id and w.notification_id = {delivery}.notification_id and w.id <> {delivery}.id
            and (w.opened_at is not null or ({delivery}.reason = {(int)DeliveryReason.FallbackWait} and w.acked_at is not null))))
        """;

    /// <summary>Turned off by the person since it was written. What is critical goes in its own lane, and nobody turns it off.</summary>
    /// <param name="delivery">Alias of the delivery.</param>
    /// <param name="type">Column of the notification's type.</param>
    public static string TypeOff(string delivery, string type) => $"""
        ({delivery}.lane <> {(int)DeliveryLane.Critical} and exists (select 1 from preferences q where q.person_id = {delivery}.person_id and q.type = {type} and q.channel = {ChannelOf($"{delivery}.provider")} and q.is_on = 0))
        """;

    /// <summary>The channel that a kind of endpoint belongs to, as a number.</summary>
    /// <param name="provider">Column of the kind.</param>
    public static string ChannelOf(string provider) => $"""
        case {provider} when {(int)ProviderKind.WebPush} then {(int)ChannelKind.WebPush} when {(int)ProviderKind.Email} then {(int)ChannelKind.Email} when {(int)ProviderKind.Slack} then {(int)ChannelKind.Slack}
            when {(int)ProviderKind.Telegram} then {(int)ChannelKind.Telegram} when {(int)ProviderKind.Webhook} then {(int)ChannelKind.Webhook} when {(int)ProviderKind.InApp} then {(int)ChannelKind.InApp}
            else {(int)ChannelKind.MobilePush} end
        """;
}

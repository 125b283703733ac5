using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Webhooks;

/// <summary>What is told of a fact: read in the transaction in which it happened. Ids and states; no title, text, token or data of the message, and no word about the person where the event is not about the person.</summary>
internal static class FactBodies
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // One text for every number of ids: statements are kept by their text.
    private const int Slice = 50;

    private static readonly string Ids = string.Join(", ", Enumerable.Range(0, Slice).Select(i => $"@p{i}"));

    internal static readonly string Deliveries = $"""
        select d.id, d.notification_id, d.device_id, d.provider, d.status, d.reason, d.outcome, d.error, d.attempts, d.sent_at, d.acked_at, d.opened_at, d.campaign_id, d.template_id, d.category,
            n.correlation_id
        from deliveries d left join notifications n on n.id = d.notification_id where d.id in ({Ids})
        """;

    internal static readonly string Devices = $"select id, provider, status, retired_reason, retired_at, platform, installation_id from devices where id in ({Ids})";

    internal static readonly string Notifications = $"select id, recipients, campaign_id, template_id, category, correlation_id, created_at, send_at from notifications where id in ({Ids})";

    internal static readonly string Campaigns = $"select id, name, matched, started_at, finished_at from campaigns where id in ({Ids})";

    /// <summary>The data member of each subject, by its row; those that are gone are left out.</summary>
    public static async ValueTask<Dictionary<long, JsonObject>> ReadAsync(WriteSession session, FactKind kind, IReadOnlyList<long> subjects)
    {
        if (kind == FactKind.PreferenceChanged)
        {
            // Said in full by who says it.
            return subjects.ToDictionary(subject => subject, _ => new JsonObject());
        }
        var (sql, map) = kind switch
        {
            FactKind.DeviceRetired => (Devices, (Func<DbDataReader, JsonObject>)Device),
            FactKind.NotificationCompleted => (Notifications, Notification),
            FactKind.CampaignCompleted => (Campaigns, Campaign),
            _ => (Deliveries, Delivery),
        };
        var found = new Dictionary<long, JsonObject>(subjects.Count);
        foreach (var slice in subjects.Chunk(Slice))
        {
            var values = new object?[Slice];
            for (var i = 0; i < Slice; i++)
            {
                values[i] = i < slice.Length ? slice[i] : 0L;
            }
            foreach (var (id, data) in await session.Prepare(sql).Bind(values).QueryAsync(row => (row.GetInt64(0), map(row))))
            {
                found[id] = data;
            }
        }
        return found;
    }

    /// <summary>The whole body. Its bytes are what is signed and posted, now and at every later try.</summary>
    public static string Body(string type, DateTimeOffset at, JsonObject data) => new JsonObject { ["type"] = type, ["timestamp"] = Time(at), ["data"] = data }.ToJsonString(Writing);

    private static JsonObject Delivery(DbDataReader row) => new()
    {
        ["id"] = RowId.Format(RowId.Delivery, row.GetInt64(0)),
        ["notificationId"] = RowId.Format(RowId.Notification, row.GetInt64(1)),
        ["device"] = RowId.Format(RowId.Device, row.GetInt64(2)),
        ["provider"] = ((ProviderKind)row.GetInt32(3)).Wire(),
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(((DeliveryStatus)row.GetInt32(4)).ToString()),
        ["reason"] = (DeliveryReason)row.GetInt32(5) is var reason && reason == DeliveryReason.None ? null : reason.ToString(),
        ["providerOutcome"] = Text(row, 6),
        ["error"] = Text(row, 7),
        ["attempts"] = row.GetInt32(8),
        ["sentAt"] = At(row, 9),
        ["ackedAt"] = At(row, 10),
        ["openedAt"] = At(row, 11),
        ["campaignId"] = Text(row, 12),
        ["templateId"] = Text(row, 13),
        ["category"] = Text(row, 14),
        ["correlationId"] = Text(row, 15),
    };

    private static JsonObject Device(DbDataReader row) => new()
    {
        ["id"] = RowId.Format(RowId.Device, row.GetInt64(0)),
        ["provider"] = ((ProviderKind)row.GetInt32(1)).Wire(),
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(((DeviceStatus)row.GetInt32(2)).ToString()),
        ["reason"] = Text(row, 3),
        ["retiredAt"] = At(row, 4),
        ["platform"] = Text(row, 5),
        ["installationId"] = Text(row, 6),
    };

    private static JsonObject Notification(DbDataReader row) => new()
    {
        ["id"] = RowId.Format(RowId.Notification, row.GetInt64(0)),
        ["recipients"] = row.GetInt32(1),
        ["campaignId"] = Text(row, 2),
        ["templateId"] = Text(row, 3),
        ["category"] = Text(row, 4),
        ["correlationId"] = Text(row, 5),
        ["createdAt"] = At(row, 6),
        ["sendAt"] = At(row, 7),
    };

    private static JsonObject Campaign(DbDataReader row) => new()
    {
        ["id"] = RowId.Format(RowId.Campaign, row.GetInt64(0)),
        ["name"] = Text(row, 1),
        ["matched"] = row.IsDBNull(2) ? null : row.GetInt32(2),
        ["startedAt"] = At(row, 3),
        ["completedAt"] = At(row, 4),
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string? At(DbDataReader row, int column) => row.IsDBNull(column) ? null : Time(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column)));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
}

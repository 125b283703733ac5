namespace NotifyHub.Api.OpenApi;

/// <summary>Calls of drop-in clients, of web sites and of lists, as JSON.</summary>
internal static class ClientExamples
{
    private const string DeliveryId = "dlv_01j9x3k2m4n5p", DeviceId = "dev_01j9x3k2m0000", NotificationId = "ntf_01j9x3k2m4n00";

    public const string ExpoSend = $$"""
        {
          "to": "ExponentPushToken[{{DeviceId}}]", "title": "Your order shipped", "body": "Track it on its way to you", "data": { "orderId": "42" },
          "sound": "default", "badge": 3, "ttl": 3600, "priority": "high", "channelId": "orders", "categoryId": "ORDER", "interruptionLevel": "time-sensitive",
          "richContent": { "image": "https://cdn.example.com/42.jpg" }
        }
        """;

    public const string ExpoSent = $$"""{ "data": [{ "status": "ok", "id": "{{DeliveryId}}" }] }""";

    public const string ExpoReceiptIds = Examples.ReceiptIds;

    public const string ExpoReceipts = $$"""{ "data": { "{{DeliveryId}}": { "status": "error", "message": "Not delivered: TokenDead (Unregistered).", "details": { "error": "DeviceNotRegistered", "expoPushToken": "ExponentPushToken[{{DeviceId}}]" } } } }""";

    public const string Origins = """{ "origins": ["https://shop.example.com", "http://localhost:3000"] }""";

    public const string SendList = $$"""
        {
          "items": [{
            "id": "{{DeliveryId}}", "notificationId": "{{NotificationId}}", "device": "{{DeviceId}}", "userId": "customer-7", "provider": "apns", "status": "sent",
            "providerOutcome": "Accepted", "reason": null, "error": null, "retryCount": 0, "title": "Your order shipped", "campaignId": "blackfriday-2026",
            "createdAt": "2026-06-11T08:00:00.000Z", "dueAt": "2026-06-11T08:00:00.000Z", "sentAt": "2026-06-11T08:00:00.041Z", "ackedAt": "2026-06-11T08:00:02.000Z", "openedAt": null
          }],
          "nextCursor": null
        }
        """;

    public const string DeviceList = $$"""
        {
          "items": [{
            "id": "{{DeviceId}}", "provider": "apns", "status": "active", "retiredReason": null, "tokenTail": "f00a08", "userId": "customer-7", "platform": "ios",
            "model": "iPhone17,1", "appVersion": "4.2.0", "lastSeenAt": "2026-06-11T07:00:00.000Z", "createdAt": "2026-06-11T07:00:00.000Z"
          }],
          "nextCursor": null
        }
        """;
}

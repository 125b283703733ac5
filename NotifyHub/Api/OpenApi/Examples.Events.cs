namespace NotifyHub.Api.OpenApi;

// App events and webhooks.
internal static partial class Examples
{
    public const string EventReport = $$"""
        {
          "id": "0f8fad5b-d9cb-469f-a165-70867728950e", "name": "order_placed", "timestamp": "2026-06-11T08:01:20Z", "sessionId": "s-7f3a", "userId": "customer-7", "deviceId": "{{DeviceId}}", "level": "info",
          "breadcrumbs": [{ "type": "push", "data": { "msgId": "{{DeliveryId}}" } }], "props": { "total": 42.5, "currency": "CHF" }
        }
        """;

    public const string EventsKept = """{ "accepted": 1, "duplicates": 0, "events": [{ "id": "evt_01j9x3k2m5000", "externalId": "0f8fad5b-d9cb-469f-a165-70867728950e", "isNew": true }] }""";

    public const string EventFound = $$"""
        {
          "id": "evt_01j9x3k2m5000", "externalId": "0f8fad5b-d9cb-469f-a165-70867728950e", "name": "order_placed", "timestamp": "2026-06-11T08:01:20.000Z", "receivedAt": "2026-06-11T08:01:21.034Z",
          "sessionId": "s-7f3a", "userId": "customer-7", "deviceId": "{{DeviceId}}", "level": "info", "isError": false, "error": null, "props": { "total": 42.5, "currency": "CHF" },
          "pushes": [{ "deliveryId": "{{DeliveryId}}", "title": "Your order shipped", "campaignId": "blackfriday-2026", "reachedAt": "2026-06-11T08:00:02.000Z", "secondsBefore": 78, "by": "breadcrumb", "counts": true }]
        }
        """;

    private static readonly string ImpactHours = $"\"hours\": [{string.Join(", ", Enumerable.Range(0, 24).Select(hour => hour == 0 ? """{ "events": 2, "errors": 1 }""" : hour == 1 ? """{ "events": 1, "errors": 0 }""" : """{ "events": 0, "errors": 0 }"""))}]";

    public static readonly string Downstream = $$"""
        {
          "correlationStatus": "ok", "windowSecs": 86400, "eventCount": 3, "errorCount": 1, "distinctSessions": 1, "timeToFirstEventSecs": 12.4,
          "conversions": [{ "name": "order_placed", "count": 1 }, { "name": "screen_view", "count": 1 }], {{ImpactHours}}, "capped": false
        }
        """;

    public static readonly string CampaignDownstream = $$"""
        {
          "campaignId": "blackfriday-2026", "correlationStatus": "ok", "windowSecs": 86400, "eventCount": 3, "errorCount": 1, "distinctSessions": 2, "timeToFirstEventSecs": 12.4,
          "conversions": [{ "name": "order_placed", "count": 1 }, { "name": "screen_view", "count": 1 }], {{ImpactHours}}
        }
        """;

    private const string WebhookId = "whk_01j9x3k2m6000", WebhookMessageId = "msg_01j9x3k2m6001";

    private const string WebhookMembers = $$"""
        "id": "{{WebhookId}}", "url": "https://shop.example.com/hooks/push", "events": ["delivery.failed", "notification.completed"], "description": "Order service", "enabled": true,
        "stoppedReason": null, "stoppedAt": null, "failingSince": null, "lastSuccessAt": "2026-06-11T08:00:03.000Z", "lastError": null, "createdAt": "2026-06-11T07:00:00.000Z", "updatedAt": "2026-06-11T07:00:00.000Z"
        """;

    public const string WebhookBody = """{ "url": "https://shop.example.com/hooks/push", "events": ["delivery.failed", "notification.completed"], "description": "Order service" }""";

    public const string Webhook = $$"""{ {{WebhookMembers}}, "secret": null, "oldSecretUntil": null }""";

    public const string WebhookCreated = $$"""{ {{WebhookMembers}}, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "oldSecretUntil": null }""";

    public const string WebhookRotated = $$"""{ {{WebhookMembers}}, "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "oldSecretUntil": "2026-06-12T08:00:00.000Z" }""";

    public const string Webhooks = $$"""{ "items": [{{Webhook}}] }""";

    public const string WebhookTest = $$"""{ "id": "{{WebhookMessageId}}", "delivered": true, "status": 200, "error": null, "body": "ok", "durationMs": 84 }""";

    private const string WebhookMessageMembers = $$"""
        "id": "{{WebhookMessageId}}", "event": "delivery.failed", "subject": "{{DeliveryId}}", "state": "pending", "tries": 1, "status": 503, "error": "The receiver answered 503.",
        "createdAt": "2026-06-11T08:00:02.000Z", "deliveredAt": null, "nextTryAt": "2026-06-11T08:00:07.100Z"
        """;

    public const string WebhookMessages = $$"""{ "items": [{ {{WebhookMessageMembers}} }], "nextCursor": null }""";

    public const string WebhookMessage = $$"""
        {
          {{WebhookMessageMembers}},
          "body": { "type": "delivery.failed", "timestamp": "2026-06-11T08:00:02.000Z", "data": { "id": "{{DeliveryId}}", "notificationId": "{{NotificationId}}", "status": "failed", "reason": "TokenDead" } },
          "attempts": [{ "at": "2026-06-11T08:00:02.100Z", "status": 503, "error": "The receiver answered 503.", "body": "try later", "durationMs": 96 }]
        }
        """;
}

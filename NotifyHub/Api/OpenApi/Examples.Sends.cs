namespace NotifyHub.Api.OpenApi;

// Sends, receipts and what devices say.
internal static partial class Examples
{
    public const string Send = $$"""
        {
          "to": "{{DeviceId}}",
          "title": "Your order shipped",
          "body": "Track it on its way to you",
          "data": { "orderId": "42" },
          "options": {
            "priority": "high", "ttl": 3600, "collapseKey": "order-42", "sound": "default", "badge": 3,
            "channelId": "orders", "channelImportance": "high", "category": "ORDER", "interruptionLevel": "timeSensitive",
            "richMedia": { "imageUrl": "https://cdn.example.com/42.jpg" },
            "actions": [{ "id": "REPLY", "title": "Reply", "isTextInput": true }, { "id": "DISMISS", "title": "Dismiss", "isDestructive": true }]
          },
          "route": { "kind": "openPath", "path": "/orders/42" },
          "preferenceCategory": "orders", "campaignId": "blackfriday-2026", "idempotencyKey": "order-42-shipped", "correlationId": "evt-991"
        }
        """;

    public const string Sent = $$"""
        {
          "notificationId": "{{NotificationId}}", "fanout": "complete", "recipients": 1,
          "tickets": [{ "id": "{{DeliveryId}}", "device": "{{DeviceId}}", "status": "queued", "providerOutcome": null, "error": null, "retryCount": 0, "createdAt": "2026-06-11T08:00:00.000Z", "sentAt": null }]
        }
        """;

    public const string Actions = """
        {
          "categories": [
            { "category": "TASK_CANCELLED", "actions": [{ "id": "edit", "title": "Edit", "isTextInput": false, "isDestructive": false }] },
            {
              "category": "TASK_IN_PROGRESS",
              "actions": [
                { "id": "edit", "title": "Edit", "isTextInput": false, "isDestructive": false }, { "id": "complete", "title": "Complete", "isTextInput": false, "isDestructive": false },
                { "id": "cancel", "title": "Cancel", "isTextInput": false, "isDestructive": true }
              ]
            }
          ],
          "states": [{ "state": "cancelled", "category": "TASK_CANCELLED" }, { "state": "inProgress", "category": "TASK_IN_PROGRESS" }]
        }
        """;

    private const string ReceiptMembers = $$"""
        "id": "{{DeliveryId}}", "notificationId": "{{NotificationId}}", "device": "{{DeviceId}}", "provider": "apns",
        "status": "sent", "providerOutcome": "Accepted", "reason": null, "error": null, "providerMessageId": "5f0c0d1e-8f6a-5b7c-9d3e-2a1b0c9d8e7f", "relayReceipt": null, "relayReceiptError": null,
        "retryCount": 0, "maybeDuplicate": false, "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:00:02.000Z", "dueAt": "2026-06-11T08:00:00.000Z",
        "expiresAt": "2026-06-11T09:00:00.000Z", "sentAt": "2026-06-11T08:00:00.041Z", "ackedAt": "2026-06-11T08:00:02.000Z", "openedAt": null
        """;

    public const string Receipt = $$"""{ {{ReceiptMembers}} }""";

    public const string ReceiptIds = $$"""{ "ids": ["{{DeliveryId}}"] }""";

    public const string Receipts = $$"""{ "receipts": [{{Receipt}}], "unknown": [] }""";

    public const string Delivery = $$"""
        {
          {{ReceiptMembers}},
          "attempts": [{ "attempt": 1, "isReceipt": false, "outcome": "Accepted", "status": 200, "code": null, "providerMessageId": "5f0c0d1e-8f6a-5b7c-9d3e-2a1b0c9d8e7f", "body": null, "durationMs": 38, "retryInMs": null, "at": "2026-06-11T08:00:00.041Z" }],
          "interactions": [{ "eventType": "received", "actionId": null, "replyText": null, "sessionId": null, "at": "2026-06-11T08:00:02.000Z", "receivedAt": "2026-06-11T08:00:02.100Z" }]
        }
        """;

    public const string Ack = """{ "eventType": "action", "actionId": "REPLY", "sessionId": "s-77", "at": "2026-06-11T08:00:02Z" }""";

    public const string Acked = """{ "acked": true, "firstAck": true }""";

    public const string Acks = $$"""{ "acks": [{ "id": "{{DeliveryId}}", "eventType": "received", "at": "2026-06-11T08:00:02Z" }] }""";

    public const string AckedMany = $$"""{ "results": [{ "id": "{{DeliveryId}}", "acked": true, "firstAck": true, "error": null }] }""";
}

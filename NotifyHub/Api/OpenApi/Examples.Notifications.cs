namespace NotifyHub.Api.OpenApi;

// Notifications, explanations and schedules.
internal static partial class Examples
{
    public const string PeopleSend = """
        {
          "type": "job.completed", "to": { "user": "ada" },
          "content": { "title": "Export finished", "body": "12,480 rows are ready.", "link": "/exports/17", "data": { "exportId": "17" } },
          "ttl": 86400, "digestKey": "exports", "idempotencyKey": "export-17-done", "correlationId": "evt-992"
        }
        """;

    public const string PeopleSent = $$"""{ "notificationId": "{{NotificationId}}", "recipients": 1, "fanout": "running", "unknown": [] }""";

    public const string Notification = $$"""
        {
          "id": "{{NotificationId}}", "state": "done", "recipients": 1, "counts": { "sent": 1 }, "reasons": {}, "acked": 1, "opened": 0, "countedAt": "2026-06-11T08:00:05Z", "fanout": null, "to": "{{DeviceId}}",
          "campaignId": "blackfriday-2026", "templateId": null, "audienceTag": null, "preferenceCategory": "orders", "correlationId": "evt-991",
          "createdAt": "2026-06-11T08:00:00.000Z", "sendAt": null, "expiresAt": "2026-06-11T09:00:00.000Z"
        }
        """;

    private const string ManyMembers = $$"""
        "id": "{{NotificationId}}", "recipients": 420000, "counts": { "queued": 417600, "sent": 2400 }, "reasons": {}, "acked": 1800, "opened": 210, "countedAt": "2026-06-11T08:00:05Z", "to": { "topic": "news" },
        "campaignId": null, "templateId": null, "audienceTag": null, "preferenceCategory": "news", "correlationId": null,
        "createdAt": "2026-06-11T08:00:00.000Z", "sendAt": null, "expiresAt": null
        """;

    private const string FanoutMembers = """
        "written": 420000, "looked": 420000, "total": 1000000, "perSecond": 35000, "takenBack": 0, "startedAt": "2026-06-11T08:00:00.000Z", "finishedAt": null
        """;

    public const string RunningNotification = $$"""{ "state": "running", {{ManyMembers}}, "fanout": { "state": "running", "estimatedEndAt": "2026-06-11T08:00:29.000Z", {{FanoutMembers}} } }""";

    public const string PausedNotification = $$"""{ "state": "paused", {{ManyMembers}}, "fanout": { "state": "paused", "estimatedEndAt": null, {{FanoutMembers}} } }""";

    public const string DeliveryPage = $$"""{ "items": [{{Receipt}}], "nextCursor": null }""";

    public const string Cancelled = $$"""{ "notificationId": "{{NotificationId}}", "cancelled": 12, "tooLate": 3 }""";

    public const string Timeline = $$"""
        {
          "items": [
            { "at": "2026-06-11T08:00:00.000Z", "event": "accepted", "delivery": null, "device": null, "status": null, "reason": null, "isAhead": false, "attempt": null, "interaction": null, "actor": null, "action": null },
            { "at": "2026-06-11T08:00:00.012Z", "event": "policy", "delivery": "{{DeliveryId}}", "device": "{{DeviceId}}", "status": "sending", "reason": null, "isAhead": false, "attempt": null, "interaction": null, "actor": null, "action": null },
            { "at": "2026-06-11T08:00:00.041Z", "event": "settled", "delivery": "{{DeliveryId}}", "device": "{{DeviceId}}", "status": "sent", "reason": null, "isAhead": false, "attempt": null, "interaction": null, "actor": null, "action": null }
          ],
          "nextCursor": null
        }
        """;

    private const string Trace = """
        {
          "decision": "suppress", "reason": "DeviceRetired", "until": null,
          "steps": [
            { "rule": "cancelled", "question": "Was it cancelled?", "verdict": "passed", "words": "No", "facts": { "cancelled": "false" } },
            { "rule": "deviceRegistered", "question": "Is the device still registered?", "verdict": "stopped", "words": "No: the device is retired", "facts": { "deviceStatus": "retired" } },
            { "rule": "account", "question": "Has the project an account with the vendor?", "verdict": "wouldStop", "words": "No: no credential is active for this provider", "facts": { "credential": "missing" } }
          ],
          "changes": [
            { "rule": "deviceRegistered", "words": "Have the app register the device again." },
            { "rule": "account", "words": "Add and activate a credential for this provider (Providers)." }
          ]
        }
        """;

    public const string Explained = $$"""
        {
          "at": "2026-06-11T08:00:00.000Z", "recipients": 1, "explained": 1, "decisions": { "suppress": 1 },
          "people": [{
            "userId": "customer-7", "userFingerprintHex": null,
            "channels": [{ "channel": "mobile_push", "devices": [{ "device": "{{DeviceId}}", "provider": "apns", "trace": {{Trace}} }] }]
          }]
        }
        """;

    public const string Why = $$"""{ "delivery": "{{DeliveryId}}", "status": "suppressed", "taken": {{Trace}}, "now": null, "at": "2026-06-11T08:00:00.000Z" }""";

    public const string Upcoming = $$"""
        {
          "items": [{
            "notificationId": "{{NotificationId}}", "sendAt": "2026-06-10T18:00:00.000Z", "sendAtLocal": "2026-06-11T08:00", "sendAtZone": "Europe/Zurich", "title": "Good morning", "preview": null,
            "recipients": 3, "campaignId": null, "correlationId": "sch_01j9x3k2m4n5p", "createdAt": "2026-06-10T17:59:00.000Z"
          }],
          "nextCursor": null
        }
        """;

    public const string Reschedule = """{ "sendAt": "2026-06-12T08:00:00Z" }""";

    public const string Rescheduled = $$"""{ "notificationId": "{{NotificationId}}", "moved": 3, "sendAt": "2026-06-12T08:00:00.000Z" }""";

    private const string ScheduleRule = """{ "frequency": "weekly", "interval": 1, "weekdays": ["monday", "friday"], "time": "08:30", "zone": "Europe/Zurich", "perRecipient": false, "from": "2026-06-11", "until": "2026-12-31", "count": null }""";

    public const string ScheduleRequest = $$"""
        { "name": "Week's start and end", "send": { "to": "{{DeviceId}}", "title": "Good morning", "options": { "ttl": 7200 } }, "every": {{ScheduleRule}} }
        """;

    public const string SchedulePatch = """{ "paused": true }""";

    public const string Schedule = $$"""
        {
          "id": "sch_01j9x3k2m4n5p", "name": "Week's start and end", "state": "active", "every": {{ScheduleRule}}, "send": { "to": "{{DeviceId}}", "title": "Good morning", "options": { "ttl": 7200 } },
          "upcoming": ["2026-06-12T06:30:00.000Z", "2026-06-15T06:30:00.000Z"], "occurrences": 0, "missed": 0, "failures": 0, "lastError": null, "lastNotificationId": null, "lastAt": null,
          "createdBy": "key shop", "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:00:00.000Z"
        }
        """;

    public const string SchedulePage = $$"""{ "items": [{{Schedule}}], "nextCursor": null }""";
}

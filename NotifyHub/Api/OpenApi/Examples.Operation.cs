namespace NotifyHub.Api.OpenApi;

// Dead letters, alerts, jobs, figures and the audit log.
internal static partial class Examples
{
    private const string DeadLetterMembers = $$"""
        "id": "{{DeliveryId}}", "notification": "{{NotificationId}}", "device": "{{DeviceId}}", "provider": "apns", "reason": "RetriesExhausted",
        "whatHappened": "The vendor could not take it in any of its tries.", "remedy": "See under Providers that the vendor is well again, then replay at a rate that it can take.",
        "outcome": "Retry", "error": "ServiceUnavailable", "title": "Your order shipped", "campaignId": null, "attempts": 7, "replays": 0,
        "createdAt": "2026-06-11T08:00:00.000Z", "failedAt": "2026-06-13T00:00:00.000Z", "expiresAt": null, "discardedAt": null
        """;

    public const string Stats = """
        {
          "sentLastHour": 1204, "ackedLastHour": 1100, "waiting": { "queued": 3, "retrying": 1, "held": 0 }, "oldestDueAt": "2026-06-11T08:00:00.000Z",
          "ends": [{ "status": "failed", "reason": "TokenDead", "count": 12 }],
          "minutes": [{ "minute": "2026-06-11T08:00:00.000Z", "provider": "apns", "accepted": 20, "refused": 1, "retried": 0 }]
        }
        """;

    public const string AuditPage = """
        {
          "items": [{
            "at": "2026-06-11T08:00:00.000Z", "actor": "ops@example.com", "action": "credential.activated", "subject": "crd_01j9x3k2m4n5p", "detail": { "provider": "apns" }, "ip": "203.0.113.7",
            "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
          }],
          "nextCursor": null
        }
        """;

    public const string DeadLetterPage = $$"""{ "items": [{ {{DeadLetterMembers}} }], "nextCursor": null }""";

    public const string DeadLetterReasons = """
        { "items": [{ "reason": "RetriesExhausted", "whatHappened": "The vendor could not take it in any of its tries.", "remedy": "See under Providers that the vendor is well again, then replay at a rate that it can take.", "count": 1204 }] }
        """;

    public const string DeadLetterReplay = """{ "filter": { "reason": "RetriesExhausted", "provider": "apns" }, "maxPerSecond": 20 }""";

    public const string DeadLetterChoice = $$"""{ "ids": ["{{DeliveryId}}"] }""";

    public const string DeadLetterRun = """
        {
          "id": "dlr_01j9x3k2m4n5p", "deed": "replay", "state": "running", "chosen": 1204, "done": 500, "expired": 3, "poison": 0, "maxPerSecond": 20, "lastDueAt": "2026-06-13T08:00:25.000Z",
          "actor": "key ops", "createdAt": "2026-06-13T08:00:00.000Z", "finishedAt": null, "refused": []
        }
        """;

    public const string AlertPage = """
        {
          "items": [{
            "id": "alr_01j9x3k2m4n5p", "kind": "quarantined", "subject": "apns", "title": "APNs is in quarantine", "detail": "Five calls in a row failed; a probe goes out in a minute.",
            "openedAt": "2026-06-11T08:00:00.000Z", "lastSeenAt": "2026-06-11T08:01:00.000Z", "resolvedAt": null, "acknowledgedAt": null, "acknowledgedBy": null,
            "told": [{ "channel": "email", "target": "ops@example.com", "sentAt": "2026-06-11T08:00:08.000Z", "tries": 1, "nextTryAt": null, "error": null }]
          }],
          "nextCursor": null
        }
        """;

    public const string AlertSettingsBody = """{ "emails": ["ops@example.com"], "webhookUrl": "https://hooks.example.com/notifyhub", "backlogSeconds": 120 }""";

    public const string AlertSettings = """
        { "emails": ["ops@example.com"], "emailReady": true, "webhookUrl": "https://hooks.example.com/notifyhub", "webhookSecret": null, "backlogSeconds": 120, "updatedAt": "2026-06-11T08:00:00.000Z" }
        """;

    public const string AlertTest = """{ "messages": 2 }""";

    public const string Job = """
        {
          "name": "attempt_cleanup", "purpose": "Removes attempts that are older than the retention.", "everySeconds": 86400, "state": "waiting",
          "lastRun": { "startedAt": "2026-06-11T03:00:00.000Z", "durationMs": 840, "result": "removed 12044", "failed": false, "node": null },
          "nextRunAt": "2026-06-12T03:00:00.000Z", "pausedAt": null, "pausedBy": null
        }
        """;

    public const string Jobs = $$"""{ "items": [{{Job}}] }""";

    public const string JobRuns = """{ "items": [{ "startedAt": "2026-06-11T03:00:00.000Z", "durationMs": 840, "result": "removed 12044", "failed": false, "node": "hub-2:4711" }], "nextCursor": null }""";
}

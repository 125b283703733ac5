namespace NotifyHub.Api.OpenApi;

// Devices, topics, people and segments.
internal static partial class Examples
{
    private const string SegmentId = "seg_01j9x3k2m7000";

    public const string SegmentDraft = """
        {
          "name": "Active iPhones on the Pro plan",
          "expression": { "all": [
            { "device": "platform", "is": "ios" },
            { "seen": "last", "within": "30d" },
            { "trait": "plan", "in": ["pro", "team"] },
            { "not": { "topic": "beta" } },
            { "event": "order_placed", "gte": 3, "within": "30d" }
          ] }
        }
        """;

    public const string Segment = $$"""
        {
          "id": "{{SegmentId}}", "name": "Active iPhones on the Pro plan",
          "expression": { "all": [{ "device": "platform", "is": "ios" }, { "seen": "last", "within": "30d" }, { "trait": "plan", "in": ["pro", "team"] }, { "not": { "topic": "beta" } }, { "event": "order_placed", "gte": 3, "within": "30d" }] },
          "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:00:00.000Z"
        }
        """;

    public const string SegmentPage = $$"""{ "items": [{{Segment}}], "nextCursor": null }""";

    public const string AudienceQuestion = """{ "expression": { "device": "platform", "is": "ios" }, "preferenceCategory": "news" }""";

    public const string Audience = $$"""
        {
          "matched": 15002, "reachable": 14641,
          "excluded": [{ "reason": "PreferenceOptedOut", "count": 312 }, { "reason": "StaleToken", "count": 40 }, { "reason": "DeviceMuted", "count": 9 }],
          "sample": [{ "device": "{{DeviceId}}", "user": "customer-7", "provider": "apns", "platform": "ios", "locale": "de-CH", "appVersion": "4.2.0", "lastSeenAt": "2026-06-11T07:00:00.000Z" }],
          "isEstimate": false
        }
        """;

    public const string Register = """
        {
          "provider": "apns", "token": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "environment": "production",
          "installationId": "c7b0c1f4-7d0e-4b8e-9b59-1f3b5c1a2d3e", "platform": "ios", "locale": "de-CH", "timezone": "Europe/Zurich",
          "appVersion": "4.2.0", "osVersion": "19.1", "model": "iPhone17,1", "permission": "granted"
        }
        """;

    public const string Registered = $$"""{ "id": "{{DeviceId}}", "isNew": true, "createdAt": "2026-06-11T07:00:00.000Z", "updatedAt": "2026-06-11T07:00:00.000Z" }""";

    public const string DropIn = """{ "registration_id": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "device_id": "phone-7", "active": true }""";

    public const string DroppedIn = $$"""{ "id": "{{DeviceId}}", "device_id": "phone-7", "active": true, "date_created": "2026-06-11T07:00:00.000Z" }""";

    public const string Patch = """{ "userId": "customer-7", "locale": "fr-CH", "permission": "granted" }""";

    public const string Device = $$"""
        {
          "id": "{{DeviceId}}", "provider": "apns", "status": "active", "tokenTail": "f00a08", "environment": "production",
          "installationId": "c7b0c1f4-7d0e-4b8e-9b59-1f3b5c1a2d3e", "userId": "customer-7", "userFingerprintHex": null, "platform": "ios",
          "locale": "fr-CH", "timezone": "Europe/Zurich", "appVersion": "4.2.0", "osVersion": "19.1", "model": "iPhone17,1", "permission": "granted",
          "metadata": null, "traits": null, "retiredReason": null, "retiredAt": null,
          "lastSeenAt": "2026-06-11T07:00:00.000Z", "createdAt": "2026-06-11T07:00:00.000Z", "updatedAt": "2026-06-11T07:05:00.000Z"
        }
        """;

    public const string OwnDevices = $$"""{ "items": [{{Device}}] }""";

    public const string Subscribe = """{ "topic": "news" }""";

    public const string Subscribed = """{ "topic": "news", "isNew": true }""";

    public const string DeviceTopics = """{ "items": [{ "topic": "news", "subscribedAt": "2026-06-11T08:00:00.000Z" }], "nextCursor": null }""";

    public const string TopicPage = """{ "items": [{ "topic": "news", "devices": 4200, "users": 1180, "isMore": false, "createdAt": "2026-06-11T08:00:00.000Z" }], "nextCursor": null }""";

    public const string TopicMembers = $$"""{ "devices": ["{{DeviceId}}"], "users": ["customer-7", "customer-8"] }""";

    public const string TopicChanged = """{ "topic": "news", "devices": 1, "users": 2 }""";

    public const string UserProfile = """
        {
          "email": "ada@example.com", "phone": "+41 44 555 01 02", "name": "Ada Lovelace", "locale": "de-CH", "timezone": "Europe/Zurich",
          "traits": { "plan": "pro", "orders": 12 }, "fingerprintHex": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", "channels": { "slack": "U012AB3CD" }
        }
        """;

    public const string User = """
        {
          "userId": "customer-7", "email": "ada@example.com", "phone": "+41 44 555 01 02", "name": "Ada Lovelace", "locale": "de-CH", "timezone": "Europe/Zurich",
          "traits": { "plan": "pro", "orders": 12 }, "fingerprintHex": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
          "channels": { "slack": "U012AB3CD", "telegram": null, "webhook": null }, "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:00:00.000Z"
        }
        """;

    public const string Users = """
        { "users": [{ "userId": "customer-7", "email": "ada@example.com", "locale": "de-CH", "traits": { "plan": "pro" } }, { "userId": "customer-8", "name": "Charles" }] }
        """;

    public const string UsersPut = """{ "upserted": 2 }""";

    public const string Preference = """{ "optedOut": true }""";

    public const string PreferenceChanges = """{ "preferences": [{ "category": "marketing", "optedOut": true }, { "category": "orders", "optedOut": false }] }""";

    public const string Preferences = """{ "preferences": [{ "category": "marketing", "optedOut": true, "updatedAt": "2026-06-11T08:00:00.000Z", "source": "api" }] }""";

    public const string UserExport = $$"""
        {
          "exportedAt": "2026-06-11T08:00:00.000Z",
          "user": { "userId": "customer-7", "email": "ada@example.com", "phone": null, "name": "Ada Lovelace", "locale": "de-CH", "timezone": null, "traits": { "plan": "pro" }, "fingerprintHex": null, "channels": null, "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:00:00.000Z" },
          "topics": ["news"],
          "preferences": [{ "category": "marketing", "optedOut": true, "source": "api", "actor": null, "ip": null, "at": "2026-06-11T08:00:00.000Z" }],
          "consents": [{ "category": "marketing", "optedOut": true, "source": "api", "actor": "key backend", "ip": "203.0.113.7", "at": "2026-06-11T08:00:00.000Z" }],
          "channels": [{ "type": "job.completed", "channel": "email", "on": false, "at": "2026-06-11T08:00:00.000Z" }],
          "settings": { "quietHours": { "start": "22:00", "end": "07:00" }, "digestCadence": "daily", "digestHour": 8, "muteUntil": null, "at": "2026-06-11T08:00:00.000Z" },
          "reminders": [{ "key": "tax-2026", "title": "Hand in the tax return", "body": null, "link": "/tasks/17", "dueAt": "2026-06-30T16:00:00.000Z", "recurrence": "yearly", "doneAt": null, "createdAt": "2026-06-01T08:00:00.000Z" }],
          "inbox": [{ "id": "inb_01j9x3k2m4n5p", "delivery": "{{DeliveryId}}", "type": "job.completed", "createdAt": "2026-06-11T08:00:00.000Z", "readAt": null, "archivedAt": null, "snoozedUntil": null, "deletedAt": null }],
          "devices": [{ "id": "{{DeviceId}}", "provider": "apns", "status": "active", "installationId": "phone-7", "fingerprintHex": null, "platform": "ios", "model": "iPhone17,1", "appVersion": "4.2.0", "osVersion": "19.1", "locale": "de-CH", "timezone": "Europe/Zurich", "permission": "granted", "metadata": null, "traits": null, "topics": ["news"], "createdAt": "2026-06-11T07:00:00.000Z", "lastSeenAt": "2026-06-11T07:00:00.000Z" }],
          "deliveries": [{ "id": "{{DeliveryId}}", "device": "{{DeviceId}}", "status": "sent", "reason": null, "category": "orders", "campaignId": null, "message": { "title": "Your order shipped" }, "createdAt": "2026-06-11T08:00:00.000Z", "sentAt": "2026-06-11T08:00:00.041Z", "ackedAt": null, "openedAt": null, "interactions": [{ "eventType": "received", "actionId": null, "replyText": null, "sessionId": null, "at": "2026-06-11T08:00:02.000Z" }] }]
        }
        """;

    public const string Erased = """
        { "id": "ers_01j9x3k2m4n5p", "state": "finished", "devices": 2, "cancelled": 1, "deliveries": 40, "createdAt": "2026-06-11T08:00:00.000Z", "finishedAt": "2026-06-11T08:00:00.120Z" }
        """;

    public const string Devices = """{ "devices": 1204 }""";
}

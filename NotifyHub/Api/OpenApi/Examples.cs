namespace NotifyHub.Api.OpenApi;

/// <summary>One call of each route, as JSON. A test sends or reads each of them through the real contract.</summary>
internal static class Examples
{
    private const string DeliveryId = "dlv_01j9x3k2m4n5p", DeviceId = "dev_01j9x3k2m0000", NotificationId = "ntf_01j9x3k2m4n00";

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

    public const string TypeDraft = """
        {
          "label": "Deploy failed", "description": "A deploy of yours did not go through.", "category": "builds", "critical": false,
          "channels": { "in_app": true, "email": true, "mobile_push": true, "slack": false },
          "fallback": [{ "channel": "email", "afterMinutes": 10 }], "templates": {}, "digest": true, "bundling": { "most": 5, "windowMinutes": 60 },
          "onlyWhoTriggered": false, "actionCategory": null
        }
        """;

    public const string TypeUpload = """
        {
          "key": "deploy.failed", "label": "Deploy failed", "description": "A deploy of yours did not go through.", "category": "builds",
          "channels": { "in_app": true, "email": true, "mobile_push": true, "slack": false },
          "fallback": [{ "channel": "email", "afterMinutes": 10 }], "bundling": { "most": 5, "windowMinutes": 60 }
        }
        """;

    public const string Type = """
        {
          "key": "deploy.failed", "origin": "project", "version": 1, "label": "Deploy failed", "description": "A deploy of yours did not go through.", "category": "builds", "critical": false,
          "channels": [{ "channel": "in_app", "label": "Inbox", "default": true, "afterMinutes": 0, "template": null }, { "channel": "email", "label": "E-mail", "default": true, "afterMinutes": 10, "template": null }],
          "fallback": [{ "channel": "email", "afterMinutes": 10 }], "digest": true, "bundling": { "most": 5, "windowMinutes": 60 },
          "onlyWhoTriggered": false, "actionCategory": null, "actions": [], "dispatched": true
        }
        """;

    public const string TypeList = $$"""{ "items": [{{Type}}] }""";

    public const string TypeHistory = $$"""{ "items": [{ "version": 1, "changedBy": "key server", "at": "2026-06-11T08:00:00.000Z", "type": {{Type}} }] }""";

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

    private const string TemplateMembers = """
        "defaultLocale": "en",
          "variables": [
            { "name": "orderId", "type": "text", "required": true, "example": "42" },
            { "name": "arrival", "type": "time", "required": true, "example": "2026-06-11T12:30:00Z" }
          ],
          "locales": [
            {
              "locale": "en",
              "push": { "title": "Order {{orderId}} has shipped", "body": "It arrives on {{arrival | date:\"long\"}}." },
              "email": { "subject": "Order {{orderId}} has shipped", "text": "It arrives on {{arrival | date}}.", "html": "<p>It arrives on <b>{{arrival | date}}</b>.</p>" }
            },
            { "locale": "de", "push": { "title": "Bestellung {{orderId}} ist unterwegs", "body": "Ankunft am {{arrival | date:\"long\"}}." } }
          ]
        """;

    public const string TemplateUpload = $$"""{ "key": "order-shipped", "name": "Order shipped", "description": "Sent when a parcel leaves", {{TemplateMembers}}, "note": "First words" }""";

    public const string TemplateVersionUpload = $$"""{ {{TemplateMembers}}, "note": "Says the day", "publish": true }""";

    public const string TemplateChange = """{ "name": "Order on its way", "description": "Sent when a parcel leaves" }""";

    public const string Template = $$"""
        {
          "id": "tpl_01j9x3k2m4n5p", "key": "order-shipped", "name": "Order shipped", "description": "Sent when a parcel leaves", "currentVersion": 1, "lastVersion": 1, "version": 1,
          {{TemplateMembers}},
          "note": "First words", "createdBy": "key backend", "createdAt": "2026-06-11T07:00:00.000Z", "updatedAt": "2026-06-11T07:00:00.000Z",
          "warnings": [{ "code": "missing_locale", "severity": "warning", "pointer": "/locales/1/email", "message": "There is no email in de: its readers get en." }]
        }
        """;

    public const string TemplatePage = """
        {
          "items": [{
            "id": "tpl_01j9x3k2m4n5p", "key": "order-shipped", "name": "Order shipped", "description": "Sent when a parcel leaves", "currentVersion": 1,
            "locales": ["en", "de"], "channels": ["push", "email"], "updatedAt": "2026-06-11T07:00:00.000Z"
          }],
          "nextCursor": null
        }
        """;

    public const string TemplateVersions = """{ "items": [{ "version": 1, "current": true, "note": "First words", "createdBy": "key backend", "createdAt": "2026-06-11T07:00:00.000Z" }] }""";

    public const string TemplateTrial = """{ "locale": "de-AT", "variables": { "orderId": "42", "arrival": "2026-06-11T12:30:00Z" } }""";

    public const string TemplateRendering = """
        {
          "locale": "de",
          "push": { "title": "Bestellung 42 ist unterwegs", "subtitle": null, "body": "Ankunft am Donnerstag, 11. Juni 2026.", "imageUrl": null, "actions": [] }, "pushLocale": "de",
          "email": { "subject": "Order 42 has shipped", "text": "It arrives on 6/11/2026.", "html": "<p>It arrives on <b>6/11/2026</b>.</p>" }, "emailLocale": "en",
          "inbox": null, "inboxLocale": null,
          "bytes": [{ "provider": "apns", "actualBytes": 142, "maxBytes": 4096 }]
        }
        """;

    public const string TemplateLint = """
        {
          "warnings": [
            { "code": "missing_locale", "severity": "warning", "pointer": "/locales/1/email", "message": "There is no email in de: its readers get en." }
          ]
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

    public const string Subscribe = """{ "topic": "news" }""";

    public const string Subscribed = """{ "topic": "news", "isNew": true }""";

    public const string DeviceTopics = """{ "items": [{ "topic": "news", "subscribedAt": "2026-06-11T08:00:00.000Z" }], "nextCursor": null }""";

    public const string TopicPage = """{ "items": [{ "topic": "news", "devices": 4200, "users": 1180, "isMore": false, "createdAt": "2026-06-11T08:00:00.000Z" }], "nextCursor": null }""";

    public const string MailFeedback = """{ "events": [{ "type": "bounce", "address": "gone@example.com", "permanent": true, "code": "5.1.1" }, { "type": "complaint", "address": "ada@example.com" }] }""";

    public const string MailFeedbackTaken = """{ "bounces": 1, "complaints": 1, "ignored": 0 }""";

    public const string SuppressionPage = """{ "items": [{ "id": "sup_0000000000001", "domain": "example.com", "reason": "hard_bounce", "code": "5.1.1", "createdAt": "2026-06-11T08:00:00.000Z" }], "nextCursor": null }""";

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
          "devices": [{ "id": "{{DeviceId}}", "provider": "apns", "status": "active", "installationId": "phone-7", "fingerprintHex": null, "platform": "ios", "model": "iPhone17,1", "appVersion": "4.2.0", "osVersion": "19.1", "locale": "de-CH", "timezone": "Europe/Zurich", "permission": "granted", "metadata": null, "traits": null, "topics": ["news"], "createdAt": "2026-06-11T07:00:00.000Z", "lastSeenAt": "2026-06-11T07:00:00.000Z" }],
          "deliveries": [{ "id": "{{DeliveryId}}", "device": "{{DeviceId}}", "status": "sent", "reason": null, "category": "orders", "campaignId": null, "message": { "title": "Your order shipped" }, "createdAt": "2026-06-11T08:00:00.000Z", "sentAt": "2026-06-11T08:00:00.041Z", "ackedAt": null, "openedAt": null, "interactions": [{ "eventType": "received", "actionId": null, "replyText": null, "sessionId": null, "at": "2026-06-11T08:00:02.000Z" }] }]
        }
        """;

    public const string Erased = """
        { "id": "ers_01j9x3k2m4n5p", "state": "finished", "devices": 2, "cancelled": 1, "deliveries": 40, "createdAt": "2026-06-11T08:00:00.000Z", "finishedAt": "2026-06-11T08:00:00.120Z" }
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

    public const string Notification = $$"""
        {
          "id": "{{NotificationId}}", "state": "done", "recipients": 1, "counts": { "sent": 1 }, "reasons": {}, "acked": 1, "opened": 0, "fanout": null, "to": "{{DeviceId}}",
          "campaignId": "blackfriday-2026", "templateId": null, "audienceTag": null, "preferenceCategory": "orders", "correlationId": "evt-991",
          "createdAt": "2026-06-11T08:00:00.000Z", "sendAt": null, "expiresAt": "2026-06-11T09:00:00.000Z"
        }
        """;

    private const string ManyMembers = $$"""
        "id": "{{NotificationId}}", "recipients": 420000, "counts": { "queued": 417600, "sent": 2400 }, "reasons": {}, "acked": 1800, "opened": 210, "to": { "topic": "news" },
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

    public const string Ack = """{ "eventType": "action", "actionId": "REPLY", "sessionId": "s-77", "at": "2026-06-11T08:00:02Z" }""";

    public const string Acked = """{ "acked": true, "firstAck": true }""";

    public const string Acks = $$"""{ "acks": [{ "id": "{{DeliveryId}}", "eventType": "received", "at": "2026-06-11T08:00:02Z" }] }""";

    public const string AckedMany = $$"""{ "results": [{ "id": "{{DeliveryId}}", "acked": true, "firstAck": true, "error": null }] }""";

    public const string CredentialUpload = """
        {
          "provider": "webpush",
          "config": { "subject": "mailto:push@example.com" },
          "activate": true
        }
        """;

    public const string Credential = """
        {
          "id": "crd_01j9x3k2m4n5p", "provider": "webpush", "version": 1, "state": "active", "fingerprint": "sha256:0bca78c1417e5d62",
          "config": { "subject": "mailto:push@example.com", "publicKey": "BOJ4G0a_qWOPFhJVSVt_8lip0vn_pUXgu9fWoMZYmNTe5ueJObEq2R4R56ug0d2fneqt7U2DaxOlAPHptfXfJAk" },
          "probe": { "verdict": "ok", "code": null, "detail": "The public key belongs to the private key.", "at": "2026-06-11T08:00:00.000Z" },
          "pausedAt": null, "pauseReason": null, "createdAt": "2026-06-11T08:00:00.000Z", "activatedAt": "2026-06-11T08:00:00.000Z", "retiredAt": null
        }
        """;

    public const string Credentials = $$"""{ "items": [{{Credential}}] }""";

    public const string CredentialActivation = """{ "force": false }""";

    public const string WebPushKey = """{ "publicKey": "BOJ4G0a_qWOPFhJVSVt_8lip0vn_pUXgu9fWoMZYmNTe5ueJObEq2R4R56ug0d2fneqt7U2DaxOlAPHptfXfJAk" }""";

    public const string PushHealth = """
        {
          "providers": [{
            "provider": "apns", "state": "ok", "invalidRate": 0.02, "inWindowTotal": 1200, "sent": 1170, "invalid": 24, "rateLimited": 4, "timeout": 1, "other": 1,
            "autoThrottle": false, "safetyMarginPct": 80, "quarantinedUntil": null, "inFlight": 12,
            "tokens": { "project": { "available": 71.5, "capacity": 100, "perSecond": 50 }, "provider": { "available": 400, "capacity": 400, "perSecond": 200 } }, "setAside": 0, "latencyMs": { "p50": 41, "p99": 180 },
            "lastError": { "outcome": "Retry", "status": 503, "code": "ServiceUnavailable", "at": "2026-06-11T08:00:00.000Z" }, "credential": { "state": "active", "expiresAt": null }
          }],
          "windowSecs": 300, "thresholdRatio": 0.1
        }
        """;

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

    public const string DeliverySettingsChange = """{ "limits": { "apns": { "capacity": 500, "perSecond": 250 } }, "quarantine": { "seconds": 120 } }""";

    public const string DeliverySettings = $$"""
        {
          "settings": {{DeliverySettingsChange}},
          "effective": {
            "limit": null, "limits": { "apns": { "capacity": 500, "perSecond": 250 }, "fcm": { "capacity": 100, "perSecond": 50 } },
            "throttle": { "enabled": true, "invalidRate": 0.1, "samples": 20 }, "quarantine": { "enabled": true, "failures": 5, "seconds": 120 },
            "breaker": { "enabled": true }, "rampSeconds": 60, "staleDays": 90
          },
          "defaults": {
            "limit": null, "limits": { "apns": { "capacity": 100, "perSecond": 50 }, "fcm": { "capacity": 100, "perSecond": 50 } },
            "throttle": { "enabled": true, "invalidRate": 0.1, "samples": 20 }, "quarantine": { "enabled": true, "failures": 5, "seconds": 60 },
            "breaker": { "enabled": true }, "rampSeconds": 60, "staleDays": 90
          }
        }
        """;

    public const string Devices = """{ "devices": 1204 }""";

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

namespace NotifyHub.Api.OpenApi;

internal static partial class Examples
{
    private const string InboxItemMembers = $$"""
        "id": "inb_01j9x3k2m4n5p", "notificationId": "{{NotificationId}}", "type": "job.completed", "title": "Export finished", "body": "12,480 rows are ready.", "imageUrl": null, "link": "/exports/17",
        "createdAt": "2026-06-11T08:00:00.000Z", "readAt": null, "archivedAt": null, "snoozedUntil": null, "deletedAt": null
        """;

    public const string UserTokenWish = """{ "userId": "ada", "ttlSeconds": 3600 }""";

    public const string UserToken = """{ "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJwcmpfLi4uIn0.c2VhbA", "expiresAt": "2026-06-11T09:00:00.000Z" }""";

    public const string InboxItem = $$"""{ {{InboxItemMembers}} }""";

    public const string InboxPage = $$"""{ "items": [{ {{InboxItemMembers}} }], "nextCursor": null }""";

    public const string Unread = """{ "unread": 3 }""";

    public const string InboxWhy = $$"""
        {
          "item": { {{InboxItemMembers}} }, "reason": "It is of the type Job finished, and the inbox is on for that type.",
          "elsewhere": [{ "channel": "email", "provider": "email", "status": "suppressed", "reason": "ReadElsewhere", "at": "2026-06-11T08:01:00.000Z" }]
        }
        """;

    public const string InboxChange = """{ "read": true }""";

    public const string InboxBulk = """{ "filter": { "state": "unread", "type": "issue.new" }, "set": { "archived": true } }""";

    public const string InboxChanged = """{ "changed": 12 }""";

    public const string MarkAllRead = """{ "type": "issue.new" }""";

    public const string Me = """
        {
          "userId": "ada", "name": "Ada Lovelace", "email": "ada@example.com", "locale": "de-CH", "timezone": "Europe/Zurich",
          "preferences": {
            "notifications": {
              "types": { "job.completed": { "in_app": true, "email": false, "mobile_push": true, "web_push": true } },
              "quietHours": { "start": "22:00", "end": "07:00", "timezone": "Europe/Zurich", "days": ["monday", "tuesday"] },
              "digest": { "cadence": "daily", "hour": 8 }, "muteAll": false, "muteUntil": null
            }
          }
        }
        """;

    public const string MeChange = """
        {
          "preferences": {
            "notifications": {
              "types": { "job.completed": { "email": false } },
              "quietHours": { "start": "22:00", "end": "07:00", "timezone": "Europe/Zurich", "days": ["monday", "tuesday"] }
            }
          }
        }
        """;
}

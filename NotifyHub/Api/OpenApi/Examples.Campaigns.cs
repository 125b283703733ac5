namespace NotifyHub.Api.OpenApi;

// Campaigns.
internal static partial class Examples
{
    private const string CampaignSend = """{ "to": { "topic": "news" }, "title": "The autumn sale is here", "body": "30 % off everything until Sunday.", "preferenceCategory": "offers" }""";

    public const string CampaignRequest = $$"""
        {
          "name": "Autumn sale", "send": {{CampaignSend}},
          "variants": [{ "name": "A" }, { "name": "B", "title": "Only until Sunday: 30 % off" }], "holdoutPercent": 5
        }
        """;

    public const string CampaignPatch = """{ "name": "Autumn sale, second try", "holdoutPercent": 10 }""";

    public const string CampaignTest = """{ "devices": ["dev_01j9x3k2m4n5p"] }""";

    public const string CampaignTested = $$"""{ "tests": [{ "variant": "A", "notificationId": "{{NotificationId}}", "deliveries": ["dlv_01j9x3k2m4n5p"] }] }""";

    public const string CampaignStart = """{ "expectedMatched": 12480 }""";

    public const string CampaignEstimate = """{ "matched": 12480, "holdoutPercent": 5 }""";

    public const string Campaign = $$"""
        {
          "id": "cmp_01j9x3k2m4n5p", "name": "Autumn sale", "state": "draft", "send": {{CampaignSend}},
          "variants": [{ "name": "A", "weight": 1, "words": { "name": "A" }, "notificationId": null }, { "name": "B", "weight": 1, "words": { "name": "B", "title": "Only until Sunday: 30 % off" }, "notificationId": null }],
          "holdoutPercent": 5, "startAt": null, "matched": null, "pausedBecause": null,
          "createdBy": "key backend", "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:00:00.000Z", "startedAt": null, "finishedAt": null
        }
        """;

    public const string CampaignRunning = $$"""
        {
          "id": "cmp_01j9x3k2m4n5p", "name": "Autumn sale", "state": "running", "send": {{CampaignSend}},
          "variants": [{ "name": "A", "weight": 1, "words": { "name": "A" }, "notificationId": "{{NotificationId}}" }],
          "holdoutPercent": 5, "startAt": null, "matched": 12480, "pausedBecause": null,
          "createdBy": "key backend", "createdAt": "2026-06-11T08:00:00.000Z", "updatedAt": "2026-06-11T08:05:00.000Z", "startedAt": "2026-06-11T08:05:00.000Z", "finishedAt": null
        }
        """;

    public const string CampaignPage = $$"""{ "items": [{{Campaign}}], "nextCursor": null }""";

    private const string CampaignFunnel = """{ "audience": 12480, "heldOut": 624, "suppressed": 312, "waiting": 0, "sent": 11500, "confirmed": 9800, "opened": 1240, "acted": 180, "failed": 44, "expired": 0, "cancelled": 0 }""";

    public const string CampaignReport = $$"""
        {
          "id": "cmp_01j9x3k2m4n5p", "state": "completed", "funnel": {{CampaignFunnel}},
          "suppressed": [{ "reason": "Holdout", "count": 624 }, { "reason": "PreferenceOptedOut", "count": 312 }],
          "providers": [{ "provider": "apns", "funnel": {{CampaignFunnel}} }],
          "variants": [
            {
              "name": "A", "people": 5210, "sent": 5100, "confirmed": { "count": 4400, "share": 0.8627, "low": 0.853, "high": 0.8719 },
              "opened": { "count": 480, "share": 0.0941, "low": 0.0864, "high": 0.1024 }, "acted": { "count": 70, "share": 0.0137, "low": 0.0109, "high": 0.0173 }
            }
          ],
          "verdict": { "code": "notCompared", "leader": null, "words": "There is one wording: nothing is compared." }, "countedAt": "2026-06-12T08:00:00.000Z"
        }
        """;
}

namespace NotifyHub.Api.OpenApi;

// Credentials, health and limits.
internal static partial class Examples
{
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

    public const string Policy = """{ "caps": [{ "most": 5, "minutes": 1440, "then": "delay" }, { "most": 2, "minutes": 60, "category": "offers", "then": "suppress" }], "digest": { "cadence": "daily", "hour": 8 }, "quietHours": { "start": "22:00", "end": "07:00", "timezone": null, "days": ["monday", "tuesday", "wednesday", "thursday", "friday"] }, "presence": { "then": "delay", "seconds": 60 } }""";

    private const string ReplayedOutcome = """{ "outcome": "sent", "reason": null, "at": "2026-06-10T08:00:00.000Z" }""";

    public const string PolicyReplay = $$"""
        {
          "from": "2026-06-04T08:00:00.000Z", "to": "2026-06-11T08:00:00.000Z", "looked": 4200, "of": 4200,
          "before": { "sent": 4100, "delayed": 60, "merged": 0, "suppressed": 0, "otherwise": 40 }, "after": { "sent": 3810, "delayed": 60, "merged": 0, "suppressed": 290, "otherwise": 40 },
          "changed": 290, "peopleChanged": 71,
          "reasons": [{ "outcome": "sent", "reason": null, "before": 4100, "after": 3810 }, { "outcome": "suppressed", "reason": "FrequencyCap", "before": 0, "after": 290 }],
          "people": [
            {
              "userId": "customer-7", "changed": 9,
              "changes": [{ "deliveryId": "dlv_01j9x3k2m4n5p", "notificationId": "{{NotificationId}}", "provider": "email", "at": "2026-06-10T08:00:00.000Z", "before": {{ReplayedOutcome}}, "after": { "outcome": "suppressed", "reason": "FrequencyCap", "at": null } }]
            }
          ],
          "notReplayed": ["digests and the defaults of preferences"]
        }
        """;

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
}

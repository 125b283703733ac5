using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Contract;

/// <summary>
/// What the wire promises, said a second time as data and held against the document that is generated from the code: routes, queries, fields of bodies and
/// answers, limits, and the codes with which a route refuses. A snapshot notices a change; this notices a promise that was taken back.
/// </summary>
public sealed class PromisedContractTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Delivery = "id device status providerOutcome error retryCount createdAt sentAt";
    private const string Device = "provider token subscription.endpoint subscription.keys environment installationId userId userFingerprintHex locale timezone platform appVersion osVersion model permission metadata traits replaces";
    private const string Profile = "email phone name locale timezone traits fingerprintHex channels.slack channels.telegram channels.webhook";

    /// <summary>Route; query values; fields of the body; fields of the answer; codes beside those of every route.</summary>
    public static TheoryData<string, string, string, string, string> Promises => new()
    {
        {
            "post /v1/push/send", "",
            """
            to title subtitle body data route sendAt preferenceCategory campaignId templateId audienceTag idempotencyKey correlationId
            options.priority options.ttl options.collapseKey options.sound options.badge options.channelId options.channelImportance options.category options.interruptionLevel options.threadIdentifier
            options.mutableContent options.contentAvailable options.silent options.richMedia.imageUrl options.actions.id options.actions.title options.actions.isTextInput options.actions.isDestructive
            options.localization.titleKey options.localization.titleArgs options.localization.bodyKey options.localization.bodyArgs options.apns options.fcm options.webpush
            """,
            "notificationId fanout recipients tickets.id tickets.device tickets.status tickets.providerOutcome tickets.error tickets.retryCount tickets.createdAt tickets.sentAt",
            "invalid_json validation_failed invalid_target batch_too_large image_url_not_allowed too_many_actions reserved_key unknown_device body_too_large payload_too_large idempotency_mismatch idempotency_in_progress device_rate_limited overloaded"
        },
        { "post /v1/notifications", "", "type to content template route priority channels sendAt ttl category digestKey idempotencyKey correlationId dryRun", "notificationId recipients fanout unknown", "invalid_target unknown_segment unknown_template payload_too_large" },
        { "get /v1/me", "", "", "userId preferences.notifications.types preferences.notifications.quietHours preferences.notifications.digest preferences.notifications.muteAll", "user_required" },
        { "patch /v1/me", "", "preferences.notifications.types preferences.notifications.quietHours preferences.notifications.digest preferences.notifications.muteAll", "userId", "user_required" },
        { "get /v1/devices", "", "", "items.id items.provider items.status items.lastSeenAt", "user_required" },
        { "post /v1/devices", "", Device, "id isNew createdAt updatedAt", "user_required endpoint_not_allowed" },
        { "delete /v1/devices/{}", "", "", "", "user_required" },
        { "post /v1/user-tokens", "", "userId ttlSeconds", "token expiresAt", "not_found" },
        { "get /v1/inbox", "state type q from to limit cursor", "", "items nextCursor", "user_required" },
        { "get /v1/inbox/unread-count", "", "", "unread", "user_required" },
        { "get /v1/inbox/stream", "", "", "", "user_required" },
        { "get /v1/inbox/{}", "", "", "item reason elsewhere", "not_found user_required" },
        { "patch /v1/inbox/{}", "", "read archived snoozedUntil", "id", "not_found user_required" },
        { "post /v1/inbox/bulk", "", "ids filter set", "changed", "user_required" },
        { "post /v1/inbox/mark-all-read", "", "type", "changed", "user_required" },
        { "delete /v1/inbox/{}", "", "", "", "not_found user_required" },
        { "post /v1/inbox/{}/restore", "", "", "id", "not_found user_required" },
        { "get /v1/notifications/{}", "", "", "id", "not_found" },
        { "get /v1/notifications/{}/deliveries", "status provider limit cursor", "", "items nextCursor", "not_found" },
        { "get /v1/notifications/{}/timeline", "limit cursor", "", "items nextCursor", "not_found" },
        { "post /v1/notifications/{}/cancel", "", "", "", "not_found state_conflict" },
        { "post /v1/notifications/explain", "", "to title body", "", "invalid_target" },
        { "get /v1/push/receipts/{}", "", "", Delivery, "not_found" },
        { "post /v1/push/receipts", "", "ids", "", "batch_too_large" },
        { "get /v1/deliveries/{}", "", "", "attempts.attempt attempts.outcome attempts.status attempts.providerMessageId attempts.body attempts.durationMs attempts.at", "not_found" },
        { "get /v1/deliveries/{}/downstream", "", "", "correlationStatus windowSecs eventCount errorCount distinctSessions timeToFirstEventSecs conversions.name conversions.count", "not_found" },
        { "post /v1/push/sends/{}/ack", "", "eventType actionId replyText sessionId at", "acked firstAck", "not_found" },
        { "post /v1/push/acks", "", "", "", "batch_too_large" },
        { "post /v1/push/tokens", "", Device, "id isNew createdAt updatedAt", "endpoint_not_allowed user_proof_required" },
        { "get /v1/push/tokens/{}", "", "", "id provider", "not_found" },
        { "patch /v1/push/tokens/{}", "", "locale timezone permission", "", "not_found" },
        { "delete /v1/push/tokens/{}", "", "", "", "" },
        { "post /v1/push/tokens/{}/topics", "", "topic", "", "not_found" },
        { "get /v1/push/tokens/{}/topics", "limit cursor", "", "items nextCursor", "not_found" },
        { "delete /v1/push/tokens/{}/topics/{}", "", "", "", "" },
        { "post /v1/topics/{}/subscriptions", "", "devices users", "", "batch_too_large" },
        { "get /v1/topics", "limit cursor", "", "items nextCursor", "" },
        { "get /v1/push/webpush/key", "", "", "", "not_found" },
        { "post /api/push/apns", "", "registration_id device_id user_id active", "", "" },
        { "post /api/push/gcm", "", "registration_id device_id user_id active", "", "" },
        { "put /v1/users/{}", "", Profile, "", "" },
        { "post /v1/users/bulk", "", "", "", "batch_too_large" },
        { "get /v1/users/{}", "", "", "", "not_found" },
        { "delete /v1/users/{}", "", "", "", "not_found" },
        { "get /v1/users/{}/export", "", "", "", "not_found" },
        { "get /v1/users/{}/preferences", "", "", "preferences.category preferences.optedOut preferences.updatedAt preferences.source", "" },
        { "put /v1/users/{}/preferences", "", "", "preferences.category", "" },
        { "get /v1/users/{}/preferences/{}", "", "", "preferences.category preferences.optedOut", "" },
        { "put /v1/users/{}/preferences/{}", "", "optedOut", "", "" },
        { "put /v1/users/{}/reminders/{}", "", "title body link dueAt recurrence", "id key title body link dueAt recurrence nextAt told doneAt", "not_found state_conflict payload_too_large" },
        { "get /v1/users/{}/reminders", "state limit cursor", "", "items.key nextCursor", "not_found" },
        { "get /v1/users/{}/reminders/{}", "", "", "id key", "not_found" },
        { "post /v1/users/{}/reminders/{}/done", "", "dueAt", "dueAt nextAt doneAt", "not_found" },
        { "delete /v1/users/{}/reminders/{}", "", "", "", "not_found" },
        { "get /v1/push/users/{}/preferences", "", "", "preferences.category preferences.optedOut preferences.updatedAt preferences.source", "" },
        { "put /v1/push/users/{}/preferences/{}", "", "optedOut", "", "" },
        { "post /v1/segments", "", "name expression", "id", "validation_failed" },
        { "get /v1/segments", "limit cursor", "", "items nextCursor", "" },
        { "put /v1/segments/{}", "", "name expression", "", "not_found" },
        { "delete /v1/segments/{}", "", "", "", "not_found" },
        { "post /v1/audience/count", "", "expression", "matched reachable excluded.reason excluded.count sample", "validation_failed" },
        { "post /v1/events", "", "id name kind timestamp sessionId userId deviceId level error breadcrumbs.type breadcrumbs.data props", "", "batch_too_large" },
        { "get /v1/events/{}", "", "", "", "not_found" },
        { "post /v1/campaigns", "", "name send variants.name variants.weight variants.title variants.body variants.template holdoutPercent idempotencyKey", "id name state", "invalid_target unknown_segment unknown_template payload_too_large" },
        { "get /v1/campaigns", "state limit cursor", "", "items nextCursor", "" },
        { "get /v1/campaigns/{}", "", "", "id name state send variants.name variants.notificationId holdoutPercent startAt matched startedAt finishedAt", "not_found" },
        { "patch /v1/campaigns/{}", "", "name send variants holdoutPercent", "id", "not_found state_conflict" },
        { "delete /v1/campaigns/{}", "", "", "", "not_found state_conflict" },
        { "get /v1/campaigns/{}/estimate", "", "", "matched", "not_found" },
        { "post /v1/campaigns/{}/test-send", "", "devices variant", "tests.variant tests.notificationId tests.deliveries", "not_found unknown_device" },
        { "post /v1/campaigns/{}/start", "", "expectedMatched startAt", "id state", "not_found state_conflict" },
        { "post /v1/campaigns/{}/pause", "", "", "id state", "not_found state_conflict" },
        { "post /v1/campaigns/{}/resume", "", "", "id state", "not_found state_conflict" },
        { "post /v1/campaigns/{}/cancel", "", "", "id state", "not_found state_conflict" },
        { "post /v1/campaigns/{}/clone", "", "", "id state", "not_found" },
        { "get /v1/campaigns/{}/report", "", "", "funnel.audience funnel.sent funnel.confirmed funnel.opened funnel.acted suppressed.reason suppressed.count providers.provider variants.name variants.opened.low variants.opened.high verdict.code verdict.words", "not_found" },
        { "get /v1/campaigns/{}/downstream", "", "", "eventCount errorCount distinctSessions timeToFirstEventSecs conversions.name", "not_found" },
        { "post /v1/templates", "", "", "id", "state_conflict" },
        { "post /v1/templates/{}/versions", "", "", "", "not_found" },
        { "post /v1/templates/{}/render", "", "variables locale", "", "not_found" },
        { "post /v1/templates/{}/lint", "", "", "", "not_found" },
        { "post /v1/webhooks", "", "url events", "id secret", "endpoint_not_allowed" },
        { "post /v1/webhooks/{}/test", "", "", "", "not_found" },
        { "post /v1/webhooks/{}/rotate", "", "", "secret", "not_found" },
        { "get /v1/webhooks/{}/deliveries", "limit cursor", "", "items nextCursor", "not_found" },
        { "post /v1/webhooks/{}/deliveries/{}/replay", "", "", "", "not_found state_conflict" },
        {
            "get /v1/projects/{}/push/health", "", "",
            """
            windowSecs thresholdRatio providers.provider providers.state providers.invalidRate providers.inWindowTotal providers.autoThrottle providers.safetyMarginPct providers.quarantinedUntil
            providers.inFlight providers.tokens.project providers.tokens.provider providers.latencyMs.p50 providers.latencyMs.p99 providers.lastError providers.credential.state providers.credential.expiresAt
            """,
            "not_found"
        },
        { "get /v1/projects/{}/policy", "", "", "caps.most caps.minutes caps.category caps.then", "not_found" },
        { "post /v1/projects/{}/policy/replay", "", "caps.most", "looked of before.sent before.delayed after.merged after.suppressed changed reasons.outcome reasons.reason people.userId people.changes.deliveryId notReplayed", "not_found state_conflict" },
        { "put /v1/projects/{}/policy", "", "caps.most caps.minutes caps.category caps.then", "", "not_found" },
        { "post /v1/projects/{}/push/credentials", "", "provider config secret activate", "id provider version state fingerprint probe.verdict probe.code probe.detail probe.at", "validation_failed" },
        { "get /v1/projects/{}/push/credentials", "", "", "", "not_found" },
        { "post /v1/projects/{}/push/credentials/{}/probe", "", "", "", "not_found" },
        { "post /v1/projects/{}/push/credentials/{}/activate", "", "force", "", "verdict_says_no" },
        { "delete /v1/projects/{}/push/credentials/{}", "", "", "", "not_found" },
        { "get /v1/projects/{}/push/sends", "status provider campaign category device user ack from to q limit cursor", "", "items nextCursor", "not_found" },
        { "get /v1/projects/{}/stats", "", "", "", "not_found" },
        { "get /v1/projects/{}/audit", "limit cursor", "", "items nextCursor", "not_found" },
        { "get /v1/projects/{}/jobs", "", "", "", "not_found" },
        { "get /v1/projects/{}/deadletters", "reason provider campaign device from to q limit cursor", "", "items nextCursor", "not_found" },
        { "post /v1/projects/{}/deadletters/replay", "", "ids filter maxPerSecond", "", "not_found" },
        { "post /v1/projects/{}/deadletters/discard", "", "ids filter", "", "not_found" },
        { "post /--/api/v2/push/send", "", "", "data.status data.id", "" },
        { "post /--/api/v2/push/getReceipts", "", "ids", "data", "" },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public async Task It_is_in_the_published_document(string route, string query, string body, string answer, string codes)
    {
        var document = await DocumentAsync();
        var operation = Operation(document, route);
        Assert.True(operation is not null, $"{route} is not there");
        var queries = (operation["parameters"]?.AsArray() ?? []).Where(p => p!["in"]!.GetValue<string>() == "query").Select(p => p!["name"]!.GetValue<string>());
        Assert.Empty(Words(query).Except(queries));
        var missing = Words(body).Where(field => !Has(document, Schema(operation["requestBody"]), field)).Select(field => $"body {field}").ToList();
        var success = operation["responses"]!.AsObject().First(r => r.Key[0] == '2').Value;
        missing.AddRange(Words(answer).Where(field => !Has(document, Schema(success), field)).Select(field => $"answer {field}"));
        var told = string.Concat(operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5').Select(r => r.Value!["description"]!.GetValue<string>()));
        missing.AddRange(Words(codes).Where(code => !told.Contains($"{code}: ", StringComparison.Ordinal)).Select(code => $"code {code}"));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task The_table_bites()
    {
        var document = await DocumentAsync();
        Assert.Null(Operation(document, "get /v1/nowhere"));
        var send = Schema(Operation(document, "post /v1/push/send")!["requestBody"]);
        Assert.True(Has(document, send, "options.actions.isTextInput"));
        Assert.False(Has(document, send, "options.actions.isNowhere"));
        Assert.False(Has(document, send, "options.priority.deeper"));
    }

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await hub.Client.GetStringAsync("/openapi/v1.json"))!;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    // Names of path parameters are nobody's promise.
    private static JsonNode? Operation(JsonNode document, string route)
    {
        var (verb, path) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return document["paths"]!.AsObject().Where(p => System.Text.RegularExpressions.Regex.Replace(p.Key, @"\{[^}]*\}", "{}") == path).Select(p => p.Value![verb]).FirstOrDefault();
    }

    private static JsonNode? Schema(JsonNode? holder) => holder?["content"]?["application/json"]?["schema"];

    private static bool Has(JsonNode document, JsonNode? schema, string field)
    {
        var at = field.Split('.').Aggregate((IReadOnlyList<JsonNode>)[.. Forms(document, schema)], (forms, name) =>
            [.. forms.SelectMany(form => Forms(document, form["properties"]?[name]))]);
        return at.Count > 0;
    }

    // What a schema may stand for: itself, what it refers to, one of several, the items of a list.
    private static IEnumerable<JsonNode> Forms(JsonNode document, JsonNode? schema)
    {
        if (schema is null)
        {
            yield break;
        }
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            foreach (var form in Forms(document, document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]))
            {
                yield return form;
            }
            yield break;
        }
        yield return schema;
        foreach (var inner in new[] { schema["items"] }.Concat(new[] { "oneOf", "anyOf", "allOf" }.SelectMany(word => schema[word]?.AsArray() ?? [])))
        {
            foreach (var form in Forms(document, inner))
            {
                yield return form;
            }
        }
    }
}

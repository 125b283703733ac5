namespace NotifyHub.Api.OpenApi;

// Types and templates.
internal static partial class Examples
{
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
}

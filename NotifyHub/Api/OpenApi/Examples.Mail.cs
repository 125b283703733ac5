namespace NotifyHub.Api.OpenApi;

// Mail.
internal static partial class Examples
{
    public const string MailFeedback = """{ "events": [{ "type": "bounce", "address": "gone@example.com", "permanent": true, "code": "5.1.1" }, { "type": "complaint", "address": "ada@example.com" }] }""";

    public const string MailFeedbackTaken = """{ "bounces": 1, "complaints": 1, "ignored": 0 }""";

    public const string SuppressionPage = """{ "items": [{ "id": "sup_0000000000001", "domain": "example.com", "reason": "hard_bounce", "code": "5.1.1", "createdAt": "2026-06-11T08:00:00.000Z" }], "nextCursor": null }""";
}

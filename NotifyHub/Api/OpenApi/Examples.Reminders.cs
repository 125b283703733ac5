namespace NotifyHub.Api.OpenApi;

// Tasks of which people are reminded.
internal static partial class Examples
{
    public const string ReminderDraft = """
        { "title": "Hand in the tax return", "body": "Form 17 and its annex.", "link": "/tasks/17", "dueAt": "2026-06-30T16:00:00Z", "recurrence": "yearly" }
        """;

    public const string Reminder = """
        {
          "id": "rem_06zepjbx00fw2", "key": "tax-2026", "title": "Hand in the tax return", "body": "Form 17 and its annex.", "link": "/tasks/17", "dueAt": "2026-06-30T16:00:00.000Z", "recurrence": "yearly",
          "nextAt": "2026-06-16T07:00:00.000Z", "told": 1, "doneAt": null, "createdAt": "2026-05-11T08:00:00.000Z", "updatedAt": "2026-05-11T08:00:00.000Z"
        }
        """;

    public const string ReminderPage = $$"""{ "items": [{{Reminder}}], "nextCursor": null }""";

    public const string ReminderDone = """{ "dueAt": "2026-06-30T16:00:00Z" }""";
}

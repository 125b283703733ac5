namespace NotifyHub.Components.Pages.SandboxPhones;

/// <summary>Something that an app would tell people, ready to be raised by a button.</summary>
/// <param name="Type">Key of a built-in type.</param>
/// <param name="Button">What the button says.</param>
/// <param name="Title">First line.</param>
/// <param name="Body">The text.</param>
/// <param name="Link">Where it leads.</param>
public sealed record SampleEvent(string Type, string Button, string Title, string Body, string Link)
{
    /// <summary>A task, of which one is reminded: how long from now it is due, less than nothing for one that should be done. Null for what is told at once.</summary>
    public TimeSpan? DueIn { get; init; }

    /// <summary>The task's name in the app.</summary>
    public string Key => $"sandbox-{Type}";
}

/// <summary>One for each built-in type that is sent to people.</summary>
public static class SampleProducers
{
    public static IReadOnlyList<SampleEvent> All { get; } =
    [
        new("issue.new", "Issue found", "Checkout fails for 3 % of orders", "NullReferenceException in CartTotals, first seen two minutes ago in version 4.2.0.", "/sends"),
        new("feedback.new", "Feedback", "“Love the new dark mode”", "Grace wrote from her Pixel: the contrast is just right at night.", "/people"),
        new("questionnaire.response_new", "Questionnaire answered", "A new answer to “How was your stay?”", "Nine of ten, and a note about the breakfast.", "/people"),
        new("job.completed", "Job finished", "Export finished", "12,480 rows in three files are ready.", "/sends"),
        new("app.rating_changed", "Rating changed", "4.6 stars, up from 4.5", "Eleven new ratings in the store since yesterday.", "/"),
        new("app.review_new", "New review", "Five stars: “It just works”", "From Austria, for version 4.2.0.", "/"),
        new("task.due_soon", "Task due", "Renew the certificate", "The new one must be in place before the old one ends.", "/providers") { DueIn = TimeSpan.FromDays(1) },
        new("task.overdue", "Task overdue", "Rotate the signing key", "The old one was to be taken out of use.", "/providers") { DueIn = TimeSpan.FromDays(-2) },
    ];
}

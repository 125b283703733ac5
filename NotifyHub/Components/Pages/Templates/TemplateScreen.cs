namespace NotifyHub.Components.Pages.Templates;

/// <summary>Where a preview pretends to be.</summary>
/// <param name="Name">Of the tab.</param>
/// <param name="Css">Class of its look.</param>
/// <param name="Buttons">How many buttons it shows.</param>
internal sealed record TemplateScreen(string Name, string Css, int Buttons)
{
    public static IReadOnlyList<TemplateScreen> All { get; } =
        [new("iPhone", "ios", 4), new("Android", "android", 3), new("Browser", "web", 2), new("E-mail", "mail", 0), new("Inbox", "inbox", 0)];

    public bool IsMail => Css == "mail";

    public bool IsInbox => Css == "inbox";

    public bool ShowsSubtitle => Css == "ios";
}

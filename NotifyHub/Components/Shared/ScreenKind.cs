namespace NotifyHub.Components.Shared;

/// <summary>Where a preview pretends to be.</summary>
/// <param name="Name">Of the tab.</param>
/// <param name="Css">Class of its look.</param>
/// <param name="Buttons">How many buttons it shows.</param>
public sealed record ScreenKind(string Name, string Css, int Buttons)
{
    /// <summary>Phones, browser, mail and inbox.</summary>
    public static IReadOnlyList<ScreenKind> All { get; } =
        [new("iPhone", "ios", 4), new("Android", "android", 3), new("Browser", "web", 2), new("E-mail", "mail", 0), new("Inbox", "inbox", 0)];

    /// <summary>A mail program.</summary>
    public bool IsMail => Css == "mail";

    /// <summary>The inbox of the dashboard or of an app.</summary>
    public bool IsInbox => Css == "inbox";

    /// <summary>Has a second line.</summary>
    public bool ShowsSubtitle => Css == "ios";

    /// <summary>Those that show a push.</summary>
    public static IReadOnlyList<ScreenKind> Push { get; } = [.. All.Where(screen => !screen.IsMail && !screen.IsInbox)];
}

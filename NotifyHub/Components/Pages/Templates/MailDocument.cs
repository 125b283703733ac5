namespace NotifyHub.Components.Pages.Templates;

/// <summary>
/// A mail's HTML for a frame without scripts, forms and origin (sandbox=""). The policy inside is the second lock: whatever the mail holds, it fetches pictures and nothing else.
/// </summary>
internal static class MailDocument
{
    private const string Policy = "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'";

    public static string Of(string html, bool dark) =>
        $"<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\"><meta name=\"referrer\" content=\"no-referrer\">"
        + $"<meta name=\"color-scheme\" content=\"{(dark ? "dark" : "light")}\"></head>{html}";
}

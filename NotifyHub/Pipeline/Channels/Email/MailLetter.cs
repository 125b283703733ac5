using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>Where a reader says what they want.</summary>
/// <param name="Unsubscribe">One gets no more of it there.</param>
/// <param name="Preferences">One's own choices are there.</param>
public sealed record MailLinks(string Unsubscribe, string Preferences);

/// <summary>A mail's words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">For readers without HTML.</param>
/// <param name="Html">A whole document.</param>
public sealed record MailLetter(string Subject, string Text, string Html)
{
    private const string Style = """
        body{margin:0;background:#f4f5f7;color:#1c2024;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        main{max-width:560px;margin:24px auto;padding:28px;background:#fff;border-radius:12px}
        h1{font-size:20px;line-height:1.3;margin:0 0 12px}p{margin:0 0 16px}img{max-width:100%;border-radius:8px}
        a.go{display:inline-block;padding:10px 18px;border-radius:8px;background:#1d4ed8;color:#fff;text-decoration:none}
        footer{max-width:560px;margin:0 auto 24px;padding:0 28px;font-size:13px;color:#5b6472}footer a{color:#5b6472}
        @media (prefers-color-scheme:dark){body{background:#101214;color:#e8eaed}main{background:#1b1f24}a.go{background:#3b82f6;color:#06101f}footer,footer a{color:#a3acb8}}
        """;

    /// <summary>The mail: a template's words for mail where there are some, else what the message says, which works for every type.</summary>
    /// <param name="message">What is said.</param>
    /// <param name="project">Who says it.</param>
    /// <param name="links">For its foot; null where there is nothing to leave.</param>
    public static MailLetter Of(PushMessage message, string project, MailLinks? links)
    {
        var title = OneLine(message.Mail?.Subject is { Length: > 0 } subject ? subject : message.Title ?? message.Body ?? project);
        var text = message.Mail?.Text is { } own ? $"{Lines(own).TrimEnd()}\r\n\r\n" : Plain(message);
        var html = message.Mail switch
        {
            { Html: { } given } => given.Replace("\0", "", StringComparison.Ordinal),
            { Text: { } only } => $"<p>{Safe(only).ReplaceLineEndings("<br>")}</p>",
            _ => Rich(message, title),
        };
        return new MailLetter(title, $"{text}{Foot(project, links)}", Whole(html, title, FootHtml(project, links)));
    }

    private static string Plain(PushMessage message)
    {
        var text = new StringBuilder();
        foreach (var part in new[] { message.Title, message.Subtitle, message.Body, Link(message) })
        {
            text.Append(part is { Length: > 0 } ? $"{Lines(part)}\r\n\r\n" : "");
        }
        return text.ToString();
    }

    private static string Rich(PushMessage message, string title)
    {
        var html = new StringBuilder($"<h1>{Safe(title)}</h1>");
        foreach (var part in new[] { message.Subtitle, message.Title is null ? null : message.Body })
        {
            html.Append(part is { Length: > 0 } ? $"<p>{Safe(part).ReplaceLineEndings("<br>")}</p>" : "");
        }
        html.Append(message.ImageUrl is { } image && IsWeb(image) ? $"<p><img src=\"{Safe(image)}\" alt=\"\"></p>" : "");
        html.Append(Link(message) is { } link ? $"<p><a class=\"go\" href=\"{Safe(link)}\">Open</a></p>" : "");
        return html.ToString();
    }

    private static string Foot(string project, MailLinks? links) =>
        $"-- \r\n{OneLine(project)}\r\n{(links is null ? "" : $"Unsubscribe: {links.Unsubscribe}\r\nChoose what you get: {links.Preferences}\r\n")}";

    private static string FootHtml(string project, MailLinks? links) =>
        $"<footer><p>{Safe(OneLine(project))}{(links is null ? "" : $" · <a href=\"{Safe(links.Unsubscribe)}\">Unsubscribe</a> · <a href=\"{Safe(links.Preferences)}\">Choose what you get</a>")}</p></footer>";

    // A template's own document keeps its head; what is a part of one gets ours. Either way the foot is in it: nobody is mailed without a way to leave.
    private static string Whole(string html, string title, string foot)
    {
        if (!html.Contains("<html", StringComparison.OrdinalIgnoreCase) && !html.Contains("<body", StringComparison.OrdinalIgnoreCase))
        {
            return $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{Safe(title)}</title><style>{Style}</style></head><body><main>{html}</main>{foot}</body></html>""";
        }
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html + foot : html.Insert(end, foot);
    }

    /// <summary>For a header: no line break or other control character may stand there.</summary>
    internal static string OneLine(string text)
    {
        var plain = string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        return plain.Length <= 200 ? plain : plain[..199] + "…";
    }

    private static string Lines(string text) => text.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\r\n");

    private static string Safe(string text) => WebUtility.HtmlEncode(text.Replace("\0", "", StringComparison.Ordinal));

    private static string? Link(PushMessage message) =>
        new JsonNode?[] { message.Route?["url"], message.Data?["url"] }.OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : null).FirstOrDefault(text => text is not null && IsWeb(text));

    private static bool IsWeb(string text) => text.Length <= 2048 && !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http";
}

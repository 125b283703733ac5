using System.Text;

namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>A message for <c>chat.postMessage</c>: Slack's mrkdwn, in which only &amp;, &lt; and &gt; have to be escaped (docs.slack.dev, Formatting message text).</summary>
internal static class SlackPayload
{
    /// <summary>Longest text that Slack does not cut, in characters; ours is cut far below.</summary>
    public const int MaxBytes = 40_000;

    /// <summary>The JSON body.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(ChatWords words, string? conversation) => PayloadJson.Write(json =>
    {
        if (conversation is not null) json.WriteString("channel", conversation);
        json.WriteString("text", Text(words));
        json.WriteBoolean("mrkdwn", true);
        json.WriteBoolean("unfurl_links", false);
        json.WriteBoolean("unfurl_media", false);
    });

    /// <summary>A heading in bold, the lines, the link.</summary>
    internal static string Text(ChatWords words)
    {
        var text = new StringBuilder();
        // Stars of its own, or a line break, would end the bold.
        if (words.Title is { } title) text.Append('*').Append(Safe(title.Replace('*', '∗').ReplaceLineEndings(" "))).Append('*');
        if (words.Text is { } lines) text.Append(text.Length > 0 ? "\n" : "").Append(Safe(lines));
        if (words.Link is { } link) text.Append("\n<").Append(Safe(link).Replace("|", "%7C", StringComparison.Ordinal)).Append("|Open>");
        return text.ToString();
    }

    private static string Safe(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

using System.Text;

namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>A message for <c>sendMessage</c> in Telegram's HTML (core.telegram.org/bots/api, HTML style).</summary>
internal static class TelegramPayload
{
    /// <summary>4096 characters of UTF-8 after the tags are read; ours is cut far below.</summary>
    public const int MaxBytes = 4 * 4096;

    /// <summary>The JSON body.</summary>
    /// <exception cref="UnrenderableException">The message holds what JSON cannot carry.</exception>
    public static ReadOnlyMemory<byte> Write(PushMessage message, ChatWords words, string? chat) => PayloadJson.Write(json =>
    {
        if (chat is not null) json.WriteString("chat_id", chat);
        json.WriteString("text", Text(words));
        json.WriteString("parse_mode", "HTML");
        json.WriteStartObject("link_preview_options");
        json.WriteBoolean("is_disabled", true);
        json.WriteEndObject();
        if (message.Priority == PushPriority.Low) json.WriteBoolean("disable_notification", true);
    });

    /// <summary>A heading in bold, the lines, the link.</summary>
    internal static string Text(ChatWords words)
    {
        var text = new StringBuilder();
        if (words.Title is { } title) text.Append("<b>").Append(Safe(title)).Append("</b>");
        if (words.Text is { } lines) text.Append(text.Length > 0 ? "\n" : "").Append(Safe(lines));
        if (words.Link is { } link) text.Append("\n<a href=\"").Append(Safe(link)).Append("\">Open</a>");
        return text.ToString();
    }

    // The four entities that Telegram knows by name.
    private static string Safe(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}

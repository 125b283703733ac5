namespace NotifyHub.Pipeline.Providers;

/// <summary>What a message says where people chat, before it is escaped: a heading, lines, where it leads.</summary>
/// <param name="Title">First line; null without one.</param>
/// <param name="Text">The rest; null without any.</param>
/// <param name="Link">A web address; null for none.</param>
internal readonly record struct ChatWords(string? Title, string? Text, string? Link)
{
    // Together well below what chats show in one message, however much of it has to be escaped.
    private const int LongestTitle = 200;
    private const int LongestText = 2500;
    private const int LongestLink = 1000;

    /// <summary>The words of a message; all null when it has nothing to show.</summary>
    public static ChatWords Of(PushMessage message)
    {
        if (message.Silent) return default;
        string?[] lines = [.. new[] { message.Subtitle, message.Body }.Where(line => !string.IsNullOrWhiteSpace(line))];
        return new(Cut(message.Title, LongestTitle), Cut(string.Join('\n', lines), LongestText), LinkOf(message));
    }

    /// <summary>There is something to say.</summary>
    public bool Any => Title is not null || Text is not null;

    /// <summary>Where a message leads, when that is on the web.</summary>
    public static string? LinkOf(PushMessage message) => new[] { message.Route?["url"], message.Data?["url"] }
        .Select(node => node is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<string>(out var text) ? text : null)
        .FirstOrDefault(text => text is { Length: <= LongestLink } && !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http");

    private static string? Cut(string? text, int most)
    {
        var plain = text is null ? null : string.Concat(text.Where(c => c == '\n' || !char.IsControl(c))).Trim();
        return string.IsNullOrEmpty(plain) ? null : TextCut.To(plain, most);
    }
}

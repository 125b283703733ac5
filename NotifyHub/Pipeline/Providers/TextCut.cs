namespace NotifyHub.Pipeline.Providers;

/// <summary>Cuts words to what a vendor shows.</summary>
internal static class TextCut
{
    /// <summary>At most <paramref name="most"/> UTF-16 units; a longer text ends in an ellipsis, and no surrogate pair is torn apart.</summary>
    public static string To(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = most - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}

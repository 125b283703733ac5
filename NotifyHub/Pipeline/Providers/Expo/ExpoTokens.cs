using System.Text.RegularExpressions;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>Expo's push tokens: <c>ExponentPushToken[...]</c>, in newer apps <c>ExpoPushToken[...]</c>.</summary>
internal static partial class ExpoTokens
{
    /// <summary>Whether this reads like one.</summary>
    public static bool Is(string text) => Whole().IsMatch(text);

    /// <summary>A text without the tokens in it: Expo's answers quote them, and whoever knows one can send to its device.</summary>
    public static string Redact(string text) => Anywhere().Replace(text, "${kind}[redacted]");

    [GeneratedRegex(@"^Expo(?:nent)?PushToken\[[^\[\]\s]+\]$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<kind>Expo(?:nent)?PushToken)\[[^\]]*\]?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Anywhere();
}

using System.Buffers.Text;
using System.Security.Cryptography;

namespace NotifyHub.Sandbox.Expo;

/// <summary>Expo's push tokens. A script stands inside the brackets: <c>ExponentPushToken[f503x1-abc]</c>.</summary>
internal static class ExpoToken
{
    private static readonly string[] Forms = ["ExponentPushToken[", "ExpoPushToken["];

    public static string Create() => $"ExponentPushToken[{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16))}]";

    /// <summary>What is between the brackets; null when it is no token.</summary>
    public static string? Inner(string token) =>
        token.EndsWith(']') && Forms.FirstOrDefault(form => token.StartsWith(form, StringComparison.Ordinal)) is { } form && token.Length > form.Length + 1
            ? token[form.Length..^1]
            : null;
}

using System.Text;
using System.Text.Json;

namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>An Expo account: secret <c>{accessToken?}</c>. Without one, anybody who knows a device's token can send to it, and Expo takes it so.</summary>
internal sealed class ExpoCredential
{
    private const string Field = "accessToken";
    private const string Bearer = "Bearer ";
    private const string Needed = "an access token of your Expo account is needed (expo.dev, Account settings, Access tokens), or none";

    private ExpoCredential(string? accessToken) => AccessToken = accessToken;

    /// <summary>What stands after <c>Bearer</c>; null when the project does not ask for one.</summary>
    public string? AccessToken { get; }

    /// <summary>Reads the secret.</summary>
    /// <exception cref="CredentialFormatException">It is something else.</exception>
    public static ExpoCredential Parse(string secretJson)
    {
        var secret = CredentialFields.Read("/secret", secretJson);
        if (secret.TextOrObject(Field) is not { } text) return new(null);
        if (text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) text = text[Bearer.Length..].Trim();
        return WhatElse(text) is { } other ? throw secret.Fault(Field, $"This is {other}; {Needed}.") : new(text);
    }

    /// <summary>Both objects as they are to be stored; the config says whether sends are protected.</summary>
    public CredentialShape AsShape() => new(
        null, null,
        JsonSerializer.Serialize(new { access = AccessToken is null ? "open: no access token" : "by access token" }),
        AccessToken is null ? "{}" : JsonSerializer.Serialize(new { accessToken = AccessToken }),
        AccessToken is null ? "none" : KeyFingerprint.Of(Encoding.UTF8.GetBytes(AccessToken)));

    private static string? WhatElse(string text) =>
        ExpoTokens.Is(text) ? "a device's push token"
        : text.StartsWith('{') ? "a JSON file"
        : text.Contains("PRIVATE KEY", StringComparison.Ordinal) ? "a key file of Apple or Google, which Expo keeps itself"
        : text.Length is < 16 or > 512 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? "no access token: that is one line of 16 to 512 letters, digits, - and _"
        : null;
}

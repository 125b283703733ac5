using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotifyHub.Pipeline.Providers.Slack;

/// <summary>A Slack app in a workspace: secret <c>{botToken}</c>.</summary>
/// <param name="BotToken">xoxb-...</param>
internal sealed partial record SlackCredential(string BotToken)
{
    private const string Needed = "the bot token is needed; it begins with xoxb- (api.slack.com/apps, your app, OAuth & Permissions)";

    /// <summary>Reads it.</summary>
    /// <exception cref="CredentialFormatException">It is another value, or missing.</exception>
    public static SlackCredential Parse(string secretJson)
    {
        var secret = CredentialFields.Read("/secret", secretJson);
        var token = secret.TextOrObject("botToken") ?? throw secret.Fault("botToken", $"The bot token is missing: {Needed}.");
        if (!Form().IsMatch(token)) throw secret.Fault("botToken", $"This is {WhatElse(token)}; {Needed}.");
        return new(token);
    }

    /// <summary>As it is to be stored.</summary>
    public CredentialShape AsShape() => new(null, null, "{}", JsonSerializer.Serialize(new { botToken = BotToken }), KeyFingerprint.Of(Encoding.UTF8.GetBytes(BotToken)));

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => "SlackCredential";

    private static string WhatElse(string text) =>
        text.StartsWith("xoxp-", StringComparison.Ordinal) ? "a user's token"
        : text.StartsWith("xapp-", StringComparison.Ordinal) ? "an app-level token"
        : text.StartsWith("https://hooks.slack.com/", StringComparison.Ordinal) ? "the address of an incoming webhook, which reaches one channel only"
        : text.StartsWith('{') ? "a JSON object"
        : text.Length == 32 && text.All(char.IsAsciiHexDigit) ? "the signing secret or the client secret"
        : "no token of a bot";

    [GeneratedRegex("^xoxb-[A-Za-z0-9-]{10,300}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

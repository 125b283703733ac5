using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotifyHub.Pipeline.Providers.Telegram;

/// <summary>A bot: secret <c>{botToken}</c>.</summary>
/// <param name="BotToken">Its number, a colon, its key. It stands in the path of every call.</param>
internal sealed partial record TelegramCredential(string BotToken)
{
    private const string Needed = "the token that @BotFather gave for the bot is needed, such as 123456789:AAH...";

    /// <summary>Reads it.</summary>
    /// <exception cref="CredentialFormatException">It is another value, or missing.</exception>
    public static TelegramCredential Parse(string secretJson)
    {
        var secret = CredentialFields.Read("/secret", secretJson);
        var token = secret.TextOrObject("botToken") ?? throw secret.Fault("botToken", $"The bot token is missing: {Needed}.");
        // As it stands in addresses.
        if (token.StartsWith("bot", StringComparison.Ordinal)) token = token[3..];
        if (!Form().IsMatch(token)) throw secret.Fault("botToken", $"This is {(token.StartsWith('@') ? "the bot's name" : token.StartsWith('{') ? "a JSON object" : "no bot's token")}; {Needed}.");
        return new(token);
    }

    /// <summary>As it is to be stored.</summary>
    public CredentialShape AsShape() => new(null, null, "{}", JsonSerializer.Serialize(new { botToken = BotToken }), KeyFingerprint.Of(Encoding.UTF8.GetBytes(BotToken)));

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => "TelegramCredential";

    [GeneratedRegex("^[0-9]{4,20}:[A-Za-z0-9_-]{20,100}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Recipes;

/// <summary>The signature that the page on webhooks shows.</summary>
public sealed class WebhookRecipeTests
{
    [Fact]
    public async Task The_message_that_it_shows_is_signed_with_the_secret_that_it_shows()
    {
        var recipe = await File.ReadAllTextAsync(Path.Combine(AppRoot.Find(), "docs", "recipes", "webhooks.md"));
        var secret = Regex.Match(recipe, "\"secret\": \"(whsec_[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        var post = Regex.Match(recipe, "webhook-id: (\\S+)\nwebhook-timestamp: (\\d+)\nwebhook-signature: (\\S+)\n[^\n]*\n\n(.*)\n", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups;
        var (id, at, signature, body) = (post[1].Value, post[2].Value, post[3].Value, post[4].Value);
        Assert.Equal(signature, WebhookSignature.Sign(secret, id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), body));
        // As the recipe's C# does it.
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. Encoding.UTF8.GetBytes(body)];
        var mine = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        Assert.Contains(signature.Split(' '), one => one.StartsWith("v1,", StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(one[3..]), mine));
        Assert.Contains("CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(one[3..]), mine)", recipe, StringComparison.Ordinal);
    }
}

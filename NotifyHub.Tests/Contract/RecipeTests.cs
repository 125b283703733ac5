using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyHub.Security.Egress;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Contract;

/// <summary>The calls of the recipes, as they stand there, against a real hub; and the signature that they show.</summary>
public sealed partial class RecipeTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Theory]
    [InlineData("audience.md", 9)]
    [InlineData("expo.md", 2)]
    [InlineData("web-sites.md", 4)]
    public async Task Its_calls_do_what_it_says(string recipe, int calls)
    {
        var real = await RealIdsAsync();
        var found = Call().Matches((await TextAsync(recipe)).Replace("\\\n", " ", StringComparison.Ordinal));
        Assert.Equal(calls, found.Count);
        foreach (Match call in found)
        {
            var path = Fill(call.Groups["path"].Value);
            var body = call.Groups["body"] is { Success: true, Value: var json } ? new StringContent(Fill(json), Encoding.UTF8, "application/json") : null;
            var method = call.Groups["method"] is { Success: true, Value: var named } ? new HttpMethod(named) : body is null ? HttpMethod.Get : HttpMethod.Post;
            var answer = await hub.Client.CallAsync(method, path, body);
            Assert.True((int)answer.Status < 300, $"{method} {path}: {(int)answer.Status} {answer.Text}");
        }

        string Fill(string text) => real.Aggregate(text, (filled, id) => filled.Replace($"{id.Key}_...", id.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_message_that_it_shows_is_signed_with_the_secret_that_it_shows()
    {
        var recipe = await TextAsync("webhooks.md");
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

    private static Task<string> TextAsync(string recipe) => File.ReadAllTextAsync(Path.Combine(AppRoot.Find(), "docs", "recipes", recipe));

    private async Task<Dictionary<string, string>> RealIdsAsync()
    {
        var sent = await hub.Client.SendAsync(new JsonObject { ["to"] = await hub.Client.NewDeviceAsync(), ["title"] = "x", ["campaignId"] = "spring-sale", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        var kept = await hub.Client.PostAsync("/v1/events", new JsonObject { ["name"] = "x", ["timestamp"] = "2026-06-11T08:00:00Z" });
        var webhook = await hub.Client.PostAsync("/v1/webhooks", new JsonObject { ["url"] = $"{hub.Hub.Sandbox.Addresses.Http.ToString().TrimEnd('/')}/x", ["events"] = new JsonArray("device.retired") });
        Assert.Equal(HttpStatusCode.Created, webhook.Status);
        return new(StringComparer.Ordinal)
        {
            ["dev"] = await hub.Client.NewDeviceAsync(),
            ["dlv"] = sent.Json["tickets"]![0]!["id"]!.GetValue<string>(), ["evt"] = kept.Json["events"]![0]!["id"]!.GetValue<string>(), ["whk"] = webhook.Id,
            ["msg"] = (await hub.Client.PostAsync($"/v1/webhooks/{webhook.Id}/test", new JsonObject())).Id,
        };
    }

    [GeneratedRegex("""^curl (-X (?<method>[A-Z]+) )?"?\$HUB(?<path>[^ "]+)"? [^\n]*?(-d '(?<body>[^']*)')?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}

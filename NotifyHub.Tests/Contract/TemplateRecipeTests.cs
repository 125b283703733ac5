using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Contract;

/// <summary>What docs/recipes/templates.md tells readers to paste is what works.</summary>
public sealed partial class TemplateRecipeTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Its_requests_are_taken_and_its_answers_are_given()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppRoot.Find(), "docs", "recipes", "templates.md"));
        var calls = Call().Matches(text).Select(m => (Path: m.Groups["path"].Value, Body: m.Groups["body"].Value)).ToList();
        Assert.Equal(["/v1/templates", "/v1/push/send"], calls.Select(c => c.Path));
        var made = await hub.Client.PostAsync(calls[0].Path, JsonNode.Parse(calls[0].Body)!);
        Assert.Equal(HttpStatusCode.Created, made.Status);

        var send = JsonNode.Parse(calls[1].Body)!;
        send["to"] = new JsonArray(await hub.Client.NewDeviceAsync(), await hub.Client.NewDeviceAsync("fcm"));
        Assert.Equal(HttpStatusCode.Accepted, (await hub.Client.PostAsync(calls[1].Path, send)).Status);

        send["template"]!["variables"] = new JsonObject();
        var refused = await hub.Client.PostAsync(calls[1].Path, send);
        var told = JsonNode.Parse(Json().Matches(text).Select(m => m.Groups["body"].Value).Single(j => j.Contains("missing_variable", StringComparison.Ordinal)))!;
        Assert.Equal(told["errors"]!.ToJsonString(), refused.Json["errors"]!.ToJsonString());

        var wrong = JsonNode.Parse(calls[0].Body)!;
        (wrong["key"], wrong["locales"]![0]!["push"]!["title"]) = ("other", "Hello {{nome}}");
        var fault = (await hub.Client.PostAsync(calls[0].Path, wrong)).Json["errors"]![0]!;
        Assert.Contains($"\"pointer\": \"{fault["pointer"]}\", \"code\": \"{fault["code"]}\", \"message\": \"{fault["message"]}\"", text, StringComparison.Ordinal);

        foreach (var call in new[] { "render", "lint" })
        {
            Assert.Equal(HttpStatusCode.OK, (await hub.Client.CallAsync(HttpMethod.Post, $"/v1/templates/order-shipped/{call}")).Status);
        }
    }

    [GeneratedRegex(@"curl \$HUB(?<path>/\S+) [^']*'Content-Type: application/json' -d '(?<body>[^']*)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"```json\n(?<body>.*?)\n```", RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();
}

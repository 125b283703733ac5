using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Requests;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>What developers see of their own requests.</summary>
public sealed class RequestLogTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Each_request_is_noted_with_its_answer_and_without_its_words()
    {
        var project = await hub.Hub.NewProjectAsync("Logged");
        var client = hub.Hub.ClientFor(project.ServerKey);
        await client.SendAsync(new JsonObject { ["to"] = "dev_0000000000001", ["title"] = "A secret title" });
        await client.PostTextAsync("/v1/push/send", "{\"to\":");
        await client.PostAsync("/--/api/v2/push/send", new JsonArray(new JsonObject { ["to"] = "ExponentPushToken[secret]", ["title"] = "A secret title" }));
        await hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(project.Id, ApiScopes.Read)).SendAsync(new JsonObject { ["to"] = "dev_0000000000001", ["title"] = "x" });
        await client.ReadAsync("/v1/push/receipts/dlv_0000000000001");
        var noted = hub.Hub.Services.GetRequiredService<RequestLog>().Newest(project.Id);
        Assert.Equal(
        [
            "GET /v1/push/receipts/dlv_0000000000001 404 not_found ",
            "POST /v1/push/send 403 insufficient_scope ",
            """POST /--/api/v2/push/send 200  [{to: "… 25", title: "… 14"}]""",
            "POST /v1/push/send 400 invalid_json {to: … (not JSON, 6 bytes)",
            """POST /v1/push/send 404 unknown_device {to: "dev_0000000000001", title: "… 14"}""",
        ], noted.Select(r => $"{r.Method} {r.Path} {r.Status} {r.Code} {r.Body}"));
        Assert.All(noted, r => Assert.Equal(("test", true), (r.Key, r.RequestId.Length > 0 && r.DurationMs >= 0)));
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Webhooks over the wire, and one whole way: a send, the vendor's twin, and the receiver that hears of it.</summary>
public sealed class WebhookTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    // A place on loopback that the test hub may reach and that answers 404 to whatever it does not know.
    private string Url => $"{hub.Hub.Sandbox.Addresses.Http.ToString().TrimEnd('/')}/nothing-here";

    [Fact]
    public async Task The_secret_is_shown_once()
    {
        var key = Guid.NewGuid().ToString();
        var made = await Api.PostAsync("/v1/webhooks", Body(), key);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.StartsWith("whsec_", made.Json["secret"]!.GetValue<string>(), StringComparison.Ordinal);

        Assert.Null((await Api.ReadAsync($"/v1/webhooks/{made.Id}")).Json["secret"]);
        Assert.DoesNotContain("whsec_", (await Api.ReadAsync("/v1/webhooks")).Text, StringComparison.Ordinal);
        var again = await Api.PostAsync("/v1/webhooks", Body(), key);
        Assert.Equal((made.Id, (string?)null, "true"), (again.Id, again.Json["secret"]?.GetValue<string>(), again.Header("Idempotency-Replayed")));
        var renewed = await Api.PostAsync($"/v1/webhooks/{made.Id}/rotate", new JsonObject { ["overlapHours"] = 1 });
        Assert.NotEqual(made.Json["secret"]!.GetValue<string>(), renewed.Json["secret"]!.GetValue<string>());
        Assert.NotNull(renewed.Json["oldSecretUntil"]);
        await Api.CallAsync(HttpMethod.Delete, $"/v1/webhooks/{made.Id}");
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/webhooks/{made.Id}")).Status);
    }

    [Theory]
    [InlineData("""{"url":"https://10.0.0.1/x","events":["delivery.sent"]}""", "/url:endpoint_not_allowed")]
    [InlineData("""{"url":"http://example.com/x","events":["delivery.sent"]}""", "/url:endpoint_not_allowed")]
    [InlineData("""{"url":"nonsense","events":["delivery.sent"]}""", "/url:endpoint_not_allowed")]
    [InlineData("""{"url":"https://example.com/x","events":[]}""", "/events:required")]
    [InlineData("""{"url":"https://example.com/x","events":["delivery.sent","delivery.eaten"]}""", "/events/1:not_allowed")]
    [InlineData("""{"url":"https://169.254.169.254/latest","events":["x"]}""", "/url:endpoint_not_allowed /events/0:not_allowed")]
    public async Task What_can_t_be_used_is_refused(string body, string faults) =>
        Assert.Equal(faults, string.Join(' ', (await Api.PostTextAsync("/v1/webhooks", body)).Faults));

    [Fact]
    public async Task Only_keys_that_manage_may()
    {
        using var sender = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Send | ApiScopes.Read | ApiScopes.Events));
        Assert.Equal(HttpStatusCode.Forbidden, (await sender.ReadAsync("/v1/webhooks")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await sender.PostAsync("/v1/webhooks", Body())).Status);
    }

    [Fact]
    public async Task A_test_answers_what_came_back_and_the_message_tells_it_again()
    {
        var made = await Api.PostAsync("/v1/webhooks", Body());
        var test = await Api.PostAsync($"/v1/webhooks/{made.Id}/test", new JsonObject());
        Assert.Equal((false, 404, "The receiver answered 404."), (test.Json["delivered"]!.GetValue<bool>(), test.Json["status"]!.GetValue<int>(), test.Json["error"]!.GetValue<string>()));

        var list = await Api.ReadAsync($"/v1/webhooks/{made.Id}/deliveries?state=failed");
        Assert.Equal((test.Id, "webhook.test"), (list.Json["items"]![0]!["id"]!.GetValue<string>(), list.Json["items"]![0]!["event"]!.GetValue<string>()));
        var message = (await Api.ReadAsync($"/v1/webhooks/{made.Id}/deliveries/{test.Id}")).Json;
        Assert.Equal(("webhook.test", 404), (message["body"]!["type"]!.GetValue<string>(), message["attempts"]![0]!["status"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.Accepted, (await Api.CallAsync(HttpMethod.Post, $"/v1/webhooks/{made.Id}/deliveries/{test.Id}/replay")).Status);
        Assert.Equal(["?state:not_allowed"], (await Api.ReadAsync($"/v1/webhooks/{made.Id}/deliveries?state=lost")).Faults);
        await Api.CallAsync(HttpMethod.Delete, $"/v1/webhooks/{made.Id}");
    }

    [Fact]
    public async Task What_a_device_says_and_a_deleted_device_reach_the_receiver()
    {
        await using var receiver = new Alerts.WebhookCatcher();
        await receiver.StartAsync();
        ((NotifyHub.Security.Egress.EgressAllowList)hub.Hub.Services.GetService(typeof(NotifyHub.Security.Egress.EgressAllowList))!).Allow("127.0.0.1", new Uri(receiver.Url).Port);
        var made = await Api.PostAsync("/v1/webhooks", new JsonObject { ["url"] = receiver.Url, ["events"] = new JsonArray("delivery.acked", "delivery.opened", "device.retired", "notification.completed") });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        var device = await Api.NewDeviceAsync();
        var sent = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O"), ["correlationId"] = "evt-991" });
        var delivery = sent.Json["tickets"]![0]!["id"]!.GetValue<string>();
        await Api.PostAsync($"/v1/push/sends/{delivery}/ack", new JsonObject { ["eventType"] = "opened" });
        await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{device}");
        await Api.CallAsync(HttpMethod.Post, $"/v1/notifications/{sent.Json["notificationId"]}/cancel");
        for (var i = 0; i < 4; i++)
        {
            Assert.True(await receiver.Posted.WaitAsync(TimeSpan.FromSeconds(60)), $"only {i} came");
        }

        var heard = receiver.Posts.Select(post => JsonNode.Parse(post.Body)!).ToDictionary(body => body["type"]!.GetValue<string>(), body => body["data"]!);
        Assert.Equal(["delivery.acked", "delivery.opened", "device.retired", "notification.completed"], heard.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((delivery, "evt-991"), (heard["delivery.acked"]["id"]!.GetValue<string>(), heard["delivery.acked"]["correlationId"]!.GetValue<string>()));
        Assert.Equal((device, "deleted"), (heard["device.retired"]["id"]!.GetValue<string>(), heard["device.retired"]["reason"]!.GetValue<string>()));
        Assert.Equal("""{"cancelled":1}""", heard["notification.completed"]["counts"]!.ToJsonString());
        await Api.CallAsync(HttpMethod.Delete, $"/v1/webhooks/{made.Id}");
    }

    private JsonObject Body() => new() { ["url"] = Url, ["events"] = new JsonArray("delivery.sent"), ["description"] = "A test" };
}

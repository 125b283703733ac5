using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Events and impact over the wire.</summary>
public sealed class EventTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task One_event_an_array_and_lines_are_taken()
    {
        Assert.Equal((1, 0), Kept(await Api.PostAsync("/v1/events", Event("one"))));
        Assert.Equal((2, 0), Kept(await Api.PostAsync("/v1/events", new JsonArray(Event("one"), Event("two")))));
        Assert.Equal((2, 0), Kept(await LinesAsync($"{Event("one").ToJsonString()}\r\n\n{Event("two").ToJsonString()}\n")));
        Assert.Equal((0, 1), Kept(await AgainAsync()));

        async Task<ApiAnswer> AgainAsync()
        {
            var id = Guid.NewGuid().ToString();
            await Api.PostAsync("/v1/events", Event("x", id));
            return await Api.PostAsync("/v1/events", Event("x", id));
        }
    }

    [Fact]
    public async Task A_publishable_key_may_report_and_may_not_read()
    {
        using var app = hub.Hub.ClientFor(hub.Other.PublishableKey);
        var answer = await app.PostAsync("/v1/events", Event("x"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ReadAsync($"/v1/events/{answer.Json["events"]![0]!["id"]}")).Status);
    }

    [Fact]
    public async Task A_request_with_a_key_is_done_once_though_its_events_have_no_ids()
    {
        var key = Guid.NewGuid().ToString();
        var body = Event("x");
        var first = await Api.PostAsync("/v1/events", body, key);
        var again = await Api.PostAsync("/v1/events", body, key);
        Assert.Equal(("true", first.Text), (again.Header("Idempotency-Replayed"), again.Text));
    }

    [Fact]
    public async Task All_faults_are_told_with_their_place()
    {
        var answer = await Api.PostTextAsync("/v1/events", """[{"name":"x","timestamp":"2026-06-11T08:00:00"},{"timestamp":"2026-06-11T08:00:00Z","extra":1},{"name":5,"timestamp":"2026-06-11T08:00:00Z"}]""");
        Assert.Equal(["/0/timestamp:wrong_type", "/1/extra:unknown_field", "/2/name:wrong_type"], answer.Faults);
        Assert.Equal(["/name:required"], (await Api.PostTextAsync("/v1/events", """{"timestamp":"2026-06-11T08:00:00Z"}""")).Faults);
        Assert.Equal(["/1/name:required"], (await LinesAsync("{\"name\":\"x\",\"timestamp\":\"2026-06-11T08:00:00Z\"}\n{\"timestamp\":\"2026-06-11T08:00:00Z\"}")).Faults);
        Assert.Contains("Line 2", (await LinesAsync("{\"name\":\"x\",\"timestamp\":\"2026-06-11T08:00:00Z\"}\n{nonsense\n")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(500, HttpStatusCode.OK)]
    [InlineData(501, HttpStatusCode.BadRequest)]
    public async Task A_batch_has_at_most_five_hundred(int count, HttpStatusCode status)
    {
        var answer = await Api.PostAsync("/v1/events", new JsonArray([.. Enumerable.Range(0, count).Select(i => (JsonNode)Event("x"))]));
        Assert.Equal((status, status == HttpStatusCode.OK ? null : "batch_too_large"), (answer.Status, status == HttpStatusCode.OK ? null : answer.Code));
    }

    [Fact]
    public async Task Compressed_and_other_types_are_refused() =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Api.PostTextAsync("/v1/events", Event("x").ToJsonString(), "text/plain")).Status);

    [Fact]
    public async Task From_the_ack_to_the_purchase_and_back()
    {
        var campaign = $"spring-{Guid.NewGuid():n}";
        var sent = await Api.SendAsync(new JsonObject { ["to"] = await Api.NewDeviceAsync(), ["title"] = "Sale", ["campaignId"] = campaign, ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        var delivery = sent.Json["tickets"]![0]!["id"]!.GetValue<string>();
        var before = (await Api.ReadAsync($"/v1/deliveries/{delivery}/downstream")).Json;
        Assert.Equal(("n/a", 0), (before["correlationStatus"]!.GetValue<string>(), before["eventCount"]!.GetValue<int>()));

        await Api.PostAsync($"/v1/push/sends/{delivery}/ack", new JsonObject { ["eventType"] = "opened", ["sessionId"] = "s-1" });
        var buy = Event("order_placed");
        buy["sessionId"] = "s-1";
        var crash = Event("crash");
        (crash["level"], crash["breadcrumbs"]) = ("fatal", new JsonArray(new JsonObject { ["type"] = "push", ["data"] = new JsonObject { ["msgId"] = delivery } }));
        var kept = await Api.PostAsync("/v1/events", new JsonArray(buy, crash));

        var impact = (await Api.ReadAsync($"/v1/deliveries/{delivery}/downstream")).Json;
        Assert.Equal(("ok", 86400, 2, 1, 1), (impact["correlationStatus"]!.GetValue<string>(), impact["windowSecs"]!.GetValue<int>(), impact["eventCount"]!.GetValue<int>(), impact["errorCount"]!.GetValue<int>(), impact["distinctSessions"]!.GetValue<int>()));
        Assert.Equal("""[{"name":"order_placed","count":1}]""", impact["conversions"]!.ToJsonString());
        Assert.NotNull(impact["timeToFirstEventSecs"]);
        var all = (await Api.ReadAsync($"/v1/campaigns/{campaign}/downstream")).Json;
        Assert.Equal((2, 1), (all["eventCount"]!.GetValue<int>(), all["errorCount"]!.GetValue<int>()));
        var back = (await Api.ReadAsync($"/v1/events/{kept.Json["events"]![0]!["id"]}")).Json;
        Assert.Equal((delivery, "session", true), (back["pushes"]![0]!["deliveryId"]!.GetValue<string>(), back["pushes"]![0]!["by"]!.GetValue<string>(), back["pushes"]![0]!["counts"]!.GetValue<bool>()));
    }

    private static JsonObject Event(string name, string? id = null)
    {
        var body = new JsonObject { ["name"] = name, ["timestamp"] = DateTimeOffset.UtcNow.AddMinutes(1).ToString("O") };
        if (id is not null)
        {
            body["id"] = id;
        }
        return body;
    }

    private Task<ApiAnswer> LinesAsync(string text) => Api.CallAsync(HttpMethod.Post, "/v1/events", new StringContent(text, Encoding.UTF8, "application/x-ndjson"));

    private static (int, int) Kept(ApiAnswer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return (answer.Json["accepted"]!.GetValue<int>(), answer.Json["duplicates"]!.GetValue<int>());
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class FeedbackTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task Each_event_counts_once_and_the_first_report_stays()
    {
        var delivery = await DeliveryAsync();
        var earlier = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal("""{"acked":true,"firstAck":true}""", (await AckAsync(delivery, new JsonObject { ["eventType"] = "opened", ["at"] = earlier.ToString("O") })).Text);
        Assert.Equal("""{"acked":true,"firstAck":false}""", (await AckAsync(delivery, new JsonObject { ["eventType"] = "opened", ["sessionId"] = "late" })).Text);
        Assert.Equal("""{"acked":true,"firstAck":true}""", (await AckAsync(delivery, new JsonObject { ["eventType"] = "received" })).Text);

        var shown = (await Api.ReadAsync($"/v1/deliveries/{delivery}")).Json;
        Assert.Equal(["received", "opened"], shown["interactions"]!.AsArray().Select(i => i!["eventType"]!.GetValue<string>()));
        Assert.Null(shown["interactions"]![1]!["sessionId"]);
        Assert.Equal((earlier, earlier), (shown["ackedAt"]!.GetValue<DateTimeOffset>(), shown["openedAt"]!.GetValue<DateTimeOffset>()));
    }

    [Theory]
    [InlineData("""{"eventType":"received"}""", false)]
    [InlineData("""{"eventType":"dismissed"}""", false)]
    [InlineData("""{"eventType":"opened"}""", true)]
    [InlineData("""{"eventType":"action","actionId":"REPLY"}""", true)]
    [InlineData("""{"eventType":"reply","replyText":"Yes"}""", true)]
    public async Task Any_report_proves_receipt_and_some_prove_opening(string report, bool opens)
    {
        var delivery = await DeliveryAsync();
        Assert.Equal(HttpStatusCode.OK, (await Api.PostTextAsync($"/v1/push/sends/{delivery}/ack", report)).Status);
        var receipt = (await Api.ReadAsync($"/v1/push/receipts/{delivery}")).Json;
        Assert.NotNull(receipt["ackedAt"]);
        Assert.Equal(opens, receipt["openedAt"] is not null);
    }

    [Fact]
    public async Task A_clock_that_is_ahead_is_not_believed()
    {
        var delivery = await DeliveryAsync();
        await AckAsync(delivery, new JsonObject { ["eventType"] = "received", ["at"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        var said = (await Api.ReadAsync($"/v1/deliveries/{delivery}")).Json["interactions"]![0]!;
        Assert.Equal(said["receivedAt"]!.GetValue<DateTimeOffset>(), said["at"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task A_clock_that_is_behind_is_not_believed()
    {
        var delivery = await DeliveryAsync();
        await AckAsync(delivery, new JsonObject { ["eventType"] = "opened", ["at"] = "1990-01-01T00:00:00Z" });
        var shown = (await Api.ReadAsync($"/v1/deliveries/{delivery}")).Json;
        Assert.All(
            new[] { shown["ackedAt"], shown["openedAt"], shown["interactions"]![0]!["at"] },
            at => Assert.Equal(shown["createdAt"]!.GetValue<DateTimeOffset>(), at!.GetValue<DateTimeOffset>()));
    }

    [Fact]
    public async Task Unknown_deliveries_are_not_found()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await AckAsync("dlv_0000000000001", new JsonObject { ["eventType"] = "received" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AckAsync("nonsense", new JsonObject { ["eventType"] = "received" })).Status);
    }

    [Theory]
    [InlineData("""{}""", "/eventType:required")]
    [InlineData("""{"eventType":"seen"}""", "/eventType:wrong_type")]
    [InlineData("""{"eventType":"Received"}""", "/eventType:wrong_type")]
    [InlineData("""{"eventType":1}""", "/eventType:wrong_type")]
    [InlineData("""{"eventType":"action"}""", "/actionId:required")]
    [InlineData("""{"eventType":"received","at":"yesterday"}""", "/at:wrong_type")]
    public async Task Reports_that_mean_nothing_are_refused(string body, string fault)
    {
        var delivery = await DeliveryAsync();
        Assert.Equal([fault], (await Api.PostTextAsync($"/v1/push/sends/{delivery}/ack", body)).Faults);
        Assert.Null((await Api.ReadAsync($"/v1/push/receipts/{delivery}")).Json["ackedAt"]);
    }

    [Fact]
    public async Task A_batch_answers_for_each_report()
    {
        var delivery = await DeliveryAsync();
        var answer = await Api.PostAsync("/v1/push/acks", new JsonObject
        {
            ["acks"] = new JsonArray(Item(delivery, "received"), Item("dlv_0000000000001", "received"), Item("nonsense", "opened"), Item(delivery, "received")),
        });
        Assert.Equal(["True True ", "False False not_found", "False False not_found", "True False "],
            answer.Json["results"]!.AsArray().Select(r => $"{r!["acked"]!.GetValue<bool>()} {r["firstAck"]!.GetValue<bool>()} {r["error"]}"));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(500, HttpStatusCode.OK)]
    [InlineData(501, HttpStatusCode.BadRequest)]
    public async Task A_batch_has_at_most_five_hundred(int count, HttpStatusCode status)
    {
        var items = Enumerable.Range(1, count).Select(i => (JsonNode)Item(NotifyHub.Data.Rows.RowId.Format("dlv", i), "received"));
        Assert.Equal(status, (await Api.PostAsync("/v1/push/acks", new JsonObject { ["acks"] = new JsonArray([.. items]) })).Status);
    }

    private static JsonObject Item(string id, string eventType) => new() { ["id"] = id, ["eventType"] = eventType };

    private Task<ApiAnswer> AckAsync(string delivery, JsonObject body) => Api.PostAsync($"/v1/push/sends/{delivery}/ack", body);

    private async Task<string> DeliveryAsync()
    {
        var sent = await Api.SendAsync(new JsonObject { ["to"] = await Api.NewDeviceAsync(), ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        return sent.Json["tickets"]![0]!["id"]!.GetValue<string>();
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class NotificationTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task A_scheduled_notification_is_counted_paged_filtered_and_cancelled()
    {
        var (id, deliveries) = await ScheduleAsync(5);
        var before = await Api.ReadAsync($"/v1/notifications/{id}");
        Assert.Equal(("scheduled", 5, """{"scheduled":5}"""), (before.Json["state"]!.GetValue<string>(), before.Json["recipients"]!.GetValue<int>(), before.Json["counts"]!.ToJsonString()));

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Api.ReadAsync($"/v1/notifications/{id}/deliveries?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.Json["items"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()));
            cursor = page.Json["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        Assert.Equal(deliveries.OrderDescending(StringComparer.Ordinal), seen);
        Assert.Equal(5, await CountAsync("?status=scheduled&provider=apns"));
        Assert.Equal(0, await CountAsync("?status=sent"));
        Assert.Equal(0, await CountAsync("?provider=fcm"));

        var cancelled = await Api.CallAsync(HttpMethod.Post, $"/v1/notifications/{id}/cancel");
        Assert.Equal((5, 0), (cancelled.Json["cancelled"]!.GetValue<int>(), cancelled.Json["tooLate"]!.GetValue<int>()));
        var after = await Api.ReadAsync($"/v1/notifications/{id}");
        Assert.Equal(("cancelled", """{"Cancelled":5}"""), (after.Json["state"]!.GetValue<string>(), after.Json["reasons"]!.ToJsonString()));
        var again = await Api.CallAsync(HttpMethod.Post, $"/v1/notifications/{id}/cancel");
        Assert.Equal((HttpStatusCode.Conflict, "state_conflict"), (again.Status, again.Code));

        async Task<int> CountAsync(string query) => (await Api.ReadAsync($"/v1/notifications/{id}/deliveries{query}")).Json["items"]!.AsArray().Count;
    }

    [Theory]
    [InlineData("?status=SENT", "?status:not_allowed")]
    [InlineData("?provider=pigeon", "?provider:not_allowed")]
    [InlineData("?limit=0", "?limit:out_of_range")]
    [InlineData("?limit=201", "?limit:out_of_range")]
    [InlineData("?limit=ten", "?limit:out_of_range")]
    [InlineData("?cursor=abc", "?cursor:bad_format")]
    [InlineData("?colour=red", "?colour:unknown_field")]
    [InlineData("?status=sent&status=failed", "?status:duplicate_key")]
    public async Task A_query_that_means_nothing_is_refused(string query, string fault)
    {
        var (id, _) = await ScheduleAsync(1);
        var answer = await Api.ReadAsync($"/v1/notifications/{id}/deliveries{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(fault, answer.Faults);
    }

    [Fact]
    public async Task Receipts_come_in_the_order_asked_for_and_unknown_ids_are_named()
    {
        var (_, deliveries) = await ScheduleAsync(3);
        var wanted = deliveries.Reverse().Append("dlv_0000000000001").Append(deliveries[0]);
        var answer = await Api.PostAsync("/v1/push/receipts", new JsonObject { ["ids"] = new JsonArray([.. wanted.Select(d => (JsonNode)d)]) });
        Assert.Equal(deliveries.Reverse(), answer.Json["receipts"]!.AsArray().Select(r => r!["id"]!.GetValue<string>()));
        Assert.Equal("""["dlv_0000000000001"]""", answer.Json["unknown"]!.ToJsonString());
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest)]
    [InlineData(1000, HttpStatusCode.OK)]
    [InlineData(1001, HttpStatusCode.BadRequest)]
    public async Task Up_to_a_thousand_receipts_are_read_at_once(int count, HttpStatusCode status)
    {
        var ids = Enumerable.Range(1, count).Select(i => (JsonNode)NotifyHub.Data.Rows.RowId.Format("dlv", i));
        var answer = await Api.PostAsync("/v1/push/receipts", new JsonObject { ["ids"] = new JsonArray([.. ids]) });
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == HttpStatusCode.OK ? null : "batch_too_large", answer.Json["code"]?.GetValue<string>());
    }

    [Fact]
    public async Task Ids_that_are_none_are_faults()
    {
        var answer = await Api.PostAsync("/v1/push/receipts", new JsonObject { ["ids"] = new JsonArray("dlv_0000000000001", "nonsense") });
        Assert.Equal(["/ids/1:bad_format"], answer.Faults);
    }

    [Fact]
    public async Task A_delivery_shows_its_attempts_and_what_the_device_said()
    {
        var (_, deliveries) = await ScheduleAsync(1);
        await Api.PostAsync($"/v1/push/sends/{deliveries[0]}/ack", new JsonObject { ["eventType"] = "reply", ["replyText"] = "Yes" });
        var shown = await Api.ReadAsync($"/v1/deliveries/{deliveries[0]}");
        Assert.Equal(deliveries[0], shown.Json["id"]!.GetValue<string>());
        Assert.Empty(shown.Json["attempts"]!.AsArray());
        Assert.Equal("Yes", Assert.Single(shown.Json["interactions"]!.AsArray())!["replyText"]!.GetValue<string>());
    }

    private async Task<(string Id, string[] Deliveries)> ScheduleAsync(int devices)
    {
        var to = new JsonArray();
        for (var i = 0; i < devices; i++)
        {
            to.Add(await Api.NewDeviceAsync());
        }
        var sent = await Api.SendAsync(new JsonObject { ["to"] = to, ["title"] = "Later", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        return (sent.Json["notificationId"]!.GetValue<string>(), [.. sent.Json["tickets"]!.AsArray().Select(t => t!["id"]!.GetValue<string>())]);
    }
}

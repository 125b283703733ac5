using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

public sealed class SendTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task A_send_to_one_device_answers_with_its_ticket()
    {
        var device = await Api.NewDeviceAsync();
        var sent = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Hello" });
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Equal(["notificationId", "fanout", "recipients", "tickets"], sent.Json.Select(m => m.Key));
        Assert.Equal("complete", sent.Json["fanout"]!.GetValue<string>());
        Assert.Equal(1, sent.Json["recipients"]!.GetValue<int>());
        var ticket = Assert.Single(sent.Json["tickets"]!.AsArray())!.AsObject();
        Assert.Equal(["id", "device", "status", "providerOutcome", "error", "retryCount", "createdAt", "sentAt"], ticket.Select(t => t.Key));
        Assert.Equal(device, ticket["device"]!.GetValue<string>());
        Assert.Equal("queued", ticket["status"]!.GetValue<string>());
        Assert.Equal((await Api.ReadAsync($"/v1/push/receipts/{ticket["id"]}")).Json["notificationId"]!.GetValue<string>(), sent.Json["notificationId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_device_named_twice_gets_one_ticket_and_the_order_is_kept()
    {
        var (first, second) = (await Api.NewDeviceAsync(), await Api.NewDeviceAsync("fcm"));
        var sent = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray(second, first, second), ["title"] = "Hello" });
        Assert.Equal([second, first], sent.Json["tickets"]!.AsArray().Select(t => t!["device"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_hundred_devices_go_into_one_send_and_a_hundred_and_one_do_not()
    {
        var devices = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            devices.Add(await Api.NewDeviceAsync());
        }
        var all = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray([.. devices.Select(d => (JsonNode)d)]), ["title"] = "Hello" });
        Assert.Equal(HttpStatusCode.Accepted, all.Status);
        Assert.Equal(devices, all.Json["tickets"]!.AsArray().Select(t => t!["device"]!.GetValue<string>()));

        var tooMany = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray([.. devices.Append(devices[0]).Select(d => (JsonNode)d)]), ["title"] = "Hello" });
        Assert.Equal((HttpStatusCode.BadRequest, "batch_too_large"), (tooMany.Status, tooMany.Code));
    }

    [Theory]
    [InlineData("""{ "pigeon": "7" }""")]
    [InlineData("""{ "topic": "news", "user": "7" }""")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("\"somebody\"")]
    [InlineData("\"ntf_01j9x3k2m4n5p\"")]
    [InlineData("[\"dev_short\"]")]
    [InlineData("[[]]")]
    public async Task Other_forms_of_a_target_are_refused_with_the_forms_that_are_known(string to)
    {
        var answer = await Api.SendAsync(new JsonObject { ["to"] = JsonNode.Parse(to), ["title"] = "Hello" });
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_target"), (answer.Status, answer.Code));
        Assert.Contains("array of 1 to 100 device ids", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_devices_and_those_of_another_project_are_not_found_and_each_is_named()
    {
        var mine = await Api.NewDeviceAsync();
        var theirs = await hub.Hub.ClientFor(hub.Other.ServerKey).NewDeviceAsync();
        var one = await Api.SendAsync(new JsonObject { ["to"] = theirs, ["title"] = "Hello" });
        Assert.Equal((HttpStatusCode.NotFound, "unknown_device"), (one.Status, one.Code));

        var many = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray("dev_0000000000001", mine, theirs), ["title"] = "Hello" });
        Assert.Equal((HttpStatusCode.NotFound, "unknown_device"), (many.Status, many.Code));
        Assert.Equal(["/to/0:unknown_device", "/to/2:unknown_device"], many.Faults);
    }

    [Fact]
    public async Task A_retired_device_gets_a_ticket_that_says_so_and_can_be_read_later()
    {
        var device = await Api.NewDeviceAsync();
        await Api.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{device}");
        var sent = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Hello" });
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        var ticket = sent.Json["tickets"]![0]!;
        Assert.Equal(("suppressed", "DeviceRetired"), (ticket["status"]!.GetValue<string>(), ticket["providerOutcome"]!.GetValue<string>()));
        var receipt = await Api.ReadAsync($"/v1/push/receipts/{ticket["id"]}");
        Assert.Equal(("suppressed", "DeviceRetired"), (receipt.Json["status"]!.GetValue<string>(), receipt.Json["reason"]!.GetValue<string>()));
    }

    [Fact]
    public async Task All_faults_are_told_at_once_and_nothing_is_stored()
    {
        var device = await Api.NewDeviceAsync();
        await using var before = hub.Rows();
        var count = await before.Notifications.CountAsync();
        var answer = await Api.SendAsync(new JsonObject
        {
            ["to"] = new JsonArray(device, "nobody"),
            ["title"] = "Hello",
            ["campaignId"] = new string('x', 129),
            ["options"] = new JsonObject { ["ttl"] = -1, ["priority"] = "urgent", ["richMedia"] = new JsonObject { ["imageUrl"] = "http://example.com/a.png" } },
            ["data"] = new JsonObject { ["notifyhub_msg_id"] = "mine" },
        });
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(
            ["/campaignId:too_long", "/data/notifyhub_msg_id:reserved_key", "/options/priority:not_allowed", "/options/richMedia/imageUrl:image_url_not_allowed", "/options/ttl:out_of_range", "/to/1:invalid_target"],
            answer.Faults.Order(StringComparer.Ordinal));
        await using var after = hub.Rows();
        Assert.Equal(count, await after.Notifications.CountAsync());
    }

    public static TheoryData<string, string, string, string> Limits()
    {
        var rows = new TheoryData<string, string, string, string>();
        Text("/campaignId", 128, "too_long");
        Text("/templateId", 128, "too_long");
        Text("/audienceTag", 128, "too_long");
        Text("/preferenceCategory", 64, "too_long");
        Text("/correlationId", 128, "too_long");
        Text("/idempotencyKey", 255, "too_long");
        Text("/options/collapseKey", 64, "too_long");
        Text("/options/category", 64, "too_long");
        rows.Add("/options/collapseKey", Quoted(string.Concat(Enumerable.Repeat("é", 32))), Quoted(string.Concat(Enumerable.Repeat("é", 32)) + "x"), "too_long");
        rows.Add("/options/ttl", "2419200", "2419201", "out_of_range");
        rows.Add("/options/ttl", "0", "-1", "out_of_range");
        rows.Add("/options/badge", "0", "-1", "out_of_range");
        rows.Add("/options/priority", "\"critical\"", "\"URGENT\"", "not_allowed");
        rows.Add("/options/interruptionLevel", "\"timeSensitive\"", "\"time-sensitive\"", "not_allowed");
        rows.Add("/options/channelImportance", "\"max\"", "\"loud\"", "not_allowed");
        rows.Add("/options/richMedia/imageUrl", "\"https://cdn.example.com/a.png\"", "\"http://cdn.example.com/a.png\"", "image_url_not_allowed");
        rows.Add("/options/richMedia/imageUrl", "\"https://cdn.example.com\"", "\"https://user@cdn.example.com\"", "image_url_not_allowed");
        rows.Add("/options/richMedia/imageUrl", "null", "\"javascript:alert(1)\"", "image_url_not_allowed");
        rows.Add("/options/actions", Buttons(4), Buttons(5), "too_many_actions");
        rows.Add("/route", """{"kind":"openPath","path":"/orders"}""", """{"kind":"openPath","path":"orders"}""", "bad_format");
        rows.Add("/route", """{"kind":"none"}""", """{"kind":"openPath"}""", "required");
        rows.Add("/route", """{"kind":"action","type":"buy","payload":{"id":1}}""", """{"kind":"somewhere"}""", "not_allowed");
        rows.Add("/data", """{"aps2":1}""", """{"aps":1}""", "reserved_key");
        rows.Add("/options/apns", """{"aps":{"badge":1}}""", """{"deep":[{"notifyhub_route":1}]}""", "reserved_key");
        rows.Add("/options/huawei", """{"android":{"category":"EXPRESS"}}""", """{"android":{"notifyhub_msg_id":"x"}}""", "reserved_key");
        rows.Add("/options/mipush", """{"notify_id":7}""", """{"notifyhub_msg_id":"x"}""", "reserved_key");
        return rows;

        void Text(string pointer, int max, string code) => rows.Add(pointer, Quoted(new string('x', max)), Quoted(new string('x', max + 1)), code);
        static string Quoted(string text) => $"\"{text}\"";
        static string Buttons(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"id":"b{{i}}","title":"B"}"""))}]";
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task Each_limit_takes_what_is_on_it_and_refuses_what_is_over(string pointer, string on, string over, string code)
    {
        var device = await Api.NewDeviceAsync();
        var fits = await Api.SendAsync(With(device, pointer, on));
        Assert.Equal(HttpStatusCode.Accepted, fits.Status);
        var refused = await Api.SendAsync(With(device, pointer, over));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.Faults, f => f.StartsWith(pointer, StringComparison.Ordinal) && f.EndsWith(":" + code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_FCM_keeps_are_refused_only_where_FCM_is_among_the_targets()
    {
        var (apns, fcm) = (await Api.NewDeviceAsync(), await Api.NewDeviceAsync("fcm"));
        foreach (var key in new[] { "from", "message_type", "google.sent_time", "gcm.n" })
        {
            Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(With(apns, "/data", $$"""{"{{key}}":"x"}"""))).Status);
            Assert.Equal("reserved_key", (await Api.SendAsync(With(fcm, "/data", $$"""{"{{key}}":"x"}"""))).Code);
        }
    }

    [Fact]
    public async Task Something_must_be_shown_unless_the_push_is_silent()
    {
        var device = await Api.NewDeviceAsync();
        Assert.Equal("validation_failed", (await Api.SendAsync(new JsonObject { ["to"] = device })).Code);
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(new JsonObject { ["to"] = device, ["options"] = new JsonObject { ["silent"] = true } })).Status);
        var keyed = new JsonObject { ["to"] = device, ["options"] = JsonNode.Parse("""{"localization":{"titleKey":"T","titleArgs":["42"]}}""") };
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(keyed)).Status);
    }

    [Fact]
    public async Task Localization_keys_alone_are_no_words_where_the_vendor_looks_none_up()
    {
        var options = """{"localization":{"titleKey":"T"}}""";
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(new JsonObject { ["to"] = await Api.NewDeviceAsync("huawei"), ["options"] = JsonNode.Parse(options) })).Status);
        var xiaomi = await Api.NewDeviceAsync("mipush");
        Assert.Equal(["/title:required"], (await Api.SendAsync(new JsonObject { ["to"] = xiaomi, ["options"] = JsonNode.Parse(options) })).Faults);
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(new JsonObject { ["to"] = xiaomi, ["body"] = "Words", ["options"] = JsonNode.Parse(options) })).Status);
    }

    [Theory]
    [InlineData("apns")]
    [InlineData("fcm")]
    [InlineData("webpush")]
    [InlineData("huawei")]
    [InlineData("mipush")]
    public async Task The_translated_payload_is_measured_to_the_byte(string provider)
    {
        var device = await Api.NewDeviceAsync(provider);
        var over = await Filled(5000);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "payload_too_large"), (over.Status, over.Code));
        var (actual, max) = (over.Json["actualBytes"]!.GetValue<int>(), over.Json["maxBytes"]!.GetValue<int>());
        Assert.True(actual > max);
        var fits = 5000 - (actual - max);
        Assert.Equal(HttpStatusCode.Accepted, (await Filled(fits)).Status);
        var oneOver = await Filled(fits + 1);
        Assert.Equal(("payload_too_large", max + 1), (oneOver.Code, oneOver.Json["actualBytes"]!.GetValue<int>()));

        Task<ApiAnswer> Filled(int bytes) => Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["data"] = new JsonObject { ["fill"] = new string('a', bytes) } });
    }

    [Fact]
    public async Task A_send_for_later_is_scheduled_and_one_for_the_past_goes_now()
    {
        var device = await Api.NewDeviceAsync();
        var now = DateTimeOffset.UtcNow;
        Assert.Equal("scheduled", await StatusAt(now.AddHours(1)));
        Assert.Equal("queued", await StatusAt(now.AddHours(-1)));
        Assert.Equal("scheduled", await StatusAt(now.AddDays(400).AddMinutes(-1)));
        var tooFar = await Api.SendAsync(At(now.AddDays(400).AddMinutes(1)));
        Assert.Equal(["/sendAt:out_of_range"], tooFar.Faults);

        JsonObject At(DateTimeOffset time) => new() { ["to"] = device, ["title"] = "Later", ["sendAt"] = time.ToString("O") };
        async Task<string> StatusAt(DateTimeOffset time) => (await Api.SendAsync(At(time))).Json["tickets"]![0]!["status"]!.GetValue<string>();
    }

    [Fact]
    public async Task What_is_stored_is_what_was_asked()
    {
        var device = await Api.NewDeviceAsync();
        var due = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddHours(2).ToUnixTimeMilliseconds());
        var sent = await Api.SendAsync(JsonNode.Parse($$$"""
            {"to":"{{{device}}}","title":"T","body":"B","data":{"n":1},"sendAt":"{{{due:O}}}","campaignId":"c","templateId":"t","audienceTag":"a","preferenceCategory":"p","correlationId":"r",
             "options":{"priority":"high","ttl":60,"collapseKey":"k","badge":0,"interruptionLevel":"critical"},"route":{"kind":"openPath","path":"/x"}}
            """)!);
        await using var rows = hub.Rows();
        Assert.True(RowId.TryParse(RowId.Notification, sent.Json["notificationId"]!.GetValue<string>(), out var id));
        var notification = await rows.Notifications.SingleAsync(n => n.Id == id);
        var delivery = await rows.Deliveries.SingleAsync(d => d.NotificationId == id);
        Assert.Equal(("T", "B", "c", "t", "a", "p", "r", 1), (notification.Title, notification.Preview, notification.CampaignId, notification.TemplateId, notification.AudienceTag, notification.Category, notification.CorrelationId, notification.Recipients));
        Assert.Equal((due, due.AddSeconds(60)), (notification.SendAt, notification.ExpiresAt));
        Assert.NotNull(notification.ApiKeyId);
        Assert.Equal((DeliveryStatus.Scheduled, DeliveryLane.Critical, due, (DateTimeOffset?)due.AddSeconds(60), "k", "c", "t", "p", ProviderKind.Apns),
            (delivery.Status, delivery.Lane, delivery.DueAt, delivery.ExpiresAt, delivery.CollapseKey, delivery.CampaignId, delivery.TemplateId, delivery.Category, delivery.Provider));
        var message = PushMessageJson.Read(notification.Payload);
        Assert.Equal(("T", "B", PushPriority.High, "k", 0, "critical"), (message.Title, message.Body, message.Priority, message.CollapseKey, message.Badge, message.InterruptionLevel));
        Assert.Equal("""{"n":1}""", message.Data!.ToJsonString());
        Assert.Equal("""{"kind":"openPath","path":"/x"}""", message.Route!.ToJsonString());
        Assert.Empty(message.Actions);
    }

    [Theory]
    [InlineData("low", DeliveryLane.Bulk)]
    [InlineData("normal", DeliveryLane.Normal)]
    [InlineData("high", DeliveryLane.High)]
    [InlineData("critical", DeliveryLane.Critical)]
    [InlineData(null, DeliveryLane.Normal)]
    public async Task The_priority_chooses_the_lane(string? priority, DeliveryLane lane)
    {
        var device = await Api.NewDeviceAsync();
        var sent = await Api.SendAsync(With(device, "/options/priority", priority is null ? "null" : $"\"{priority}\""));
        Assert.True(RowId.TryParse(RowId.Delivery, sent.Json["tickets"]![0]!["id"]!.GetValue<string>(), out var id));
        await using var rows = hub.Rows();
        Assert.Equal(lane, (await rows.Deliveries.SingleAsync(d => d.Id == id)).Lane);
    }

    [Fact]
    public async Task A_device_takes_sixty_a_minute_and_a_batch_with_a_full_device_counts_nothing()
    {
        var (full, free) = (await Api.NewDeviceAsync(), await Api.NewDeviceAsync());
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(With(full, "/body", "\"x\""))).Status);
        }
        var over = await Api.SendAsync(With(full, "/body", "\"x\""));
        Assert.Equal((HttpStatusCode.TooManyRequests, "device_rate_limited"), (over.Status, over.Code));
        Assert.InRange(int.Parse(over.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture), 1, 65);

        for (var i = 0; i < 61; i++)
        {
            Assert.Equal("device_rate_limited", (await Api.SendAsync(new JsonObject { ["to"] = new JsonArray(full, free), ["title"] = "x" })).Code);
        }
        Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(With(free, "/body", "\"x\""))).Status);
    }

    private static JsonObject With(string device, string pointer, string json)
    {
        var body = new JsonObject { ["to"] = device, ["title"] = "Hello" };
        var parts = pointer.Split('/')[1..];
        var at = body;
        foreach (var part in parts[..^1])
        {
            at[part] ??= new JsonObject();
            at = at[part]!.AsObject();
        }
        at[parts[^1]] = JsonNode.Parse(json);
        return body;
    }
}

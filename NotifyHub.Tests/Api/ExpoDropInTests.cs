using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Expo's server API in Expo's own shapes. Its published SDK runs against it in NotifyHub.E2E (ExpoSdkTests).</summary>
public sealed class ExpoDropInTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const string Send = "/--/api/v2/push/send", Receipts = "/--/api/v2/push/getReceipts";

    [Fact]
    public async Task One_message_to_one_token_gets_its_ticket_and_an_array_gets_an_array()
    {
        var device = await hub.Client.NewDeviceAsync();
        var one = await hub.Client.PostAsync(Send, Message(Token(device)));
        Assert.Equal((HttpStatusCode.OK, "ok"), (one.Status, one.Json["data"]!["status"]!.GetValue<string>()));
        var listed = await hub.Client.PostAsync(Send, Message(new JsonArray(Token(device))));
        Assert.Equal("ok", Assert.Single(listed.Json["data"]!.AsArray())!["status"]!.GetValue<string>());
        var many = await hub.Client.PostAsync(Send, new JsonArray(Message(Token(device)), Message(new JsonArray(Token(device), Token(device)))));
        var tickets = many.Json["data"]!.AsArray();
        Assert.Equal(["ok", "ok", "ok"], tickets.Select(Status));
        // The same device twice in one message is one delivery.
        Assert.Equal(tickets[1]!["id"]!.GetValue<string>(), tickets[2]!["id"]!.GetValue<string>());
        Assert.NotEqual(tickets[0]!["id"]!.GetValue<string>(), tickets[1]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_message_arrives_in_our_words()
    {
        var device = await hub.Client.NewDeviceAsync();
        var sent = await hub.Client.PostTextAsync(Send, $$"""
            {"to":"{{Token(device)}}","title":"T","subtitle":"S","body":"B","data":{"orderId":"42"},"sound":{"critical":true,"name":null,"volume":1},"ttl":9000000,"priority":"high","interruptionLevel":"time-sensitive",
             "badge":3,"channelId":"orders","icon":"bell","richContent":{"image":"https://cdn.example.com/1.jpg"},"categoryId":"ORDER","mutableContent":true,"collapseId":"order-42","tag":"other","threadId":"t",
             "targetContentId":"w","relevanceScore":0.5,"filterCriteria":"f","contentAvailable":true}
            """);
        var row = await DeliveryAsync(sent.Json["data"]!["id"]!.GetValue<string>());
        await using var db = hub.Rows();
        var payload = JsonNode.Parse((await db.Notifications.SingleAsync(n => n.Id == row.NotificationId)).Payload)!;
        string Is(string name) => payload[name]?.ToJsonString() ?? "absent";
        Assert.Equal(("\"T\"", "\"S\"", "\"B\"", "\"default\"", "3"), (Is("title"), Is("subtitle"), Is("body"), Is("sound"), Is("badge")));
        Assert.Equal(("\"critical\"", "\"orders\"", "\"ORDER\"", "\"t\"", "\"order-42\""), (Is("interruptionLevel"), Is("channelId"), Is("category"), Is("threadIdentifier"), Is("collapseKey")));
        Assert.Equal("""{"payload":{"aps":{"target-content-id":"w","relevance-score":0.5,"filter-criteria":"f"}}}""", Is("apnsOverride"));
        Assert.Equal("""{"android":{"notification":{"icon":"bell"}}}""", Is("fcmOverride"));
        Assert.Equal("""{"icon":"bell","tag":"other"}""", Is("expoOverride"));
        Assert.Equal((DeliveryLane.Critical, TimeSpan.FromDays(28)), (row.Lane, row.ExpiresAt!.Value - row.DueAt));
    }

    [Fact]
    public async Task Data_alone_is_silent_and_a_time_of_expiry_is_a_life()
    {
        var device = await hub.Client.NewDeviceAsync();
        var at = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeMilliseconds() / 1000.0;
        var sent = await hub.Client.PostTextAsync(Send, string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"to":"{{Token(device)}}","data":{"a":1},"_contentAvailable":true,"expiration":{{at}}}"""));
        var row = await DeliveryAsync(sent.Json["data"]!["id"]!.GetValue<string>());
        Assert.InRange((row.ExpiresAt!.Value - row.DueAt).TotalSeconds, 590, 601);
        await using var db = hub.Rows();
        Assert.Contains("\"silent\":true", (await db.Notifications.SingleAsync(n => n.Id == row.NotificationId)).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_Expo_gave_reach_their_devices_and_those_of_nobody_are_told_one_by_one()
    {
        var expo = $"ExponentPushToken[{Guid.NewGuid():N}]";
        Assert.Equal(HttpStatusCode.OK, (await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "expo", ["token"] = expo })).Status);
        var theirs = await hub.Hub.ClientFor(hub.Other.ServerKey).NewDeviceAsync();
        var gone = await hub.Client.NewDeviceAsync();
        await hub.Client.CallAsync(HttpMethod.Delete, $"/v1/push/tokens/{gone}");
        string[] tokens = [expo, Token(theirs), $"ExpoPushToken[{gone}]", "ExponentPushToken[unknown]", "F5741A13-BCDA-434B-A316-5DC0E6FFA94F", "nonsense", Token("dev_0000000000001")];
        var answer = await hub.Client.PostAsync(Send, Message(new JsonArray([.. tokens.Select(token => (JsonNode)token)])));
        var tickets = answer.Json["data"]!.AsArray();
        Assert.Equal(["ok", .. Enumerable.Repeat("error", 6)], tickets.Select(Status));
        for (var i = 1; i < tokens.Length; i++)
        {
            Assert.Equal(("DeviceNotRegistered", tokens[i]), (tickets[i]!["details"]!["error"]!.GetValue<string>(), tickets[i]!["details"]!["expoPushToken"]!.GetValue<string>()));
            Assert.Equal($"\"{tokens[i]}\" is not a registered push notification recipient", tickets[i]!["message"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_message_that_is_too_big_or_one_too_many_spoils_its_own_ticket_only()
    {
        var (big, often) = (await hub.Client.NewDeviceAsync(), await hub.Client.NewDeviceAsync());
        for (var i = 0; i < 6; i++)
        {
            await hub.Client.PostAsync(Send, new JsonArray([.. Enumerable.Range(0, 10).Select(_ => (JsonNode)Message(Token(often)))]));
        }
        var large = Message(Token(big));
        large["data"] = new JsonObject { ["x"] = new string('y', 5000) };
        var answer = await hub.Client.PostAsync(Send, new JsonArray(large, Message(Token(often)), Message(Token(big))));
        Assert.Equal(["MessageTooBig", "MessageRateExceeded", null], answer.Json["data"]!.AsArray().Select(t => t!["details"]?["error"]?.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"to":"X","title":1}""", "\"title\":")]
    [InlineData("""[{"to":"X","title":"a"},{"to":"X","colour":"red"}]""", "\"[1].colour\":")]
    [InlineData("""{"title":"nobody"}""", "\"to\":")]
    [InlineData("""{"to":{"topic":"x"},"title":"a"}""", "to must be an Expo push token")]
    [InlineData("""{"to":[],"title":"a"}""", "to must be an Expo push token")]
    [InlineData("""{"to":["X",1],"title":"a"}""", "to must be an Expo push token")]
    [InlineData("""{"to":"X","title":"a","priority":"urgent"}""", "one of default, normal, high")]
    [InlineData("""{"to":"X","title":"a","sound":{"loud":true}}""", "sound must be")]
    [InlineData("""{"to":"X","title":"a","data":{"notifyhub_msg_id":"x"}}""", "notifyhub_")]
    [InlineData("""{"to":"X","title":"a","richContent":{"image":"http://127.0.0.1/x.jpg"}}""", "https")]
    [InlineData("""{"to":"X","title":"a\u0000b"}""", "NUL")]
    [InlineData("""{"to":"X","title":"a","title":"b"}""", "twice")]
    [InlineData("""[]""", "0 recipients")]
    [InlineData("""[1]""", "must be an object")]
    [InlineData("""nonsense""", "not JSON")]
    public async Task A_wrong_message_refuses_the_request_whole_in_Expos_shape(string body, string says)
    {
        var device = await hub.Client.NewDeviceAsync();
        await using var db = hub.Rows();
        var before = await db.Deliveries.CountAsync();
        var answer = await hub.Client.PostTextAsync(Send, body.Replace("X", Token(device), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(says, Error(answer)["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(Error(answer)["isTransient"]!.GetValue<bool>());
        Assert.Contains(Error(answer)["code"]!.GetValue<string>(), new[] { "VALIDATION_ERROR", "PUSH_TOO_MANY_NOTIFICATIONS" });
        Assert.Equal(before, await db.Deliveries.CountAsync());
    }

    [Fact]
    public async Task A_hundred_recipients_are_taken_and_one_more_is_not()
    {
        var device = await hub.Client.NewDeviceAsync();
        JsonArray To(int count) => [.. Enumerable.Range(0, count).Select(_ => (JsonNode)Token(device))];
        Assert.Equal(100, (await hub.Client.PostAsync(Send, Message(To(100)))).Json["data"]!.AsArray().Count);
        var refused = await hub.Client.PostAsync(Send, new JsonArray(Message(To(100)), Message(To(1))));
        Assert.Equal((HttpStatusCode.BadRequest, "PUSH_TOO_MANY_NOTIFICATIONS"), (refused.Status, Error(refused)["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Keys_are_asked_for_as_Expo_asks_for_access_tokens()
    {
        var body = Message("ExponentPushToken[x]");
        foreach (var (key, status) in new[] { (null, 401), ("nhs_nonsense", 401), (hub.Other.PublishableKey, 403), (await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Read), 403) })
        {
            var answer = await hub.Hub.ClientFor(key).PostAsync(Send, body.DeepClone());
            Assert.Equal((status, "UNAUTHORIZED"), ((int)answer.Status, Error(answer)["code"]!.GetValue<string>()));
        }
        var missing = await hub.Client.PostAsync("/--/api/v2/push/nonsense", body.DeepClone());
        Assert.Equal((405, "METHOD_NOT_ALLOWED"), ((int)missing.Status, Error(missing)["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Packed_bodies_are_read_and_bombs_are_not_unpacked()
    {
        var device = await hub.Client.NewDeviceAsync();
        var good = await PackedAsync(Zip(Encoding.UTF8.GetBytes(Message(Token(device)).ToJsonString())));
        Assert.Equal("ok", good.Json["data"]!["status"]!.GetValue<string>());
        var bomb = Zip(new byte[100 * 1024 * 1024]);
        Assert.True(bomb.Length < 1024 * 1024, $"{bomb.Length}");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var refused = await PackedAsync(bomb);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE"), (refused.Status, Error(refused)["code"]!.GetValue<string>()));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Equal(HttpStatusCode.BadRequest, (await PackedAsync([1, 2, 3])).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PackedAsync([1, 2, 3], "br")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await hub.Client.PostTextAsync(Send, "{}", "text/plain")).Status);
    }

    [Fact]
    public async Task Receipts_tell_of_what_has_ended_and_leave_out_the_rest()
    {
        var device = await hub.Client.NewDeviceAsync();
        var scheduled = (await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") })).Json;
        var waiting = scheduled["tickets"]![0]!["id"]!.GetValue<string>();
        var cancelled = (await hub.Client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") })).Json;
        await hub.Client.PostAsync($"/v1/notifications/{cancelled["notificationId"]}/cancel", new JsonObject());
        var ended = cancelled["tickets"]![0]!["id"]!.GetValue<string>();
        var answer = await hub.Client.PostAsync(Receipts, new JsonObject { ["ids"] = new JsonArray(waiting, ended, "F5741A13-BCDA-434B-A316-5DC0E6FFA94F", "dlv_0000000000001") });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var (id, receipt) = Assert.Single(answer.Json["data"]!.AsObject());
        Assert.Equal((ended, "error", "DeveloperError"), (id, receipt!["status"]!.GetValue<string>(), receipt["details"]!["error"]!.GetValue<string>()));
        var theirs = await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync(Receipts, new JsonObject { ["ids"] = new JsonArray(ended) });
        Assert.Empty(theirs.Json["data"]!.AsObject());
        var most = await hub.Client.PostAsync(Receipts, new JsonObject { ["ids"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)$"{i}")]) });
        Assert.Empty(most.Json["data"]!.AsObject());
        var tooMany = await hub.Client.PostAsync(Receipts, new JsonObject { ["ids"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(i => (JsonNode)$"{i}")]) });
        Assert.Equal((HttpStatusCode.BadRequest, "PUSH_TOO_MANY_RECEIPTS"), (tooMany.Status, Error(tooMany)["code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, DeliveryReason.None, ReceiptState.None, "ok")]
    [InlineData(DeliveryStatus.Sent, DeliveryReason.None, ReceiptState.Ok, "ok")]
    [InlineData(DeliveryStatus.Sent, DeliveryReason.None, ReceiptState.Waiting, null)]
    [InlineData(DeliveryStatus.Sent, DeliveryReason.None, ReceiptState.Unknown, null)]
    [InlineData(DeliveryStatus.Queued, DeliveryReason.None, ReceiptState.None, null)]
    [InlineData(DeliveryStatus.Held, DeliveryReason.ProviderResting, ReceiptState.None, null)]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.TokenDead, ReceiptState.None, "DeviceNotRegistered")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.DeviceRetired, ReceiptState.None, "DeviceNotRegistered")]
    [InlineData(DeliveryStatus.Suppressed, DeliveryReason.PreferenceOptedOut, ReceiptState.None, "DeveloperError")]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.CredentialBad, ReceiptState.None, "InvalidCredentials")]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.RetriesExhausted, ReceiptState.None, "ProviderError")]
    [InlineData(DeliveryStatus.Expired, DeliveryReason.TtlExpired, ReceiptState.None, "ProviderError")]
    [InlineData(DeliveryStatus.Failed, DeliveryReason.Poison, ReceiptState.None, "ExpoError")]
    public void Each_end_has_a_word_that_Expos_clients_know(DeliveryStatus status, DeliveryReason reason, ReceiptState relay, string? expected)
    {
        var receipt = NotifyHub.Api.ExpoDropIn.ExpoTickets.ReceiptOf(new DeliveryTask { Id = 7, DeviceId = 9, Status = status, Reason = reason, Receipt = relay });
        Assert.Equal(expected, receipt?.Details?.Error ?? receipt?.Status);
    }

    private async Task<DeliveryTask> DeliveryAsync(string id)
    {
        Assert.True(RowId.TryParse(RowId.Delivery, id, out var row));
        await using var db = hub.Rows();
        return await db.Deliveries.SingleAsync(d => d.Id == row);
    }

    private async Task<ApiAnswer> PackedAsync(byte[] body, string encoding = "gzip")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        return await hub.Client.CallAsync(HttpMethod.Post, Send, content);
    }

    private static byte[] Zip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(plain);
        }
        return packed.ToArray();
    }

    private static JsonNode Error(ApiAnswer answer) => Assert.Single(answer.Json["errors"]!.AsArray())!;

    private static string Status(JsonNode? ticket) => ticket!["status"]!.GetValue<string>();

    private static string Token(string device) => $"ExponentPushToken[{device}]";

    private static JsonObject Message(JsonNode to) => new() { ["to"] = to, ["title"] = "Shipped", ["body"] = "On its way" };
}

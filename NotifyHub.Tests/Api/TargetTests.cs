using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Every form of <c>to</c>.</summary>
public sealed class TargetTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private const string Later = "2026-12-31T00:00:00Z";
    private static readonly string Hex = new('a', 64);

    private async Task<string> DeviceAsync(string? user = null, string? installation = null, string? hex = null)
    {
        var answer = await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = user, ["installationId"] = installation, ["userFingerprintHex"] = hex });
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Id;
    }

    private Task<ApiAnswer> SendAsync(JsonNode to) => hub.Client.SendAsync(new JsonObject { ["to"] = to, ["title"] = "x", ["sendAt"] = Later });

    private static List<string> Devices(ApiAnswer answer) => [.. answer.Json["tickets"]!.AsArray().Select(t => t!["device"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_person_s_devices_are_found_by_user_users_fingerprint_and_installation()
    {
        var other = await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = "ada", ["installationId"] = "i1", ["userFingerprintHex"] = Hex });
        Assert.Equal(HttpStatusCode.OK, other.Status);
        var (one, two, three) = (await DeviceAsync("ada", "i1"), await DeviceAsync("ada", "i2", Hex), await DeviceAsync("bob", "i3", Hex.ToUpperInvariant()));
        var gone = await DeviceAsync("ada");
        Assert.Equal(HttpStatusCode.NoContent, (await hub.Client.DeleteAsync($"/v1/push/tokens/{gone}")).StatusCode);

        foreach (var (to, expected) in new (JsonNode, string[])[]
        {
            (new JsonObject { ["user"] = "ada" }, [one, two]),
            (new JsonObject { ["users"] = new JsonArray("ada", "bob", "ada", "nobody") }, [one, two, three]),
            (new JsonObject { ["userFingerprintHex"] = Hex.ToUpperInvariant() }, [two, three]),
            (new JsonObject { ["installation"] = "i1" }, [one]),
            (new JsonObject { ["installations"] = new JsonArray("i2", "i3", "i9") }, [two, three]),
        })
        {
            var answer = await SendAsync(to);
            Assert.Equal((HttpStatusCode.Accepted, "complete", expected.Length), (answer.Status, answer.Json["fanout"]!.GetValue<string>(), answer.Json["recipients"]!.GetValue<int>()));
            Assert.Equal(expected.Order(StringComparer.Ordinal), Devices(answer));
            var read = await hub.Client.ReadAsync($"/v1/notifications/{answer.Json["notificationId"]}");
            Assert.Equal(to.ToJsonString(), read.Json["to"]!.ToJsonString());
            Assert.Null(read.Json["fanout"]);
        }
    }

    [Theory]
    [InlineData("""{"user":"nobody"}""")]
    [InlineData("""{"users":["nobody","nobody else"]}""")]
    [InlineData("""{"userFingerprintHex":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}""")]
    [InlineData("""{"installation":"none"}""")]
    [InlineData("""{"topic":"nobody listens"}""")]
    public async Task Nobody_there_is_no_error(string to)
    {
        var answer = await SendAsync(JsonNode.Parse(to)!);
        Assert.Equal((HttpStatusCode.Accepted, "complete", 0, "[]"), (answer.Status, answer.Json["fanout"]!.GetValue<string>(), answer.Json["recipients"]!.GetValue<int>(), answer.Json["tickets"]!.ToJsonString()));
        Assert.Equal("done", (await hub.Client.ReadAsync($"/v1/notifications/{answer.Json["notificationId"]}")).Json["state"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Conflict, (await hub.Client.CallAsync(HttpMethod.Post, $"/v1/notifications/{answer.Json["notificationId"]}/cancel")).Status);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "{}", "/to:invalid_target" },
        { "null", "/to:required" },
        { "7", "/to:invalid_target" },
        { """{"topic":"a","user":"b"}""", "/to:invalid_target" },
        { """{"pigeon":"a"}""", "/to/pigeon:invalid_target" },
        { """{"topic":""}""", "/to/topic:invalid_target" },
        { $$"""{"topic":"{{new string('x', 201)}}"}""", "/to/topic:invalid_target" },
        { """{"topic":["a"]}""", "/to/topic:invalid_target" },
        { """{"user":7}""", "/to/user:invalid_target" },
        { """{"user":"a\u0000b"}""", "/to/user:bad_text" },
        { """{"users":[]}""", "/to/users:invalid_target" },
        { """{"users":"ada"}""", "/to/users:invalid_target" },
        { """{"users":["ada",""]}""", "/to/users/1:invalid_target" },
        { $$"""{"users":[{{string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"u{i}\""))}}]}""", "/to/users:batch_too_large" },
        { $$"""{"installations":[{{string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"u{i}\""))}}]}""", "/to/installations:batch_too_large" },
        { """{"userFingerprintHex":"abc"}""", "/to/userFingerprintHex:invalid_target" },
        { $$"""{"userFingerprintHex":"{{new string('g', 64)}}"}""", "/to/userFingerprintHex:invalid_target" },
        { """{"everyone":false}""", "/to/everyone:invalid_target" },
        { """{"everyone":"yes"}""", "/to/everyone:invalid_target" },
        { """{"segment":"seg_1"}""", "/to/segment:invalid_target" },
        { """{"segment":"seg_0000000000001"}""", "/to/segment:unknown_segment" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_form_that_means_nothing_is_refused_whole(string to, string fault)
    {
        var answer = await hub.Client.PostTextAsync("/v1/push/send", $$"""{"to":{{to}},"title":"x"}""");
        Assert.Equal(fault.EndsWith("unknown_segment", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(fault, answer.Faults);
    }

    [Fact]
    public async Task A_thousand_users_are_one_send()
    {
        var device = await DeviceAsync("u999");
        var answer = await SendAsync(new JsonObject { ["users"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)$"u{i}")]) });
        Assert.Equal([device], Devices(answer));
    }
}

/// <summary>A send to more than are answered with tickets, over the whole app.</summary>
public sealed class LargeTargetTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task A_hundred_are_answered_with_tickets_and_more_are_followed()
    {
        for (var i = 0; i < 100; i++)
        {
            await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = "many" });
        }
        var hundred = await SendAsync("x");
        Assert.Equal(("complete", 100, 100), (hundred.Json["fanout"]!.GetValue<string>(), hundred.Json["recipients"]!.GetValue<int>(), hundred.Json["tickets"]!.AsArray().Count));

        await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "mipush", ["token"] = ApiCalls.NewToken(), ["userId"] = "many" });
        var more = await SendAsync("x", key: "more-1");
        Assert.Equal((HttpStatusCode.Accepted, "running", 0, "[]"), (more.Status, more.Json["fanout"]!.GetValue<string>(), more.Json["recipients"]!.GetValue<int>(), more.Json["tickets"]!.ToJsonString()));
        Assert.Equal(more.Text, (await SendAsync("x", key: "more-1")).Text);
        var id = more.Json["notificationId"]!.GetValue<string>();
        var shown = await UntilAsync(id, "done");
        // Beside the 101 devices, the person is looked at for others that carry their fingerprint.
        Assert.Equal((101, """{"scheduled":101}""", 101, 102L), (shown["recipients"]!.GetValue<int>(), shown["counts"]!.ToJsonString(), shown["fanout"]!["written"]!.GetValue<int>(), shown["fanout"]!["total"]!.GetValue<long>()));
        Assert.Equal("scheduled", shown["state"]!.GetValue<string>());

        // One device of a vendor that objects is enough; a vendor that nobody of the target has does not count.
        Assert.Equal("payload_too_large", (await SendAsync(new string('x', 4200))).Code);
        Assert.Contains("/title:required", (await SendAsync(null, options: new JsonObject { ["localization"] = new JsonObject { ["titleKey"] = "K" } })).Faults);
        await hub.Client.NewDeviceAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("x", data: new JsonObject { ["aps"] = "1" })).Status);

        Assert.Equal(HttpStatusCode.Conflict, (await hub.Client.CallAsync(HttpMethod.Post, $"/v1/notifications/{id}/pause")).Status);
        var cancelled = await hub.Client.CallAsync(HttpMethod.Post, $"/v1/notifications/{id}/cancel");
        Assert.Equal((HttpStatusCode.OK, 101), (cancelled.Status, cancelled.Json["cancelled"]!.GetValue<int>()));
        var after = await UntilAsync(id, "cancelled");
        Assert.Equal(("cancelled", 101, """{"cancelled":101}"""), (after["state"]!.GetValue<string>(), after["fanout"]!["takenBack"]!.GetValue<int>(), after["counts"]!.ToJsonString()));
    }

    private Task<ApiAnswer> SendAsync(string? title, JsonObject? data = null, JsonObject? options = null, string? key = null) =>
        hub.Client.SendAsync(new JsonObject { ["to"] = new JsonObject { ["user"] = "many" }, ["title"] = title, ["data"] = data, ["options"] = options, ["sendAt"] = "2026-12-31T00:00:00Z" }, key);

    private async Task<JsonObject> UntilAsync(string id, string state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var answer = await hub.Client.ReadAsync($"/v1/notifications/{id}");
            if (answer.Json["fanout"]?["state"]?.GetValue<string>() == state)
            {
                return answer.Json;
            }
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}

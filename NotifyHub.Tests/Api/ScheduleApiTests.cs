using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>What is to come, over the API: wall times, rescheduling, schedules.</summary>
public sealed class ScheduleApiTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    // The API refuses what lies too far from the real now, and in every zone this day is still to come.
    private static readonly string DayAfterNext = DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private HttpClient Api => hub.Client;

    [Fact]
    public async Task Each_device_has_the_time_of_its_own_zone_else_of_the_send_s_else_of_the_project_s()
    {
        var person = Guid.NewGuid().ToString("n");
        await Api.CallAsync(HttpMethod.Put, $"/v1/users/{person}", new StringContent("""{"timezone":"Australia/Lord_Howe"}""", System.Text.Encoding.UTF8, "application/json"));
        var devices = new[] { await DeviceAsync("Asia/Tokyo"), await DeviceAsync("America/New_York"), await DeviceAsync(null), await DeviceAsync(null, person) };
        var sent = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray([.. devices.Select(d => (JsonNode)d)]), ["title"] = "x", ["sendAtLocal"] = $"{DayAfterNext}T08:00", ["sendAtZone"] = "Europe/Zurich", ["options"] = new JsonObject { ["ttl"] = 3600 } });
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.All(sent.Json["tickets"]!.AsArray(), ticket => Assert.Equal("scheduled", ticket!["status"]!.GetValue<string>()));

        var dues = await DuesAsync(sent);
        Assert.Equal([Moment("Asia/Tokyo"), Moment("America/New_York"), Moment("Europe/Zurich"), Moment("Australia/Lord_Howe")], devices.Select(d => dues[d].DueAt));
        Assert.All(dues.Values, delivery => Assert.Equal(delivery.DueAt.AddHours(1), delivery.ExpiresAt));
        var whole = await Api.ReadAsync($"/v1/notifications/{sent.Json["notificationId"]}");
        Assert.Equal(Moment("Australia/Lord_Howe"), whole.Json["sendAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task Where_the_wall_time_is_past_it_goes_now()
    {
        var device = await DeviceAsync("Pacific/Kiritimati");
        var sent = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAtLocal"] = "2020-01-01T08:00" });
        Assert.Equal("queued", sent.Json["tickets"]![0]!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("sendAtLocal", "2026-06-11T08:00Z", "/sendAtLocal:bad_format")]
    [InlineData("sendAtLocal", "eight o'clock", "/sendAtLocal:bad_format")]
    [InlineData("sendAtLocal", "2999-01-01T08:00", "/sendAtLocal:out_of_range")]
    [InlineData("sendAtZone", "Europe/Zurich", "/sendAtZone:not_allowed")]
    public async Task Times_that_are_none_are_faults(string field, string value, string fault)
    {
        var answer = await Api.SendAsync(new JsonObject { ["to"] = await Api.NewDeviceAsync(), ["title"] = "x", [field] = value });
        Assert.Contains(fault, answer.Faults);
    }

    [Fact]
    public async Task A_moment_and_a_wall_time_exclude_each_other()
    {
        var answer = await Api.SendAsync(new JsonObject { ["to"] = await Api.NewDeviceAsync(), ["title"] = "x", ["sendAtLocal"] = $"{DayAfterNext}T08:00", ["sendAt"] = "2026-06-11T08:00:00Z", ["sendAtZone"] = "Nowhere" });
        Assert.Equal(["/sendAtLocal:not_allowed", "/sendAtZone:bad_format"], answer.Faults);
    }

    [Fact]
    public async Task What_has_not_begun_moves_and_keeps_its_life()
    {
        var device = await DeviceAsync("Asia/Tokyo");
        var sent = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O"), ["options"] = new JsonObject { ["ttl"] = 3600 } });
        var path = $"/v1/notifications/{sent.Json["notificationId"]}";

        var moved = await PatchAsync(path, $$"""{"sendAt":"{{DayAfterNext}}T12:00:00Z"}""");
        Assert.Equal((HttpStatusCode.OK, 1), (moved.Status, moved.Json["moved"]!.GetValue<int>()));
        var noon = DateTimeOffset.Parse($"{DayAfterNext}T12:00:00Z", CultureInfo.InvariantCulture);
        Assert.Equal((noon, noon.AddHours(1)), ((await DuesAsync(sent))[device].DueAt, (await DuesAsync(sent))[device].ExpiresAt));

        await PatchAsync(path, $$"""{"sendAtLocal":"{{DayAfterNext}}T08:00"}""");
        Assert.Equal(Moment("Asia/Tokyo"), (await DuesAsync(sent))[device].DueAt);
        Assert.Equal(Moment("Asia/Tokyo").AddHours(1), (await Api.ReadAsync(path)).Json["expiresAt"]!.GetValue<DateTimeOffset>());

        Assert.Equal("validation_failed", (await PatchAsync(path, "{}")).Code);
        Assert.Equal("validation_failed", (await PatchAsync(path, """{"sendAt":"2999-01-01T00:00:00Z"}""")).Code);
        await Api.CallAsync(HttpMethod.Post, $"{path}/cancel");
        Assert.Equal((HttpStatusCode.Conflict, "state_conflict"), ((await PatchAsync(path, $$"""{"sendAt":"{{DayAfterNext}}T12:00:00Z"}""")).Status, "state_conflict"));
    }

    [Fact]
    public async Task What_has_begun_does_not_move()
    {
        var sent = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray(await Api.NewDeviceAsync(), await Api.NewDeviceAsync()), ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        Assert.True(RowId.TryParse(RowId.Delivery, sent.Json["tickets"]![0]!["id"]!.GetValue<string>(), out var first));
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(async session => await session.Prepare("update deliveries set status = 10 where id = @id").Bind(first).ExecuteAsync());
        var before = await DuesAsync(sent);
        var answer = await PatchAsync($"/v1/notifications/{sent.Json["notificationId"]}", $$"""{"sendAt":"{{DayAfterNext}}T12:00:00Z"}""");
        Assert.Equal((HttpStatusCode.Conflict, "state_conflict"), (answer.Status, answer.Code));
        Assert.Equal(before.Values.Select(d => d.DueAt), (await DuesAsync(sent)).Values.Select(d => d.DueAt));
    }

    [Fact]
    public async Task What_is_to_come_is_listed_soonest_first_and_paged()
    {
        var project = await hub.Hub.NewProjectAsync("upcoming");
        using var api = hub.Hub.ClientFor(project.ServerKey);
        var device = await api.NewDeviceAsync();
        var ids = new List<string>();
        foreach (var hours in new[] { 30, 10, 20, 10 })
        {
            ids.Add((await api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["sendAt"] = DateTimeOffset.UtcNow.Date.AddDays(2).AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) })).Json["notificationId"]!.GetValue<string>());
        }
        await api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "now" });
        var seen = new List<string>();
        string? cursor = "";
        do
        {
            var page = (await api.ReadAsync($"/v1/notifications/upcoming?limit=1{cursor}")).Json;
            seen.AddRange(page["items"]!.AsArray().Select(i => i!["notificationId"]!.GetValue<string>()));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);
        Assert.Equal([ids[1], ids[3], ids[2], ids[0]], seen);
        await api.CallAsync(HttpMethod.Post, $"/v1/notifications/{ids[1]}/cancel");
        Assert.DoesNotContain(ids[1], (await api.ReadAsync("/v1/notifications/upcoming")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_to_people_is_to_come_too_and_moves_with_its_life()
    {
        var project = await hub.Hub.NewProjectAsync("people to come");
        using var api = hub.Hub.ClientFor(project.ServerKey);
        await api.CallAsync(HttpMethod.Put, "/v1/users/anna", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        var sent = await api.PostAsync("/v1/notifications", new JsonObject { ["to"] = new JsonObject { ["user"] = "anna" }, ["type"] = "issue.new", ["content"] = new JsonObject { ["title"] = "x" }, ["sendAt"] = $"{DayAfterNext}T12:00:00Z" });
        Assert.Contains(sent.Json["notificationId"]!.GetValue<string>(), (await api.ReadAsync("/v1/notifications/upcoming")).Text, StringComparison.Ordinal);

        var path = $"/v1/notifications/{sent.Json["notificationId"]}";
        using var patch = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent($$"""{"sendAt":"{{DayAfterNext}}T18:00:00Z"}""", System.Text.Encoding.UTF8, "application/json") };
        using var moved = await api.SendAsync(patch);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        var read = (await api.ReadAsync(path)).Json;
        Assert.Equal(("scheduled", $"{DayAfterNext}T18:00:00Z"), (read["state"]!.GetValue<string>(), read["sendAt"]!.GetValue<DateTimeOffset>().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        await using var db = hub.Hub.Services.GetRequiredService<HubContexts>().Open(ProjectScope.Of(project.Id));
        Assert.Equal(read["sendAt"]!.GetValue<DateTimeOffset>(), (await db.Fanouts.SingleAsync()).DueAt);
        await api.CallAsync(HttpMethod.Post, $"{path}/cancel");
        Assert.DoesNotContain(sent.Json["notificationId"]!.GetValue<string>(), (await api.ReadAsync("/v1/notifications/upcoming")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_is_made_once_read_listed_changed_and_ended()
    {
        var body = new JsonObject
        {
            ["name"] = "Weekly", ["send"] = new JsonObject { ["to"] = await Api.NewDeviceAsync(), ["title"] = "Good morning" },
            ["every"] = JsonNode.Parse("""{"frequency":"weekly","weekdays":["monday","friday"],"time":"08:30","zone":"Europe/Zurich","count":5}"""),
        };
        var made = await Api.PostAsync("/v1/schedules", body, idempotencyKey: "weekly");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(made.Id, (await Api.PostAsync("/v1/schedules", body, idempotencyKey: "weekly")).Id);
        Assert.Equal(5, made.Json["upcoming"]!.AsArray().Count);
        Assert.All(made.Json["upcoming"]!.AsArray(), at =>
            Assert.Contains(WallClock.At(at!.GetValue<DateTimeOffset>(), WallClock.ZoneOf("Europe/Zurich")).DayOfWeek, new[] { DayOfWeek.Monday, DayOfWeek.Friday }));

        var path = $"/v1/schedules/{made.Id}";
        Assert.Equal("Good morning", (await Api.ReadAsync(path)).Json["send"]!["title"]!.GetValue<string>());
        Assert.Contains(made.Id, (await Api.ReadAsync("/v1/schedules?state=active")).Text, StringComparison.Ordinal);

        var paused = await PatchAsync(path, """{"paused":true,"name":"Later"}""");
        Assert.Equal(("paused", "Later", 0), (paused.Json["state"]!.GetValue<string>(), paused.Json["name"]!.GetValue<string>(), paused.Json["upcoming"]!.AsArray().Count));
        var daily = await PatchAsync(path, """{"paused":false,"every":{"frequency":"daily","time":"09:00"}}""");
        Assert.Equal(("active", "daily"), (daily.Json["state"]!.GetValue<string>(), daily.Json["every"]!["frequency"]!.GetValue<string>()));

        Assert.Equal("cancelled", (await Api.CallAsync(HttpMethod.Post, $"{path}/cancel")).Json["state"]!.GetValue<string>());
        Assert.Equal("state_conflict", (await Api.CallAsync(HttpMethod.Post, $"{path}/cancel")).Code);
        Assert.Equal("state_conflict", (await PatchAsync(path, """{"paused":true}""")).Code);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_schedule_is_told()
    {
        var device = await Api.NewDeviceAsync();
        var answer = await Api.PostAsync("/v1/schedules", JsonNode.Parse($$"""
            {
              "send": { "to": "{{device}}", "title": "x", "sendAt": "2026-06-11T08:00:00Z", "dryRun": true },
              "every": { "frequency": "daily", "interval": 0, "weekdays": ["someday"], "time": "25:00", "zone": "Nowhere", "until": "2020-01-01", "count": 0 }
            }
            """)!);
        Assert.Equal(
            ["/every/count:out_of_range", "/every/interval:out_of_range", "/every/time:bad_format", "/every/until:out_of_range", "/every/weekdays/0:not_allowed", "/every/weekdays:not_allowed", "/every/zone:bad_format", "/send/dryRun:not_allowed", "/send/sendAt:not_allowed"],
            answer.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(["/send:required"], (await Api.PostAsync("/v1/schedules", JsonNode.Parse($$$"""{"send":{"to":"{{{device}}}"},"every":{"frequency":"daily","time":"08:00"}}""")!)).Faults);
        Assert.Equal(["/every:out_of_range"], (await Api.PostAsync("/v1/schedules", JsonNode.Parse($$$"""{"send":{"to":"{{{device}}}","title":"x"},"every":{"frequency":"daily","time":"08:00","from":"2020-01-01","until":"2020-02-01"}}""")!)).Faults);
        Assert.Equal("validation_failed", (await Api.ReadAsync("/v1/schedules?state=ACTIVE")).Code);
    }

    private static DateTimeOffset Moment(string zone)
    {
        Assert.True(WallClock.TryParse($"{DayAfterNext}T08:00", out var wall));
        return WallClock.Moment(wall, WallClock.ZoneOf(zone));
    }

    private async Task<string> DeviceAsync(string? zone, string? person = null) =>
        (await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = ApiCalls.NewToken(), ["timezone"] = zone, ["userId"] = person })).Id;

    private Task<ApiAnswer> PatchAsync(string path, string body) => Api.CallAsync(HttpMethod.Patch, path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private async Task<Dictionary<string, DeliveryTask>> DuesAsync(ApiAnswer sent)
    {
        Assert.True(RowId.TryParse(RowId.Notification, sent.Json["notificationId"]!.GetValue<string>(), out var id));
        await using var db = hub.Rows();
        return await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == id).ToDictionaryAsync(d => RowId.Format(RowId.Device, d.DeviceId));
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.People.Erasing;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.People;

public sealed class ErasureTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task Nothing_personal_is_left_in_any_table_and_what_waits_is_cancelled()
    {
        const string user = "mark-erase", mark = "markerase";
        var print = new string('a', 60) + "e2a5";
        await Api.CallAsync(HttpMethod.Put, $"/v1/users/{user}", Body($$$"""{"name":"{{{mark}}} Name","email":"{{{mark}}}@example.com","traits":{"x":"{{{mark}}}"},"fingerprintHex":"{{{print}}}"}"""));
        var own = await DeviceAsync(new() { ["userId"] = user, ["model"] = mark + " phone", ["metadata"] = new JsonObject { ["m"] = mark } });
        var byPrint = await DeviceAsync(new() { ["userFingerprintHex"] = print });
        var stranger = await Api.NewDeviceAsync();
        await Api.PostAsync("/v1/topics/erase/subscriptions", new JsonObject { ["devices"] = new JsonArray(own), ["users"] = new JsonArray(user) });
        var alone = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray(own, byPrint), ["title"] = mark, ["body"] = mark, ["correlationId"] = mark, ["sendAt"] = Tomorrow });
        var shared = await Api.SendAsync(new JsonObject { ["to"] = new JsonArray(own, stranger), ["title"] = "For all", ["sendAt"] = Tomorrow });
        var (gate, notification) = (hub.Hub.Services.GetRequiredService<NotifyHub.Data.Gate.IWriteGate>(), alone.Json["notificationId"]!.GetValue<string>());
        Assert.True(RowId.TryParse(RowId.Notification, notification, out var message));
        await gate.WriteAsync(session => session.Prepare("insert into notification_contents (notification_id, locale, project_id, payload) values (@id, 'de', @project, @payload)")
            .Bind(message, hub.Hub.ProjectId, $$$"""{"title":"{{{mark}}}"}""").ExecuteAsync());
        var delivery = alone.Json["tickets"]![0]!["id"]!.GetValue<string>();
        await Api.PostAsync($"/v1/push/sends/{delivery}/ack", new JsonObject { ["eventType"] = "reply", ["actionId"] = "REPLY", ["replyText"] = mark });

        await Api.PostAsync("/v1/events", new JsonObject { ["name"] = "x", ["timestamp"] = "2026-01-01T00:00:00Z", ["userId"] = user, ["props"] = new JsonObject { ["m"] = mark } });

        var answer = await Api.CallAsync(HttpMethod.Delete, $"/v1/users/{user}");

        Assert.Equal((HttpStatusCode.Accepted, "finished", 2, 3, 3), (answer.Status, Text(answer, "state"), Number(answer, "devices"), Number(answer, "cancelled"), Number(answer, "deliveries")));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/users/{user}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.CallAsync(HttpMethod.Delete, $"/v1/users/{user}")).Status);
        Assert.Equal(("retired", "erased"), (Text(await Api.ReadAsync($"/v1/push/tokens/{own}"), "status"), Text(await Api.ReadAsync($"/v1/push/tokens/{own}"), "retiredReason")));
        // The tombstone says that something was sent, and not what; what others got too stays.
        Assert.Equal(("cancelled", "Cancelled"), (Text(await Api.ReadAsync($"/v1/push/receipts/{delivery}"), "status"), Text(await Api.ReadAsync($"/v1/push/receipts/{delivery}"), "reason")));
        Assert.Equal("scheduled", Text(await Api.ReadAsync($"/v1/push/receipts/{shared.Json["tickets"]![1]!["id"]}"), "status"));
        Assert.Empty(await TablesWithAsync(mark, user, print));
    }

    [Fact]
    public async Task What_was_begun_is_ended_by_the_job_and_a_user_who_comes_back_meanwhile_keeps_the_new_device()
    {
        var device = await DeviceAsync(new() { ["userId"] = "halfway" });
        await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "secret of halfway", ["sendAt"] = Tomorrow });
        var (gate, ids) = (hub.Hub.Services.GetRequiredService<NotifyHub.Data.Gate.IWriteGate>(), hub.Hub.Services.GetRequiredService<HubIds>());
        var id = ids.Next();
        // As a process leaves it that died right after its first commit.
        await gate.WriteAsync(session => session.Prepare(ErasureSql.Begin).Bind(id, hub.Hub.ProjectId, "halfway", null, "test", DateTimeOffset.UtcNow).ExecuteAsync());
        var slices = hub.Hub.Services.GetRequiredService<ErasureSlices>();
        Assert.True(await slices.NextAsync(hub.Hub.ProjectId, id));
        var back = await DeviceAsync(new() { ["userId"] = "halfway" });

        await hub.Hub.Services.GetRequiredService<JobControl>().RunAsync(ErasureJob.Plan.Name, "test");

        await using var rows = hub.Rows();
        var run = await rows.Erasures.SingleAsync(e => e.Id == id);
        Assert.Equal((true, true, 1, 1, 1), (run.FinishedAt is not null, run.UserId is null, run.Devices, run.Cancelled, run.Deliveries));
        Assert.Equal(("active", "halfway"), (Text(await Api.ReadAsync($"/v1/push/tokens/{back}"), "status"), Text(await Api.ReadAsync($"/v1/push/tokens/{back}"), "userId")));
        Assert.Empty(await TablesWithAsync("secret of halfway"));
    }

    [Fact]
    public async Task Many_deliveries_go_slice_by_slice_and_none_is_counted_twice_by_two_at_once()
    {
        var devices = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            devices.Add(await DeviceAsync(new() { ["userId"] = "many" }));
        }
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            Assert.Equal(HttpStatusCode.Accepted, (await Api.SendAsync(new JsonObject { ["to"] = new JsonArray([.. devices.Take(i % 2 == 0 ? 3 : 1).Select(d => (JsonNode)d)]), ["title"] = "x", ["sendAt"] = Tomorrow })).Status));
        await using var rows = hub.Rows();
        var gate = hub.Hub.Services.GetRequiredService<NotifyHub.Data.Gate.IWriteGate>();
        var id = hub.Hub.Services.GetRequiredService<HubIds>().Next();
        await gate.WriteAsync(session => session.Prepare(ErasureSql.Begin).Bind(id, hub.Hub.ProjectId, "many", null, "test", DateTimeOffset.UtcNow).ExecuteAsync());
        var slices = hub.Hub.Services.GetRequiredService<ErasureSlices>();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => { while (await slices.NextAsync(hub.Hub.ProjectId, id)) { } }));
        var run = await rows.Erasures.SingleAsync(e => e.Id == id);
        Assert.Equal((3, 200, 200), (run.Devices, run.Cancelled, run.Deliveries));
    }

    [Fact]
    public async Task Sends_that_only_named_the_user_forget_the_name_and_what_was_for_nobody_else()
    {
        var print = new string('b', 60) + "e2a6";
        await Api.CallAsync(HttpMethod.Put, "/v1/users/named_1", Body($$"""{"fingerprintHex":"{{print}}"}"""));
        await Api.CallAsync(HttpMethod.Put, "/v1/users/named_12", Body("{}"));
        var ids = new List<string>();
        foreach (var to in new[] { """{"user":"named_1"}""", """{"users":["named_1","named_12"]}""", $$"""{"userFingerprintHex":"{{print}}"}""" })
        {
            // Neither has a device: no delivery leads to these.
            ids.Add((await Api.SendAsync(new JsonObject { ["to"] = JsonNode.Parse(to), ["title"] = "secret of named" })).Json["notificationId"]!.GetValue<string>());
        }
        foreach (var users in new[] { """["named_1"]""", """["named_1","named_12"]""" })
        {
            ids.Add((await Api.PostAsync("/v1/notifications", JsonNode.Parse($$"""{"type":"feedback.new","to":{"users":{{users}}},"content":{"title":"secret of named","body":"x"},"sendAt":"{{Tomorrow}}"}""")!)).Json["notificationId"]!.GetValue<string>());
        }
        foreach (var to in new[] { """{"user":"named_1"}""", """{"users":["named_1","named_12"]}""" })
        {
            Assert.Equal(HttpStatusCode.Created, (await Api.PostAsync("/v1/schedules", JsonNode.Parse($$$"""{"name":"{{{to.Length}}}","send":{"to":{{{to}}},"title":"x"},"every":{"frequency":"daily","time":"08:00"}}""")!)).Status);
        }

        await Api.CallAsync(HttpMethod.Delete, "/v1/users/named_1");

        Assert.Empty(await TablesWithAsync("\"named_1\"", print));
        await using var rows = hub.Rows();
        var numbers = ids.ConvertAll(id => RowId.TryParse(RowId.Notification, id, out var number) ? number : 0);
        var kept = await rows.Notifications.Where(n => numbers.Contains(n.Id)).ToDictionaryAsync(n => n.Id, n => (n.Target, n.Title));
        Assert.Equal(("\"erased\"", (string?)null), kept[numbers[0]]);
        Assert.Equal("""{"users":["named_12"]}""", kept[numbers[1]].Target);
        Assert.Equal(("\"erased\"", (string?)null), kept[numbers[2]]);
        Assert.Equal(("\"erased\"", (string?)null), kept[numbers[3]]);
        Assert.Equal(("""{"users":["named_12"]}""", "secret of named"), kept[numbers[4]]);
        Assert.Equal("""{"users":["named_12"]}""", JsonNode.Parse((await rows.Schedules.SingleAsync(s => s.Send.Contains("named_12"))).Send)!["to"]!.ToJsonString());
        // What is still to be expanded finds nobody where the name was.
        var open = await rows.Fanouts.Where(f => numbers.Contains(f.Id)).ToListAsync();
        Assert.Equal(2, open.Count);
        await Api.CallAsync(HttpMethod.Put, "/v1/users/named_1", Body("{}"));
        foreach (var fanout in open)
        {
            await Api.CallAsync(HttpMethod.Patch, $"/v1/notifications/{RowId.Format(RowId.Notification, fanout.Id)}", Body($$"""{"sendAt":"{{DateTimeOffset.UtcNow:O}}"}"""));
        }
        await hub.Hub.UntilAsync(async () =>
        {
            await using var now = hub.Rows();
            return await now.Fanouts.CountAsync(f => numbers.Contains(f.Id) && f.State == FanoutState.Done) == 2 ? "done" : null;
        });
        Assert.Equal(1, await rows.InboxItems.CountAsync(i => numbers.Contains(i.NotificationId)));
    }

    private static string Tomorrow => DateTimeOffset.UtcNow.AddDays(1).ToString("O");

    private static StringContent Body(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private static string? Text(ApiAnswer answer, string member) => answer.Json[member]?.GetValue<string>();

    private static int Number(ApiAnswer answer, string member) => answer.Json[member]!.GetValue<int>();

    private async Task<string> DeviceAsync(JsonObject device)
    {
        device["provider"] = "apns";
        device["token"] = ApiCalls.NewToken();
        return (await Api.PostAsync("/v1/push/tokens", device)).Id;
    }

    /// <summary>table.column of every text, in any table, that holds one of the words.</summary>
    private async Task<List<string>> TablesWithAsync(params string[] words)
    {
        await using var db = hub.Rows();
        var found = new List<string>();
        await using var connection = await hub.Hub.Services.GetRequiredService<HubEngine>().OpenReadAsync();
        foreach (var type in db.Model.GetEntityTypes())
        {
            foreach (var column in type.GetProperties().Where(p => p.ClrType == typeof(string)).Select(p => p.GetColumnName()))
            {
                foreach (var word in words)
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = $"select 1 from \"{type.GetTableName()}\" where \"{column}\" like '%{word}%' limit 1";
                    if (await command.ExecuteScalarAsync() is not null)
                    {
                        found.Add($"{type.GetTableName()}.{column}");
                    }
                }
            }
        }
        return found;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Campaigns over the API.</summary>
public sealed class CampaignApiTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task A_draft_is_made_changed_listed_cloned_and_deleted()
    {
        var made = await MakeAsync(variants: """[{"name":"A"},{"name":"B","title":"Only today","weight":3}]""", holdout: 12.5);
        Assert.Equal((HttpStatusCode.Created, "draft", 12.5), (made.Status, State(made), made.Json["holdoutPercent"]!.GetValue<double>()));
        Assert.Equal(["A", "B"], made.Json["variants"]!.AsArray().Select(v => v!["name"]!.GetValue<string>()));
        Assert.EndsWith($"/v1/campaigns/{made.Id}", made.Message.Headers.Location!.ToString(), StringComparison.Ordinal);

        var changed = await PatchAsync(made.Id, """{"name":"Autumn","variants":[],"holdoutPercent":0}""");
        Assert.Equal("Autumn", changed.Json["name"]!.GetValue<string>());
        Assert.Equal("A", Assert.Single(changed.Json["variants"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal(changed.Text, (await Api.ReadAsync($"/v1/campaigns/{made.Id}")).Text);

        var copy = await Api.PostAsync($"/v1/campaigns/{made.Id}/clone", new JsonObject());
        Assert.Equal((HttpStatusCode.Created, "Autumn (copy)"), (copy.Status, copy.Json["name"]!.GetValue<string>()));
        var list = (await Api.ReadAsync("/v1/campaigns?state=draft")).Json["items"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()).ToList();
        Assert.Equal(list.Order(StringComparer.Ordinal).Reverse(), list);
        Assert.Contains(copy.Id, list);

        Assert.Equal(HttpStatusCode.NoContent, (await Api.CallAsync(HttpMethod.Delete, $"/v1/campaigns/{made.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/campaigns/{made.Id}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Api.ReadAsync("/v1/campaigns?state=cancelled")).Status);
    }

    [Theory]
    [InlineData("""{"name":" ","send":{"to":{"everyone":true},"title":"x"}}""", "/name:required")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x","sendAt":"2026-12-24T08:00:00Z","campaignId":"c","dryRun":true}}""", "/send/sendAt:not_allowed")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x"},"holdoutPercent":50.01}""", "/holdoutPercent:out_of_range")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x"},"holdoutPercent":1.005}""", "/holdoutPercent:out_of_range")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x"},"variants":[{"name":"A"}]}""", "/variants:out_of_range")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x"},"variants":[{"name":"A"},{"name":"a"}]}""", "/variants/1/name:not_unique")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x"},"variants":[{"name":"A"},{"name":"B","weight":0}]}""", "/variants/1/weight:out_of_range")]
    [InlineData("""{"name":"x","send":{"to":"nobody","title":"x"}}""", "/send/to:invalid_target")]
    [InlineData("""{"name":"x","send":{"to":{"everyone":true},"title":"x"},"variants":[{"name":"A"},{"name":"B","imageUrl":"http://x/y.png"}]}""", "/send/options/richMedia/imageUrl:image_url_not_allowed")]
    public async Task What_is_wrong_with_it_is_said(string body, string fault) => Assert.Contains(fault, (await Api.PostTextAsync("/v1/campaigns", body)).Faults);

    [Fact]
    public async Task Started_once_it_makes_one_send_and_cannot_be_changed()
    {
        var made = await MakeAsync();
        // What is held does not end, so the campaign does not either.
        Assert.True(RowId.TryParse(RowId.Device, made.Json["send"]!["to"]!.GetValue<string>(), out var device));
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session => session.Prepare("update devices set status = @status where id = @id").Bind(DeviceStatus.Quarantined, device).ExecuteAsync());
        var start = $"/v1/campaigns/{made.Id}/start";
        Assert.Equal(1, (await Api.ReadAsync($"/v1/campaigns/{made.Id}/estimate")).Json["matched"]!.GetValue<int>());
        var refused = await Api.PostAsync(start, new JsonObject { ["expectedMatched"] = 100 });
        Assert.Equal((HttpStatusCode.Conflict, "state_conflict", 1), (refused.Status, refused.Code, refused.Json["matched"]!.GetValue<int>()));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Api.PostAsync(start, new JsonObject { ["expectedMatched"] = 1 })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var notification = Assert.Single(answers.Select(answer => answer.Json["variants"]![0]!["notificationId"]!.GetValue<string>()).Distinct());
        await using var db = hub.Rows();
        Assert.Equal(1, await db.Notifications.CountAsync(n => n.CampaignId == made.Id));
        Assert.Equal(made.Id, (await Api.ReadAsync($"/v1/notifications/{notification}")).Json["campaignId"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Conflict, (await PatchAsync(made.Id, """{"name":"x"}""")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await Api.CallAsync(HttpMethod.Delete, $"/v1/campaigns/{made.Id}")).Status);

        Assert.Equal("paused", State(await Api.PostAsync($"/v1/campaigns/{made.Id}/pause", new JsonObject())));
        Assert.Equal("paused", State(await Api.PostAsync($"/v1/campaigns/{made.Id}/pause", new JsonObject())));
        Assert.Equal("running", State(await Api.PostAsync($"/v1/campaigns/{made.Id}/resume", new JsonObject())));
        Assert.Equal("canceled", State(await Api.PostAsync($"/v1/campaigns/{made.Id}/cancel", new JsonObject())));
        Assert.Equal(HttpStatusCode.Conflict, (await Api.PostAsync(start, new JsonObject())).Status);
    }

    [Fact]
    public async Task A_test_sends_each_wording_to_the_testers_and_is_no_part_of_the_campaign()
    {
        var made = await MakeAsync(variants: """[{"name":"A"},{"name":"B","title":"Only today"}]""", holdout: 50);
        var devices = new[] { await Api.NewDeviceAsync(), await Api.NewDeviceAsync() };
        var test = $"/v1/campaigns/{made.Id}/test-send";
        var sent = await Api.PostTextAsync(test, $$"""{"devices":["{{devices[0]}}","{{devices[1]}}"]}""");
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.Equal(["A", "B"], sent.Json["tests"]!.AsArray().Select(one => one!["variant"]!.GetValue<string>()));
        Assert.All(sent.Json["tests"]!.AsArray(), one => Assert.Equal(2, one!["deliveries"]!.AsArray().Count));
        await using var db = hub.Rows();
        Assert.True(RowId.TryParse(RowId.Notification, sent.Json["tests"]![1]!["notificationId"]!.GetValue<string>(), out var second));
        Assert.Equal("Only today", (await db.Notifications.SingleAsync(n => n.Id == second)).Title);
        Assert.Equal(0, await db.Notifications.CountAsync(n => n.CampaignId == made.Id));
        Assert.Equal(0, (await Api.ReadAsync($"/v1/campaigns/{made.Id}/report")).Json["funnel"]!["audience"]!.GetValue<int>());

        var one = await Api.PostTextAsync(test, $$"""{"devices":["{{devices[0]}}"],"variant":"B"}""");
        Assert.Equal("B", Assert.Single(one.Json["tests"]!.AsArray())!["variant"]!.GetValue<string>());
        Assert.Contains("/variant:unknown_variant", (await Api.PostTextAsync(test, $$"""{"devices":["{{devices[0]}}"],"variant":"C"}""")).Faults);
        Assert.Contains("/devices:out_of_range", (await Api.PostTextAsync(test, """{"devices":[]}""")).Faults);
        Assert.Contains("/devices/0:invalid_target", (await Api.PostTextAsync(test, """{"devices":["me"]}""")).Faults);
        Assert.Equal("unknown_device", (await Api.PostTextAsync(test, """{"devices":["dev_01j9x3k2m4n5p"]}""")).Code);
    }

    [Fact]
    public async Task It_completes_by_itself_and_tells_so_once()
    {
        var webhook = await Api.PostAsync("/v1/webhooks", new JsonObject { ["url"] = $"{hub.Hub.Sandbox.Addresses.Http.ToString().TrimEnd('/')}/x", ["events"] = new JsonArray("campaign.completed") });
        var (device, user) = (await Api.NewDeviceAsync(), $"u{Guid.NewGuid():n}");
        await Api.CallAsync(HttpMethod.Patch, $"/v1/push/tokens/{device}", new StringContent($$"""{"userId":"{{user}}"}""", System.Text.Encoding.UTF8, "application/json"));
        await Api.CallAsync(HttpMethod.Put, $"/v1/users/{user}/preferences/deals", new StringContent("""{"optedOut":true}""", System.Text.Encoding.UTF8, "application/json"));
        var made = await Api.PostAsync("/v1/campaigns", new JsonObject { ["name"] = "x", ["send"] = new JsonObject { ["to"] = device, ["title"] = "x", ["preferenceCategory"] = "deals" } });
        await Api.PostAsync($"/v1/campaigns/{made.Id}/start", new JsonObject());
        await hub.Hub.UntilAsync(async () => State(await Api.ReadAsync($"/v1/campaigns/{made.Id}")) == "completed" ? made : null);

        await using var db = hub.Rows();
        var told = Assert.Single(await db.WebhookMessages.AsNoTracking().Where(m => m.Event == (int)FactKind.CampaignCompleted && m.Subject == made.Id).ToListAsync());
        Assert.Equal((made.Id, "campaign.completed"), (JsonNode.Parse(told.Body)!["data"]!["id"]!.GetValue<string>(), JsonNode.Parse(told.Body)!["type"]!.GetValue<string>()));
        var report = (await Api.ReadAsync($"/v1/campaigns/{made.Id}/report")).Json;
        Assert.Equal((1, 1, "PreferenceOptedOut", "notCompared"), (
            report["funnel"]!["audience"]!.GetValue<int>(), report["funnel"]!["suppressed"]!.GetValue<int>(), report["suppressed"]![0]!["reason"]!.GetValue<string>(), report["verdict"]!["code"]!.GetValue<string>()));
        var csv = await Api.ReadAsync($"/v1/campaigns/{made.Id}/report.csv");
        Assert.Equal("text/csv", csv.Message.Content.Headers.ContentType!.MediaType);
        Assert.Contains("suppressed,PreferenceOptedOut,,1", csv.Text, StringComparison.Ordinal);
        await Api.CallAsync(HttpMethod.Delete, $"/v1/webhooks/{webhook.Id}");
    }

    private async Task<ApiAnswer> MakeAsync(string variants = "null", double holdout = 0) => await Api.PostTextAsync(
        "/v1/campaigns", $$"""{"name":"Sale","send":{"to":"{{await Api.NewDeviceAsync()}}","title":"x"},"variants":{{variants}},"holdoutPercent":{{holdout.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}""");

    private Task<ApiAnswer> PatchAsync(string id, string body) => Api.CallAsync(HttpMethod.Patch, $"/v1/campaigns/{id}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private static string State(ApiAnswer answer) => answer.Json["state"]!.GetValue<string>();
}

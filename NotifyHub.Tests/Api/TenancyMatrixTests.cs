using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Alerts;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Jobs;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>
/// Every route with an id, called with one's own, another project's, a made-up and a malformed id. Only the first may do anything.
/// A route with an id that is not in the matrix fails the build.
/// </summary>
public sealed partial class TenancyMatrixTests(HubFixture hub) : IClassFixture<HubFixture>
{
    /// <summary>
    /// A row of the matrix: what is sent with the id, and what one's own id gives. DELETE of a device answers 204 whatever the id. Where the id is a name that callers choose,
    /// a strange one makes something of that name in one's own project, unless it is no name at all.
    /// </summary>
    private sealed record Row(string Kind, string? Body = null, HttpStatusCode Own = HttpStatusCode.OK, HttpStatusCode Others = HttpStatusCode.NotFound, bool Makes = false);

    private const string TemplateVersion = """{"defaultLocale":"en","locales":[{"locale":"en","push":{"title":"x"}}]}""";

    private static readonly Dictionary<string, Row> Matrix = new(StringComparer.Ordinal)
    {
        ["GET /v1/push/tokens/{dev}"] = new("dev"),
        ["PATCH /v1/push/tokens/{dev}"] = new("dev", """{"locale":"fr"}"""),
        ["DELETE /v1/push/tokens/{dev}"] = new("dev", Own: HttpStatusCode.NoContent, Others: HttpStatusCode.NoContent),
        ["POST /v1/push/tokens/{dev}/topics"] = new("dev", """{"topic":"news"}"""),
        ["GET /v1/push/tokens/{dev}/topics"] = new("dev"),
        ["DELETE /v1/push/tokens/{dev}/topics/{topic}"] = new("dev", Own: HttpStatusCode.NoContent),
        ["POST /v1/topics/{topic}/subscriptions"] = new("topic", """{"users":["ada"]}""", Others: HttpStatusCode.OK, Makes: true),
        ["POST /v1/topics/{topic}/subscriptions/remove"] = new("topic", """{"users":["ada"]}""", Others: HttpStatusCode.OK, Makes: true),
        ["PUT /v1/users/{user}"] = new("user", """{"name":"Ada"}""", Others: HttpStatusCode.OK, Makes: true),
        ["GET /v1/users/{user}"] = new("user"),
        ["GET /v1/users/{user}/export"] = new("user"),
        ["DELETE /v1/users/{user}"] = new("user", Own: HttpStatusCode.Accepted),
        ["GET /v1/users/{user}/preferences"] = new("user", Others: HttpStatusCode.OK, Makes: true),
        ["PUT /v1/users/{user}/preferences"] = new("user", """{"preferences":[{"category":"deals","optedOut":true}]}""", Others: HttpStatusCode.OK, Makes: true),
        ["GET /v1/users/{user}/preferences/{category}"] = new("user", Others: HttpStatusCode.OK, Makes: true),
        ["PUT /v1/users/{user}/preferences/{category}"] = new("user", """{"optedOut":true}""", Others: HttpStatusCode.OK, Makes: true),
        ["PUT /v1/users/{user}/reminders/{key}"] = new("user", """{"title":"x","dueAt":"2027-01-01T08:00:00Z"}"""),
        ["GET /v1/users/{user}/reminders"] = new("user"),
        ["GET /v1/users/{user}/reminders/{key}"] = new("user"),
        ["POST /v1/users/{user}/reminders/{key}/done"] = new("user"),
        ["DELETE /v1/users/{user}/reminders/{key}"] = new("user", Own: HttpStatusCode.NoContent),
        ["GET /v1/push/users/{fp}/preferences"] = new("fp", Others: HttpStatusCode.BadRequest),
        ["PUT /v1/push/users/{fp}/preferences"] = new("fp", """{"preferences":[{"category":"deals","optedOut":true}]}""", Others: HttpStatusCode.BadRequest),
        ["GET /v1/push/users/{fp}/preferences/{category}"] = new("fp", Others: HttpStatusCode.BadRequest),
        ["PUT /v1/push/users/{fp}/preferences/{category}"] = new("fp", """{"optedOut":true}""", Others: HttpStatusCode.BadRequest),
        ["GET /v1/push/receipts/{dlv}"] = new("dlv"),
        ["GET /v1/deliveries/{dlv}"] = new("dlv"),
        ["GET /v1/deliveries/{dlv}/why"] = new("dlv"),
        ["GET /v1/deliveries/{dlv}/downstream"] = new("dlv"),
        ["GET /v1/events/{evt}"] = new("evt"),
        ["GET /v1/campaigns/{campaign}/downstream"] = new("campaign"),
        ["GET /v1/notifications/{id}"] = new("ntf"),
        ["GET /v1/notifications/{id}/deliveries"] = new("ntf"),
        ["GET /v1/notifications/{id}/timeline"] = new("ntf"),
        ["PATCH /v1/notifications/{id}"] = new("ntf", """{"sendAt":"2026-12-24T18:00:00Z"}"""),
        ["GET /v1/campaigns/{cmp}"] = new("cmp"),
        ["PATCH /v1/campaigns/{cmp}"] = new("cmp", """{"name":"mine"}"""),
        ["DELETE /v1/campaigns/{cmp}"] = new("cmp", Own: HttpStatusCode.NoContent),
        ["GET /v1/campaigns/{cmp}/estimate"] = new("cmp"),
        ["GET /v1/campaigns/{cmp}/report"] = new("cmp"),
        ["GET /v1/campaigns/{cmp}/report.csv"] = new("cmp"),
        ["POST /v1/campaigns/{cmp}/test-send"] = new("cmp", """{"devices":["dev_01j9x3k2m4n5p"],"variant":"none of this name"}""", Own: HttpStatusCode.BadRequest),
        ["POST /v1/campaigns/{cmp}/start"] = new("cmp", """{"startAt":"2027-01-01T08:00:00Z"}"""),
        // A draft does not run.
        ["POST /v1/campaigns/{cmp}/pause"] = new("cmp", Own: HttpStatusCode.Conflict),
        ["POST /v1/campaigns/{cmp}/resume"] = new("cmp", Own: HttpStatusCode.Conflict),
        ["POST /v1/campaigns/{cmp}/cancel"] = new("cmp"),
        ["POST /v1/campaigns/{cmp}/clone"] = new("cmp", Own: HttpStatusCode.Created),
        ["GET /v1/schedules/{sch}"] = new("sch"),
        ["PATCH /v1/schedules/{sch}"] = new("sch", """{"paused":true}"""),
        ["POST /v1/schedules/{sch}/cancel"] = new("sch"),
        ["POST /v1/notifications/{id}/cancel"] = new("ntf"),
        // What goes to at most 100 devices has no fan-out to hold.
        ["POST /v1/notifications/{id}/pause"] = new("ntf", Own: HttpStatusCode.Conflict),
        ["POST /v1/notifications/{id}/resume"] = new("ntf", Own: HttpStatusCode.Conflict),
        ["DELETE /v1/email/suppressions/{sup}"] = new("sup", Own: HttpStatusCode.NoContent),
        ["GET /v1/segments/{seg}"] = new("seg"),
        ["PUT /v1/segments/{seg}"] = new("seg", """{"name":"mine","expression":{"topic":"x"}}"""),
        ["DELETE /v1/segments/{seg}"] = new("seg", Own: HttpStatusCode.NoContent),
        ["GET /v1/types/{type}"] = new("type"),
        ["PUT /v1/types/{type}"] = new("type", """{"label":"mine","channels":{"in_app":true}}"""),
        ["DELETE /v1/types/{type}"] = new("type", Own: HttpStatusCode.NoContent),
        ["GET /v1/types/{type}/versions"] = new("type"),
        ["POST /v1/push/sends/{dlv}/ack"] = new("dlv", """{"eventType":"received"}"""),
        ["GET /v1/webhooks/{whk}"] = new("whk"),
        ["PUT /v1/webhooks/{whk}"] = new("whk", """{"url":"https://hooks.example.com/x","events":["delivery.sent"]}"""),
        ["DELETE /v1/webhooks/{whk}"] = new("whk", Own: HttpStatusCode.NoContent),
        ["POST /v1/webhooks/{whk}/rotate"] = new("whk"),
        ["POST /v1/webhooks/{whk}/test"] = new("whk"),
        ["POST /v1/webhooks/{whk}/replay"] = new("whk", Own: HttpStatusCode.Accepted),
        ["GET /v1/webhooks/{whk}/deliveries"] = new("whk"),
        ["GET /v1/webhooks/{whk}/deliveries/{msg}"] = new("msg"),
        ["POST /v1/webhooks/{whk}/deliveries/{msg}/replay"] = new("msg", Own: HttpStatusCode.Accepted),
        ["GET /v1/templates/{tpl}"] = new("tpl"),
        ["PATCH /v1/templates/{tpl}"] = new("tpl", """{"name":"x"}"""),
        ["DELETE /v1/templates/{tpl}"] = new("tpl", Own: HttpStatusCode.NoContent),
        ["POST /v1/templates/{tpl}/restore"] = new("tpl"),
        ["GET /v1/templates/{tpl}/versions"] = new("tpl"),
        ["POST /v1/templates/{tpl}/versions"] = new("tpl", TemplateVersion, HttpStatusCode.Created),
        ["GET /v1/templates/{tpl}/versions/{number}"] = new("tpl"),
        ["POST /v1/templates/{tpl}/versions/{number}/publish"] = new("tpl"),
        ["POST /v1/templates/{tpl}/render"] = new("tpl"),
        ["POST /v1/templates/{tpl}/lint"] = new("tpl"),
        ["GET /v1/projects/{id}/push/health"] = new("prj"),
        ["GET /v1/projects/{project}/stats"] = new("prj"),
        ["GET /v1/projects/{project}/audit"] = new("prj"),
        ["GET /v1/projects/{project}/deadletters"] = new("prj"),
        ["GET /v1/projects/{project}/deadletters/reasons"] = new("prj"),
        ["GET /v1/projects/{project}/deadletters/export"] = new("prj"),
        ["POST /v1/projects/{project}/deadletters/replay"] = new("prj", """{"filter":{}}""", HttpStatusCode.Accepted),
        ["POST /v1/projects/{project}/deadletters/discard"] = new("prj", """{"filter":{}}""", HttpStatusCode.Accepted),
        ["POST /v1/projects/{project}/deadletters/restore"] = new("prj", """{"filter":{}}""", HttpStatusCode.Accepted),
        ["GET /v1/projects/{project}/deadletters/runs/{run}"] = new("dlr"),
        ["GET /v1/projects/{project}/alerts"] = new("prj"),
        ["POST /v1/projects/{project}/alerts/{alert}/acknowledge"] = new("alr", Own: HttpStatusCode.NoContent),
        ["GET /v1/projects/{project}/alerts/settings"] = new("prj"),
        ["PUT /v1/projects/{project}/alerts/settings"] = new("prj", """{"emails":["ops@example.com"]}"""),
        ["POST /v1/projects/{project}/alerts/settings/test"] = new("prj", Own: HttpStatusCode.Accepted),
        ["GET /v1/projects/{project}/push/sends"] = new("prj"),
        ["GET /v1/projects/{project}/origins"] = new("prj"),
        ["PUT /v1/projects/{project}/origins"] = new("prj", """{"origins":["https://shop.example.com"]}"""),
        ["GET /v1/projects/{project}/jobs"] = new("prj"),
        ["GET /v1/projects/{project}/jobs/{job}/runs"] = new("job"),
        ["POST /v1/projects/{project}/jobs/{job}/run"] = new("job"),
        ["POST /v1/projects/{project}/jobs/{job}/pause"] = new("job"),
        ["POST /v1/projects/{project}/jobs/{job}/resume"] = new("pausedjob"),
        ["GET /v1/projects/{project}/policy"] = new("prj"),
        ["POST /v1/projects/{project}/policy/replay"] = new("prj", """{"caps":[{"most":5,"minutes":60}]}"""),
        ["PUT /v1/projects/{project}/policy"] = new("prj", """{"caps":[{"most":5,"minutes":60}]}"""),
        ["GET /v1/projects/{project}/push/settings"] = new("prj"),
        ["PUT /v1/projects/{project}/push/settings"] = new("prj", """{"staleDays":60}"""),
        ["POST /v1/projects/{project}/push/health/{provider}/lift"] = new("prj", Own: HttpStatusCode.NoContent),
        ["POST /v1/projects/{project}/push/health/{provider}/probe"] = new("prj", Own: HttpStatusCode.NoContent),
        ["POST /v1/projects/{project}/push/health/{provider}/restore"] = new("prj"),
        ["POST /v1/projects/{project}/push/health/{provider}/retire"] = new("prj"),
        ["POST /v1/projects/{project}/push/credentials"] = new("prj", """{"provider":"webpush","config":{"subject":"mailto:ops@example.com"}}""", HttpStatusCode.Created),
        ["GET /v1/projects/{project}/push/credentials"] = new("prj"),
        ["POST /v1/projects/{project}/push/credentials/{cid}/probe"] = new("crd"),
        ["POST /v1/projects/{project}/push/credentials/{cid}/activate"] = new("crd", """{"force":true}"""),
        ["DELETE /v1/projects/{project}/push/credentials/{cid}"] = new("crd", Own: HttpStatusCode.NoContent),
    };

    [Fact]
    public void Every_route_with_an_id_is_in_the_matrix()
    {
        var routes = hub.Hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal) && e.RoutePattern.Parameters.Count > 0
                // A person's own routes have tests of their own (InboxApiTests).
                && e.Metadata.GetMetadata<NotifyHub.Api.Http.PersonRequirement>() is null)
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')}"));
        Assert.Equal(Matrix.Keys.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> Routes() => [.. Matrix.Keys];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Only_ones_own_ids_do_anything(string route)
    {
        var row = Matrix[route];
        var mine = await NewThingsAsync(hub.Client, hub.Hub.ProjectId);
        var theirs = await NewThingsAsync(hub.Hub.ClientFor(hub.Other.ServerKey), hub.Other.Id);
        var before = await PrintAsync(hub.Other.Id);
        string[] strangers = [theirs[row.Kind], $"{row.Kind}_0000000000001", $"{row.Kind}_0000000000O01", "nonsense", "%00", "..%2f..", "' or 1=1 --", new string('x', 3000)];
        foreach (var stranger in strangers)
        {
            var answer = await CallAsync(route, row, mine, stranger);
            // The server itself refuses NUL in a path, before any route.
            Assert.True(answer.Status == row.Others || (row.Kind == "fp" && stranger.Length == 64) || ((stranger == "%00" || (row.Makes && stranger.Length > 200)) && answer.Status == HttpStatusCode.BadRequest), $"{route} with {stranger} answered {(int)answer.Status}: {answer.Text}");
        }
        Assert.Equal(before, await PrintAsync(hub.Other.Id));
        await ForgetMadeAsync(route, strangers);
        var own = await CallAsync(route, row, mine, mine[row.Kind]);
        Assert.True(own.Status == row.Own, $"{route} answered {(int)own.Status}: {own.Text}");
        Assert.Equal(before, await PrintAsync(hub.Other.Id));
        await hub.Client.CallAsync(HttpMethod.Delete, $"/v1/webhooks/{mine["whk"]}");
        await hub.Hub.ClientFor(hub.Other.ServerKey).CallAsync(HttpMethod.Delete, $"/v1/webhooks/{theirs["whk"]}");
    }

    [Fact]
    public async Task Ids_in_bodies_reach_no_other_project()
    {
        var theirs = await NewThingsAsync(hub.Hub.ClientFor(hub.Other.ServerKey), hub.Other.Id);
        var before = await PrintAsync(hub.Other.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.SendAsync(new JsonObject { ["to"] = theirs["dev"], ["title"] = "x" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.SendAsync(new JsonObject { ["to"] = new JsonArray(theirs["dev"]), ["title"] = "x" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = ApiCalls.NewToken(), ["replaces"] = theirs["dev"] })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.PostAsync("/v1/notifications/explain", new JsonObject { ["to"] = theirs["dev"], ["title"] = "x" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.SendAsync(new JsonObject { ["to"] = theirs["dev"], ["title"] = "x", ["dryRun"] = true })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.PostAsync("/v1/schedules", new JsonObject { ["send"] = new JsonObject { ["to"] = theirs["dev"], ["title"] = "x" }, ["every"] = JsonNode.Parse("""{"frequency":"daily","time":"08:00"}""") })).Status);
        Assert.Empty((await hub.Client.PostAsync("/v1/push/receipts", new JsonObject { ["ids"] = new JsonArray(theirs["dlv"]) })).Json["receipts"]!.AsArray());
        var acks = await hub.Client.PostAsync("/v1/push/acks", new JsonObject { ["acks"] = new JsonArray(new JsonObject { ["id"] = theirs["dlv"], ["eventType"] = "opened" }) });
        Assert.False(acks.Json["results"]![0]!["acked"]!.GetValue<bool>());
        Assert.Equal(before, await PrintAsync(hub.Other.Id));
        await hub.Hub.ClientFor(hub.Other.ServerKey).CallAsync(HttpMethod.Delete, $"/v1/webhooks/{theirs["whk"]}");
    }

    private Task<ApiAnswer> CallAsync(string route, Row row, Dictionary<string, string> mine, string id)
    {
        var (method, path) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        // Of two ids the last is the one under test; the project is then one's own.
        path = path.Replace("{provider}", "apns", StringComparison.Ordinal).Replace("{number}", "1", StringComparison.Ordinal).Replace("{category}", "deals", StringComparison.Ordinal).Replace("{key}", "tax", StringComparison.Ordinal);
        path = row.Kind == "dev" ? path.Replace("{topic}", "news", StringComparison.Ordinal) : path;
        path = row.Kind is "crd" or "dlr" or "alr" or "job" or "pausedjob" ? path.Replace("{project}", mine["prj"], StringComparison.Ordinal) : path;
        path = row.Kind == "msg" ? path.Replace("{whk}", mine["whk"], StringComparison.Ordinal) : path;
        path = Parameter().Replace(path, Uri.EscapeDataString(Uri.UnescapeDataString(id)));
        return hub.Client.CallAsync(new HttpMethod(method), path, row.Body is null ? null : new StringContent(row.Body, Encoding.UTF8, "application/json"));
    }

    // Users that a PUT made of strange ids would be there for the next route.
    private async Task ForgetMadeAsync(string route, IEnumerable<string> names)
    {
        foreach (var name in route.StartsWith("PUT /v1/users", StringComparison.Ordinal) ? names.Where(n => n != "%00") : [])
        {
            await hub.Client.CallAsync(HttpMethod.Delete, $"/v1/users/{Uri.EscapeDataString(Uri.UnescapeDataString(name))}");
        }
    }

    private async Task<string> PausedJobAsync()
    {
        await hub.Hub.Services.GetRequiredService<JobControl>().PauseAsync("attempt_cleanup", "test");
        return "attempt_cleanup";
    }

    private async Task<string> NewAlertAsync(long project)
    {
        var subject = Guid.NewGuid().ToString("n");
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session =>
            hub.Hub.Services.GetRequiredService<AlertBook>().RaiseAsync(session, new AlertFact(project, AlertKind.HealthLow, subject, "x")));
        await using var db = hub.Rows(project);
        return RowId.Format(RowId.Alert, (await db.Alerts.SingleAsync(a => a.Subject == subject)).Id);
    }

    private async Task<Dictionary<string, string>> NewThingsAsync(HttpClient client, long project)
    {
        var device = await client.NewDeviceAsync();
        var sent = await client.SendAsync(new JsonObject { ["to"] = device, ["title"] = "x", ["campaignId"] = $"campaign-{project}", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        var happened = await client.PostAsync("/v1/events", new JsonObject { ["name"] = "x", ["timestamp"] = DateTimeOffset.UtcNow.ToString("O") });
        var credential = await client.PostAsync("/v1/projects/current/push/credentials", JsonNode.Parse("""{"provider":"webpush","config":{"subject":"mailto:ops@example.com"}}""")!);
        var name = $"of-{Guid.NewGuid():n}";
        await client.CallAsync(HttpMethod.Put, $"/v1/users/{name}", new StringContent("""{"name":"Ada"}""", Encoding.UTF8, "application/json"));
        await client.CallAsync(HttpMethod.Put, $"/v1/users/{name}/reminders/tax", new StringContent("""{"title":"x","dueAt":"2027-01-01T08:00:00Z"}""", Encoding.UTF8, "application/json"));
        await client.PostAsync($"/v1/topics/{name}/subscriptions", new JsonObject { ["devices"] = new JsonArray(device), ["users"] = new JsonArray(name) });
        // Reached without an allowance of its own: the sandbox's port, which knows no such path. Twenty are a project's most, so each goes at the end of its test.
        var webhook = await client.PostAsync("/v1/webhooks", new JsonObject { ["url"] = $"{hub.Hub.Sandbox.Addresses.Http.ToString().TrimEnd('/')}/x", ["events"] = new JsonArray("device.retired") });
        return new(StringComparer.Ordinal)
        {
            ["user"] = name,
            ["fp"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            ["topic"] = name,
            ["whk"] = webhook.Id,
            ["msg"] = (await client.PostAsync($"/v1/webhooks/{webhook.Id}/test", new JsonObject())).Id,
            ["prj"] = RowId.Format(RowId.Project, project),
            ["dev"] = device,
            ["ntf"] = sent.Json["notificationId"]!.GetValue<string>(),
            ["dlv"] = sent.Json["tickets"]![0]!["id"]!.GetValue<string>(),
            ["evt"] = happened.Json["events"]![0]!["id"]!.GetValue<string>(),
            ["campaign"] = $"campaign-{project}",
            ["sup"] = await SuppressionAsync(client),
            ["seg"] = (await client.PostAsync("/v1/segments", new JsonObject { ["name"] = Guid.NewGuid().ToString("n"), ["expression"] = new JsonObject { ["topic"] = "x" } })).Id,
            ["type"] = await NewTypeAsync(client),
            ["crd"] = credential.Id,
            ["sch"] = (await client.PostAsync("/v1/schedules", new JsonObject { ["send"] = new JsonObject { ["to"] = device, ["title"] = "x" }, ["every"] = JsonNode.Parse("""{"frequency":"daily","time":"08:00"}""") })).Id,
            ["cmp"] = (await client.PostAsync("/v1/campaigns", new JsonObject { ["name"] = "x", ["send"] = new JsonObject { ["to"] = device, ["title"] = "x" } })).Id,
            ["tpl"] = (await client.PostAsync("/v1/templates", JsonNode.Parse(TemplateVersion[..^1] + $$""","key":"t-{{Guid.NewGuid():n}}","name":"x"}""")!)).Id,
            ["alr"] = await NewAlertAsync(project),
            // Jobs are the installation's, which the first project looks after; another project has none.
            ["job"] = project == hub.Hub.ProjectId ? "job_history_cleanup" : "no_such_job",
            ["pausedjob"] = project == hub.Hub.ProjectId ? await PausedJobAsync() : "no_such_job",
            ["dlr"] = (await client.PostAsync("/v1/projects/current/deadletters/replay", new JsonObject { ["ids"] = new JsonArray(sent.Json["tickets"]![0]!["id"]!.GetValue<string>()) })).Id,
        };
    }

    private static async Task<string> NewTypeAsync(HttpClient client)
    {
        var key = $"t{Guid.NewGuid():n}";
        await client.PostAsync("/v1/types", new JsonObject { ["key"] = key, ["label"] = "x", ["channels"] = new JsonObject { ["in_app"] = true } });
        return key;
    }

    /// <summary>One hash over every row of a project.</summary>
    private async Task<string> PrintAsync(long project)
    {
        var all = new StringBuilder();
        await using var connection = await hub.Hub.Services.GetRequiredService<HubEngine>().OpenReadAsync();
        foreach (var table in new[] { "devices", "notifications", "deliveries", "attempts", "interactions", "idempotency", "provider_credentials", "provider_states", "dead_letter_runs", "alert_settings", "notification_types", "notification_type_versions", "preferences", "person_settings", "segments", "fanouts", "people", "topics", "topic_subscriptions", "opt_outs", "consent_records", "erasures", "schedules", "campaigns", "campaign_variants", "reminders", "events", "event_impacts", "webhook_endpoints", "webhook_messages", "templates", "template_versions", "template_locales", "notification_contents" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table} where project_id = {project.ToString(CultureInfo.InvariantCulture)} order by 1, 2, 3";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    all.Append(rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i)).Append('|');
                }
            }
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    private static async Task<string> SuppressionAsync(HttpClient client)
    {
        await client.PostAsync("/v1/email/feedback", new JsonObject { ["events"] = new JsonArray(new JsonObject { ["type"] = "bounce", ["address"] = $"{Guid.NewGuid():n}@example.com" }) });
        return (await client.ReadAsync("/v1/email/suppressions?limit=1")).Json["items"]![0]!["id"]!.GetValue<string>();
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.People;

public sealed class UserApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task A_put_makes_the_user_and_the_next_replaces_all_of_it()
    {
        var first = await PutAsync("ada", """{"email":"ada@example.com","phone":"+41 44 555 01 02","name":"Ada","locale":"de-CH","timezone":"Europe/Zurich","traits":{"plan":"pro"},"channels":{"slack":"U1"}}""");
        Assert.Equal((HttpStatusCode.OK, "ada", "pro", "U1"), (first.Status, first.Json["userId"]!.GetValue<string>(), first.Json["traits"]!["plan"]!.GetValue<string>(), first.Json["channels"]!["slack"]!.GetValue<string>()));
        var second = await PutAsync("ada", """{"name":"Ada Lovelace"}""");
        Assert.Equal(first.Json["createdAt"]!.GetValue<string>(), second.Json["createdAt"]!.GetValue<string>());
        var shown = (await Api.ReadAsync("/v1/users/ada")).Json;
        Assert.Equal(("Ada Lovelace", true, true, true), (shown["name"]!.GetValue<string>(), shown["email"] is null, shown["traits"] is null, shown["channels"] is null));
    }

    [Fact]
    public async Task Ids_may_hold_a_slash_a_percent_sign_and_any_script()
    {
        foreach (var id in new[] { "org/7", "100%", "ada@example.com", "Ильма", "a b" })
        {
            Assert.Equal(HttpStatusCode.OK, (await PutAsync(Uri.EscapeDataString(id), """{"name":"x"}""")).Status);
            Assert.Equal(id, (await Api.ReadAsync($"/v1/users/{Uri.EscapeDataString(id)}")).Json["userId"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Every_wrong_field_is_told_at_once()
    {
        var answer = await PutAsync("wrong", """
            {"email":"a@example.com, b@example.com","phone":"call me","name":"a\nb","locale":"?","timezone":"Mars/Olympus","fingerprintHex":"12","channels":{"webhook":"http://169.254.169.254/x","slack":"a\rb"}}
            """);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(
            ["/channels/slack:bad_text", "/channels/webhook:endpoint_not_allowed", "/email:bad_format", "/fingerprintHex:bad_format", "/locale:bad_format", "/name:bad_text", "/phone:bad_format", "/timezone:bad_format"],
            answer.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync("/v1/users/wrong")).Status);
    }

    [Fact]
    public async Task A_bulk_of_a_thousand_is_put_whole_or_not_at_all()
    {
        JsonObject Batch(int count, string name) => new() { ["users"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => (JsonNode)new JsonObject
        {
            ["userId"] = $"{name}-{i}", ["email"] = $"{name}{i}@example.com", ["locale"] = "de", ["traits"] = new JsonObject { ["a"] = i, ["b"] = "x", ["c"] = true, ["d"] = new JsonArray(1, 2, 3), ["e"] = i, ["f"] = i },
        })]) };
        var whole = await Api.PostAsync("/v1/users/bulk", Batch(1000, "bulk"));
        Assert.Equal((HttpStatusCode.OK, 1000), (whole.Status, whole.Json["upserted"]!.GetValue<int>()));
        Assert.Equal("batch_too_large", (await Api.PostAsync("/v1/users/bulk", Batch(1001, "more"))).Code);
        var broken = Batch(3, "broken");
        broken["users"]![2]!["email"] = "nobody";
        broken["users"]![1]!["userId"] = "broken-0";
        Assert.Equal(["/users/1/userId:not_allowed", "/users/2/email:bad_format"], (await Api.PostAsync("/v1/users/bulk", broken)).Faults.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync("/v1/users/broken-0")).Status);
    }

    [Fact]
    public async Task Ndjson_is_read_line_by_line_and_faults_name_their_line()
    {
        var answer = await Api.PostTextAsync("/v1/users/bulk", "{\"userId\":\"line-1\",\"name\":\"One\"}\r\n\n{\"userId\":\"line-2\"}\n", "application/x-ndjson");
        Assert.Equal((HttpStatusCode.OK, 2), (answer.Status, answer.Json["upserted"]!.GetValue<int>()));
        Assert.Equal("One", (await Api.ReadAsync("/v1/users/line-1")).Json["name"]!.GetValue<string>());
        Assert.Equal(["/users/1/nick:unknown_field"], (await Api.PostTextAsync("/v1/users/bulk", "{\"userId\":\"line-3\"}\n{\"userId\":\"line-4\",\"nick\":\"x\"}", "application/x-ndjson")).Faults);
        var torn = await Api.PostTextAsync("/v1/users/bulk", "{\"userId\":\"line-5\"}\n{\"userId\":", "application/x-ndjson");
        Assert.Equal(("invalid_json", true), (torn.Code, torn.Json["detail"]!.GetValue<string>().StartsWith("Line 3", StringComparison.Ordinal) || torn.Json["detail"]!.GetValue<string>().StartsWith("Line 2", StringComparison.Ordinal)));
        Assert.Equal("unsupported_media_type", (await Api.PostTextAsync("/v1/users/bulk", "{}", "text/plain")).Code);
        Assert.Equal("unsupported_media_type", (await Api.PostTextAsync("/v1/push/send", "{}", "application/x-ndjson")).Code);
    }

    [Fact]
    public async Task A_repeated_bulk_with_its_key_answers_as_the_first_time()
    {
        var body = new JsonObject { ["users"] = new JsonArray(new JsonObject { ["userId"] = "once" }) };
        Assert.Null((await Api.PostAsync("/v1/users/bulk", body, "bulk-once")).Header("Idempotency-Replayed"));
        Assert.Equal("true", (await Api.PostAsync("/v1/users/bulk", body, "bulk-once")).Header("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_user_whom_a_device_names_is_there_and_keeps_what_was_put()
    {
        await PutAsync("grace", """{"name":"Grace"}""");
        foreach (var user in new[] { "grace", "newcomer" })
        {
            await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = ApiCalls.NewToken(), ["userId"] = user });
        }
        var device = await Api.NewDeviceAsync();
        await Api.CallAsync(HttpMethod.Patch, $"/v1/push/tokens/{device}", new StringContent("""{"userId":"patched"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal("Grace", (await Api.ReadAsync("/v1/users/grace")).Json["name"]!.GetValue<string>());
        Assert.Null((await Api.ReadAsync("/v1/users/newcomer")).Json["name"]);
        Assert.Equal("patched", (await Api.ReadAsync("/v1/users/patched")).Json["userId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Users_of_one_id_in_two_projects_are_two_users()
    {
        await PutAsync("shared", """{"name":"Ours"}""");
        using var others = hub.Hub.ClientFor(hub.Other.ServerKey);
        Assert.Equal(HttpStatusCode.NotFound, (await others.ReadAsync("/v1/users/shared")).Status);
        await others.CallAsync(HttpMethod.Put, "/v1/users/shared", new StringContent("""{"name":"Theirs"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal("Ours", (await Api.ReadAsync("/v1/users/shared")).Json["name"]!.GetValue<string>());
        await using var rows = hub.Rows(hub.Other.Id);
        Assert.Equal("Theirs", (await rows.People.SingleAsync(p => p.UserId == "shared")).Name);
    }

    [Fact]
    public async Task An_export_holds_everything_and_no_token()
    {
        await PutAsync("exported", """{"name":"Export","traits":{"plan":"pro"}}""");
        var token = ApiCalls.NewToken();
        var device = (await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "apns", ["token"] = token, ["userId"] = "exported", ["model"] = "iPhone" })).Id;
        await Api.PostAsync("/v1/topics/exported-topic/subscriptions", new JsonObject { ["users"] = new JsonArray("exported"), ["devices"] = new JsonArray(device) });
        await Api.CallAsync(HttpMethod.Put, "/v1/users/exported/preferences/deals", new StringContent("""{"optedOut":true}""", System.Text.Encoding.UTF8, "application/json"));
        var sent = await Api.SendAsync(new JsonObject { ["to"] = device, ["title"] = "Exported words", ["sendAt"] = DateTimeOffset.UtcNow.AddDays(1).ToString("O") });
        await Api.PostAsync($"/v1/push/sends/{sent.Json["tickets"]![0]!["id"]}/ack", new JsonObject { ["eventType"] = "reply", ["replyText"] = "said" });

        var answer = await Api.ReadAsync("/v1/users/exported/export");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Message.Content.Headers.ContentType!.MediaType));
        Assert.Equal("Export", answer.Json["user"]!["name"]!.GetValue<string>());
        Assert.Equal("exported-topic", answer.Json["topics"]![0]!.GetValue<string>());
        Assert.Equal(("deals", "api"), (answer.Json["consents"]![0]!["category"]!.GetValue<string>(), answer.Json["consents"]![0]!["source"]!.GetValue<string>()));
        Assert.Equal((device, "exported-topic"), (answer.Json["devices"]![0]!["id"]!.GetValue<string>(), answer.Json["devices"]![0]!["topics"]![0]!.GetValue<string>()));
        Assert.Equal("said", answer.Json["deliveries"]![0]!["interactions"]![0]!["replyText"]!.GetValue<string>());
        Assert.Contains("Exported words", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_key_with_the_scope_gets_in()
    {
        using var reader = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Read | ApiScopes.Devices));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.ReadAsync("/v1/users/ada")).Status);
        using var app = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.None, ApiKeyKind.Publishable));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ReadAsync("/v1/users/ada")).Status);
    }

    private Task<ApiAnswer> PutAsync(string user, string body) => Api.CallAsync(HttpMethod.Put, $"/v1/users/{user}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
}

using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Templates from the first save to the phone.</summary>
public sealed class TemplateApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private HttpClient Api => hub.Client;

    [Fact]
    public async Task A_template_is_stored_with_its_first_version_and_read_again_by_id_and_key()
    {
        var key = NewKey();
        var made = await Api.PostAsync("/v1/templates", Body(key));
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal((1, 1, 1), ((int)made.Json["currentVersion"]!, (int)made.Json["lastVersion"]!, (int)made.Json["version"]!));
        foreach (var name in new[] { made.Id, key })
        {
            var read = await Api.ReadAsync($"/v1/templates/{name}");
            Assert.Equal(made.Json.ToJsonString(), read.Json.ToJsonString());
        }
        var listed = await Api.ReadAsync($"/v1/templates?q={key.ToUpperInvariant()[3..]}");
        Assert.Equal([key], listed.Json["items"]!.AsArray().Select(i => i!["key"]!.GetValue<string>()));
        Assert.Equal(["en", "de", "de-AT"], listed.Json["items"]![0]!["locales"]!.AsArray().Select(l => l!.GetValue<string>()));
        Assert.Equal(["push", "email", "inbox"], listed.Json["items"]![0]!["channels"]!.AsArray().Select(l => l!.GetValue<string>()));
    }

    [Fact]
    public async Task A_save_is_a_new_version_that_never_changes_and_an_old_one_can_come_back()
    {
        var id = await NewAsync();
        var second = await Api.PostAsync($"/v1/templates/{id}/versions", Version("Second {{name}}"));
        Assert.Equal((HttpStatusCode.Created, 2, 2), (second.Status, (int)second.Json["version"]!, (int)second.Json["currentVersion"]!));
        var draft = Version("Third {{name}}");
        draft["publish"] = false;
        Assert.Equal((3, 2), await NumbersAsync(await Api.PostAsync($"/v1/templates/{id}/versions", draft)));
        Assert.Equal((1, 1), await NumbersAsync(await Api.CallAsync(HttpMethod.Post, $"/v1/templates/{id}/versions/1/publish")));
        Assert.Equal("Hello {{name}}", (string?)(await Api.ReadAsync($"/v1/templates/{id}")).Json["locales"]!.AsArray().Single(l => (string?)l!["locale"] == "en")!["push"]!["title"]);
        Assert.Equal("Third {{name}}", (string?)(await Api.ReadAsync($"/v1/templates/{id}/versions/3")).Json["locales"]![0]!["push"]!["title"]);
        var versions = await Api.ReadAsync($"/v1/templates/{id}/versions");
        Assert.Equal(["3:False", "2:False", "1:True"], versions.Json["items"]!.AsArray().Select(v => $"{v!["version"]}:{v["current"]!.GetValue<bool>()}"));
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/templates/{id}/versions/4")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/templates/{id}/versions/x")).Status);
    }

    [Fact]
    public async Task A_key_is_taken_once_and_free_again_after_the_deletion()
    {
        var key = NewKey();
        var id = (await Api.PostAsync("/v1/templates", Body(key))).Id;
        var twin = await Api.PostAsync("/v1/templates", Body(key));
        Assert.Equal((HttpStatusCode.Conflict, "state_conflict"), (twin.Status, twin.Code));
        Assert.Equal(HttpStatusCode.NoContent, (await Api.CallAsync(HttpMethod.Delete, $"/v1/templates/{key}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync($"/v1/templates/{id}")).Status);
        var next = (await Api.PostAsync("/v1/templates", Body(key))).Id;
        Assert.Equal(HttpStatusCode.Conflict, (await Api.CallAsync(HttpMethod.Post, $"/v1/templates/{id}/restore")).Status);
        var moved = await Api.CallAsync(HttpMethod.Patch, $"/v1/templates/{next}", new StringContent($$"""{"key":"{{key}}.2","description":""}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.OK, null), (moved.Status, (string?)moved.Json["description"]));
        Assert.Equal(HttpStatusCode.OK, (await Api.CallAsync(HttpMethod.Post, $"/v1/templates/{id}/restore")).Status);
        Assert.Equal(id, (await Api.ReadAsync($"/v1/templates/{key}")).Id);
    }

    [Fact]
    public async Task Every_fault_of_a_version_is_told_at_once_with_its_place()
    {
        var body = JsonNode.Parse("""
            {
              "key": "Not A Key", "name": "", "defaultLocale": "fr", "variables": [{ "name": "name", "type": "string" }],
              "locales": [{ "locale": "de-at", "push": { "actions": [{ "id": "a", "title": "A" }, { "id": "a", "title": "B" }] } }, { "locale": "en", "email": { "subject": " " } }, { "locale": "en" }]
            }
            """)!;
        Assert.Equal(
            ["/key:bad_format", "/name:required", "/variables/0/type:not_allowed", "/locales/0/locale:bad_format", "/locales/0/push:required", "/locales/0/push/actions/1/id:not_allowed",
                "/locales/1/email/subject:required", "/locales/1/email:required", "/locales/2/locale:not_allowed", "/locales/2:required", "/defaultLocale:not_allowed"],
            (await Api.PostAsync("/v1/templates", body)).Faults);
        var sources = Body(NewKey());
        sources["locales"]![0]!["push"]!["title"] = "Hello {{nome}}";
        sources["locales"]![0]!["email"]!["html"] = "<a href={{name}}>x</a>";
        sources["locales"]![1]!["push"]!["body"] = "{{#if name}}";
        var refused = await Api.PostAsync("/v1/templates", sources);
        Assert.Equal(["/locales/0/push/title:unknown_variable", "/locales/0/email/html:unsafe_place", "/locales/1/push/body:bad_template"], refused.Faults);
        Assert.Contains("Line 1, column 9", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_takes_each_channel_from_the_first_language_of_the_chain_that_has_it()
    {
        var id = await NewAsync();
        var shown = await Api.PostAsync($"/v1/templates/{id}/render", JsonNode.Parse("""{ "locale": "de-AT", "variables": { "name": "Ann & Co", "count": 1234.5 } }""")!);
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        Assert.Equal(("de-AT", "Servus Ann & Co", "de-AT"), ((string?)shown.Json["locale"], (string?)shown.Json["push"]!["title"], (string?)shown.Json["pushLocale"]));
        Assert.Equal(("<p>Ann &amp; Co: 1,234.5</p>", "en"), ((string?)shown.Json["email"]!["html"], (string?)shown.Json["emailLocale"]));
        Assert.Equal(("Posteingang Ann & Co", "de"), ((string?)shown.Json["inbox"]!["title"], (string?)shown.Json["inboxLocale"]));
        Assert.Equal(6, shown.Json["bytes"]!.AsArray().Count);
        Assert.Equal("Hello [name]", (string?)(await Api.CallAsync(HttpMethod.Post, $"/v1/templates/{id}/render")).Json["push"]!["title"]);
        var draft = new JsonObject { ["draft"] = Version("Draft for {{name}}") };
        ((JsonObject)draft["draft"]!).Remove("note");
        Assert.Equal("Draft for [name]", (string?)(await Api.PostAsync($"/v1/templates/{id}/render", draft)).Json["push"]!["title"]);
    }

    [Theory]
    [InlineData("""{ "variables": {} }""", "/variables/name:missing_variable")]
    [InlineData("""{ "variables": { "name": 7, "nome": "x" } }""", "/variables/nome:unknown_variable", "/variables/name:wrong_type")]
    [InlineData("""{ "locale": "not a tag" }""", "/locale:bad_format")]
    public async Task The_preview_refuses_what_a_send_would_refuse(string trial, params string[] faults) =>
        Assert.Equal(faults, (await Api.PostAsync($"/v1/templates/{await NewAsync()}/render", JsonNode.Parse(trial)!)).Faults);

    [Fact]
    public async Task The_lint_tells_what_readers_would_miss()
    {
        var body = JsonNode.Parse("""
            {
              "key": "KEY", "name": "Lint", "defaultLocale": "en",
              "variables": [{ "name": "name", "type": "text" }, { "name": "unused", "type": "text", "required": true }, { "name": "picture", "type": "text", "example": "http://example.com/a.png" }],
              "locales": [
                { "locale": "en", "push": { "title": "TITLE {{name}}", "body": "Call +43 660 1234567 or mail ann@example.com, card 4111 1111 1111 1111", "imageUrl": "{{picture}}" }, "email": { "subject": "S", "html": "<p>x</p>" } },
                { "locale": "de", "push": { "title": "Kurz", "body": "BIG" } }
              ]
            }
            """.Replace("KEY", NewKey(), StringComparison.Ordinal).Replace("TITLE", new string('t', 70), StringComparison.Ordinal).Replace("BIG", new string('b', 4200), StringComparison.Ordinal))!;
        var made = await Api.PostAsync("/v1/templates", body);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var found = (await Api.CallAsync(HttpMethod.Post, $"/v1/templates/{made.Id}/lint")).Json["warnings"]!.AsArray();
        Assert.Equal(found.ToJsonString(), made.Json["warnings"]!.ToJsonString());
        var codes = found.Select(w => $"{w!["severity"]} {w["code"]} {w["pointer"]}").Distinct().ToList();
        foreach (var expected in new[]
        {
            "error payload_too_large /locales/1/push", "error image_url /locales/0/push/imageUrl", "warning truncated /locales/0/push/title", "warning truncated /locales/1/push/body",
            "warning missing_locale /locales/1/email", "warning no_text_part /locales/0/email/text", "hint personal_data /locales/0/push/body", "hint unused_variable /variables/1", "hint missing_variable /variables/0",
        })
        {
            Assert.Contains(expected, codes);
        }
        Assert.Equal("error", (string?)found[0]!["severity"]);
        foreach (var what in new[] { "an e-mail address", "a card number" })
        {
            Assert.Contains(found, w => w!["message"]!.GetValue<string>().Contains(what, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_send_says_it_in_each_devices_language_and_stores_each_once()
    {
        var id = await NewAsync();
        var devices = new List<string>();
        foreach (var locale in new[] { "de-AT", "de-CH", "de_DE", "fr", null })
        {
            devices.Add(await DeviceAsync(locale?.Replace('_', '-')));
        }
        devices.Add(await DeviceAsync("de-AT"));
        var sent = await Api.SendAsync(Send(id, [.. devices]));
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        var (notification, contents) = await StoredAsync(sent);
        Assert.True(notification.Localized);
        Assert.Equal(["de", "de-AT", "en"], contents.Select(c => c.Locale).Order(StringComparer.Ordinal));
        Assert.Equal(("Hello Ann", "Hello Ann"), (PushMessageJson.Read(notification.Payload).Title, notification.Title));
        Assert.Equal("Servus Ann", PushMessageJson.Read(contents.Single(c => c.Locale == "de-AT").Payload).Title);
        Assert.Equal(id, notification.TemplateId);
    }

    [Fact]
    public async Task Where_all_read_one_language_there_is_one_message_and_the_tag_stays_the_callers()
    {
        var id = await NewAsync();
        var body = Send(id, await DeviceAsync("de-AT"));
        body["templateId"] = "my-tag";
        var (notification, contents) = await StoredAsync(await Api.SendAsync(body));
        Assert.Equal((false, 0, "Servus Ann", "my-tag"), (notification.Localized, contents.Count, notification.Title, notification.TemplateId));
        var one = Send(id, await DeviceAsync("de-AT"), await DeviceAsync("en"));
        one["template"]!["locale"] = "de";
        Assert.Equal("Hallo Ann", (await StoredAsync(await Api.SendAsync(one))).Notification.Title);
    }

    [Fact]
    public async Task A_device_without_a_language_has_its_persons()
    {
        var id = await NewAsync();
        await Api.CallAsync(HttpMethod.Put, "/v1/users/locale-ada", new StringContent("""{"locale":"de-AT"}""", System.Text.Encoding.UTF8, "application/json"));
        var device = (await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = "locale-ada" })).Id;
        Assert.Equal("Servus Ann", (await StoredAsync(await Api.SendAsync(Send(id, device)))).Notification.Title);
    }

    [Fact]
    public async Task A_certain_version_is_sent_where_it_is_asked_for_and_options_add_to_the_words()
    {
        var id = await NewAsync();
        await Api.PostAsync($"/v1/templates/{id}/versions", Version("Second {{name}}"));
        var first = Send(id, await DeviceAsync("en"));
        first["template"]!["version"] = 1;
        first["options"] = JsonNode.Parse("""{ "taskState": "completed", "sound": "default" }""");
        var message = PushMessageJson.Read((await StoredAsync(await Api.SendAsync(first))).Notification.Payload);
        Assert.Equal(("Hello Ann", "default", "edit"), (message.Title, message.Sound, message.Actions.Single().Id));
        Assert.Equal("Second Ann", (await StoredAsync(await Api.SendAsync(Send(id, await DeviceAsync("en"))))).Notification.Title);
    }

    [Theory]
    [InlineData("""{ "variables": {} }""", "/template/variables/name:missing_variable")]
    [InlineData("""{ "variables": { "name": ["x"], "other": 1 } }""", "/template/variables/other:unknown_variable", "/template/variables/name:wrong_type")]
    [InlineData("""{ "variables": { "name": "x" }, "locale": "??" }""", "/template/locale:bad_format")]
    [InlineData("""{ "variables": { "name": "x" }, "version": 0 }""", "/template/version:out_of_range", "/template:unknown_template")]
    public async Task What_the_template_lacks_is_refused_before_anything_is_stored(string template, params string[] faults)
    {
        var (id, device) = (await NewAsync(), await DeviceAsync("en"));
        await using var before = hub.Rows();
        var count = await before.Notifications.CountAsync();
        var body = JsonNode.Parse(template)!;
        body["id"] = id;
        var answer = await Api.SendAsync(new JsonObject { ["to"] = device, ["template"] = body });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(faults, answer.Faults);
        await using var after = hub.Rows();
        Assert.Equal(count, await after.Notifications.CountAsync());
    }

    [Fact]
    public async Task Words_beside_a_template_an_unknown_one_and_another_projects_are_refused()
    {
        var (id, device) = (await NewAsync(), await DeviceAsync("en"));
        var twice = Send(id, device);
        (twice["title"], twice["body"]) = ("x", "y");
        Assert.Equal(["/title:not_allowed", "/body:not_allowed"], (await Api.SendAsync(twice)).Faults);
        foreach (var stranger in new[] { "tpl_0000000000001", "no-such-key", "??", (await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync("/v1/templates", Body(NewKey()))).Id })
        {
            var answer = await Api.SendAsync(Send(stranger, device));
            Assert.Equal((HttpStatusCode.NotFound, "unknown_template"), (answer.Status, answer.Code));
        }
        await Api.CallAsync(HttpMethod.Delete, $"/v1/templates/{id}");
        Assert.Equal("unknown_template", (await Api.SendAsync(Send(id, device))).Code);
    }

    [Fact]
    public async Task What_fills_in_to_nothing_or_to_a_bad_picture_is_refused()
    {
        var body = JsonNode.Parse("""
            { "key": "KEY", "name": "x", "defaultLocale": "en", "variables": [{ "name": "word", "type": "text" }, { "name": "image", "type": "text" }], "locales": [{ "locale": "en", "push": { "title": "{{word}}", "imageUrl": "{{image}}" } }] }
            """.Replace("KEY", NewKey(), StringComparison.Ordinal))!;
        var id = (await Api.PostAsync("/v1/templates", body)).Id;
        var device = await DeviceAsync("en");
        Assert.Equal(["/template/variables:no_words"], (await Api.SendAsync(new JsonObject { ["to"] = device, ["template"] = new JsonObject { ["id"] = id } })).Faults);
        var picture = await Api.SendAsync(new JsonObject { ["to"] = device, ["template"] = JsonNode.Parse($$"""{"id":"{{id}}","variables":{"word":"x","image":"javascript:alert(1)"} }""") });
        Assert.Equal("image_url_not_allowed", picture.Code);
        var large = await Api.SendAsync(new JsonObject { ["to"] = device, ["template"] = new JsonObject { ["id"] = id, ["variables"] = new JsonObject { ["word"] = new string('x', 5000) } } });
        Assert.Equal("payload_too_large", large.Code);
    }

    [Fact]
    public async Task Saves_at_the_same_time_get_a_number_each_and_one_of_two_gets_the_key()
    {
        var id = await NewAsync();
        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Api.PostAsync($"/v1/templates/{id}/versions", Version($"Title {i}"))));
        Assert.Equal(Enumerable.Range(2, 8), saves.Select(save => (int)save.Json["version"]!).Order());

        var key = NewKey();
        var twins = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Api.PostAsync("/v1/templates", Body(key))));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], twins.Select(twin => twin.Status).Order());
    }

    private static string NewKey() => $"t-{Guid.NewGuid():n}";

    private async Task<string> NewAsync() => (await Api.PostAsync("/v1/templates", Body(NewKey()))).Id;

    private async Task<string> DeviceAsync(string? locale) => (await Api.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["locale"] = locale })).Id;

    private static Task<(int, int)> NumbersAsync(ApiAnswer answer) => Task.FromResult(((int)answer.Json["version"]!, (int)answer.Json["currentVersion"]!));

    private static JsonObject Send(string template, params string[] devices) => new()
    {
        ["to"] = new JsonArray([.. devices.Select(d => (JsonNode)d)]), ["template"] = new JsonObject { ["id"] = template, ["variables"] = new JsonObject { ["name"] = "Ann" } },
    };

    private async Task<(Notification Notification, List<NotificationContent> Contents)> StoredAsync(ApiAnswer sent)
    {
        Assert.Equal(HttpStatusCode.Accepted, sent.Status);
        Assert.True(RowId.TryParse(RowId.Notification, sent.Json["notificationId"]!.GetValue<string>(), out var id));
        await using var rows = hub.Rows();
        return (await rows.Notifications.SingleAsync(n => n.Id == id), await rows.NotificationContents.Where(c => c.NotificationId == id).ToListAsync());
    }

    private static JsonObject Version(string title) => JsonNode.Parse("""
        { "defaultLocale": "en", "variables": [{ "name": "name", "type": "text", "required": true }], "locales": [{ "locale": "en", "push": { "title": "TITLE" } }], "note": "x" }
        """.Replace("TITLE", title, StringComparison.Ordinal))!.AsObject();

    private static JsonObject Body(string key) => JsonNode.Parse("""
        {
          "key": "KEY", "name": "Greeting", "defaultLocale": "en",
          "variables": [{ "name": "name", "type": "text", "required": true }, { "name": "count", "type": "number", "default": 1 }],
          "locales": [
            { "locale": "en", "push": { "title": "Hello {{name}}", "body": "You have {{count | number}}" }, "email": { "subject": "Hello {{name}}", "text": "Hi", "html": "<p>{{name}}: {{count | number}}</p>" } },
            { "locale": "de", "push": { "title": "Hallo {{name}}" }, "inbox": { "title": "Posteingang {{name}}" } },
            { "locale": "de-AT", "push": { "title": "Servus {{name}}" } }
          ]
        }
        """.Replace("KEY", key, StringComparison.Ordinal))!.AsObject();
}

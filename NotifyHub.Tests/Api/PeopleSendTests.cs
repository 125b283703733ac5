using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>POST /v1/notifications over the whole app: who gets it over which channel, and what is told of the others.</summary>
public sealed class PeopleSendTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task Each_person_gets_it_over_what_is_on_for_them_and_unknown_ones_are_named()
    {
        var (ada, grace) = (await PersonAsync(mail: true), await PersonAsync(mail: true));
        await ChooseAsync(grace, "job.completed", ChannelKind.InApp, false);
        await ChooseAsync(grace, "job.completed", ChannelKind.Email, true);
        await TypeAsync("deploy.done", """{"label":"Deploy done","channels":{"in_app":true,"email":false,"mobile_push":true}}""");
        await ChooseAsync(grace, "deploy.done", ChannelKind.InApp, false);
        await ChooseAsync(grace, "deploy.done", ChannelKind.Email, true);

        var answer = await SendAsync(new JsonObject { ["type"] = "deploy.done", ["to"] = new JsonObject { ["users"] = new JsonArray(ada.UserId, grace.UserId, ada.UserId, "nobody-at-all") }, ["content"] = Words() });
        Assert.Equal((HttpStatusCode.Accepted, 2, "running"), (answer.Status, answer.Json["recipients"]!.GetValue<int>(), answer.Json["fanout"]!.GetValue<string>()));
        Assert.Equal("nobody-at-all", Assert.Single(answer.Json["unknown"]!.AsArray())!.GetValue<string>());

        var rows = await DoneAsync(answer);
        Assert.Equal([ProviderKind.InApp], rows.Where(d => d.PersonId == ada.Id).Select(d => d.Provider));
        Assert.Equal(
            [(ProviderKind.Email, DeliveryStatus.Sent, DeliveryReason.None), (ProviderKind.InApp, DeliveryStatus.Suppressed, DeliveryReason.TypeOff)],
            rows.Where(d => d.PersonId == grace.Id).OrderBy(d => d.Provider).Select(d => (d.Provider, d.Status, d.Reason)));
        await using var db = hub.Rows();
        var item = Assert.Single(await db.InboxItems.Where(i => i.PersonId == ada.Id || i.PersonId == grace.Id).ToListAsync());
        Assert.Equal((ada.Id, "deploy.done"), (item.PersonId, item.Type));
        Assert.Equal(rows.Single(d => d.PersonId == ada.Id).Id, item.Id);
    }

    [Fact]
    public async Task A_person_who_is_found_in_two_ways_gets_it_once()
    {
        var person = await PersonAsync();
        var topic = $"t{Guid.NewGuid():n}";
        var device = await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = person.UserId });
        Assert.Equal(HttpStatusCode.OK, (await hub.Client.PostAsync($"/v1/topics/{topic}/subscriptions", new JsonObject { ["devices"] = new JsonArray(device.Id), ["users"] = new JsonArray(person.UserId) })).Status);

        var answer = await SendAsync(new JsonObject { ["type"] = "issue.new", ["to"] = new JsonObject { ["topic"] = topic }, ["content"] = Words() });
        Assert.Null(answer.Json["recipients"]);
        var rows = await DoneAsync(answer);
        Assert.Equal([(ProviderKind.Fcm, person.Id), (ProviderKind.InApp, person.Id)], rows.OrderBy(d => d.Provider).Select(d => (d.Provider, d.PersonId!.Value)));
    }

    [Fact]
    public async Task A_segment_finds_people_without_a_device_too()
    {
        var plan = $"p{Guid.NewGuid():n}";
        var with = await PersonAsync(traits: new JsonObject { ["plan"] = plan });
        var without = await PersonAsync(traits: new JsonObject { ["plan"] = plan });
        var other = await PersonAsync(traits: new JsonObject { ["plan"] = "other" });
        await hub.Client.PostAsync("/v1/push/tokens", new JsonObject { ["provider"] = "fcm", ["token"] = ApiCalls.NewToken(), ["userId"] = with.UserId });
        var segment = await hub.Client.PostAsync("/v1/segments", new JsonObject { ["name"] = plan, ["expression"] = new JsonObject { ["trait"] = "plan", ["is"] = plan } });
        Assert.True(segment.Status == HttpStatusCode.Created, segment.Text);

        var rows = await DoneAsync(await SendAsync(new JsonObject { ["type"] = "issue.new", ["to"] = new JsonObject { ["segment"] = segment.Id }, ["content"] = Words() }));
        Assert.Equal(new[] { with.Id, without.Id }.Order(), rows.Select(d => d.PersonId!.Value).Distinct().Order());
        Assert.DoesNotContain(rows, d => d.PersonId == other.Id);
        Assert.Equal(3, rows.Count);
    }

    [Fact]
    public async Task Who_opted_out_of_its_category_gets_none_of_it_and_a_critical_type_does_not_ask()
    {
        var person = await PersonAsync();
        await TypeAsync("alarm.fire", """{"label":"Fire","category":"issues","critical":true,"channels":{"in_app":true}}""");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{person.UserId}/preferences/issues", new StringContent("""{"optedOut":true}""", System.Text.Encoding.UTF8, "application/json"));
        await ChooseAsync(person, "alarm.fire", ChannelKind.InApp, false);
        // Somebody else's fingerprint is out: that is nobody's business here.
        var other = await PersonAsync(fingerprint: ApiCalls.NewToken());
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/push/users/{other.FingerprintHex}/preferences/issues", new StringContent("""{"optedOut":true}""", System.Text.Encoding.UTF8, "application/json"));
        var bystander = await PersonAsync(fingerprint: ApiCalls.NewToken());
        Assert.Equal(DeliveryStatus.Sent, (await DoneAsync(await SendAsync(To(bystander, "issue.new")))).Single().Status);
        Assert.Equal(DeliveryReason.PreferenceOptedOut, (await DoneAsync(await SendAsync(To(other, "issue.new")))).Single().Reason);
        var plain = await DoneAsync(await SendAsync(To(person, "issue.new")));
        Assert.Equal((DeliveryStatus.Suppressed, DeliveryReason.PreferenceOptedOut), (plain.Single().Status, plain.Single().Reason));
        var critical = await DoneAsync(await SendAsync(To(person, "alarm.fire")));
        Assert.Equal((DeliveryStatus.Sent, DeliveryLane.Critical), (critical.Single().Status, critical.Single().Lane));
    }

    [Fact]
    public async Task A_channel_of_the_fallback_chain_waits_and_is_not_needed_once_the_item_is_read()
    {
        var person = await PersonAsync(mail: true);
        await TypeAsync("pager.rings", """{"label":"Pager","channels":{"in_app":true,"email":true},"fallback":[{"channel":"email","afterMinutes":10}]}""");
        var answer = await SendAsync(To(person, "pager.rings"));
        var rows = await RowsAsync(answer, all => all.Count == 2);
        var mail = rows.Single(d => d.Provider == ProviderKind.Email);
        Assert.Equal((DeliveryStatus.Delayed, DeliveryReason.FallbackWait), (mail.Status, mail.Reason));
        Assert.InRange((mail.DueAt - mail.CreatedAt).TotalMinutes, 9.9, 10.1);
        var item = rows.Single(d => d.Provider == ProviderKind.InApp).Id;
        await WriteAsync("update inbox_items set read_at = @at where id = @id", 1L, item);
        await WriteAsync("update deliveries set due_at = @at where id = @id", 1L, mail.Id);
        hub.Hub.Services.GetRequiredService<NotifyHub.Jobs.WorkSignal>().Wake();
        var ended = (await RowsAsync(answer, all => all.Exists(d => d.Id == mail.Id && d.Status == DeliveryStatus.Suppressed))).Single(d => d.Id == mail.Id);
        Assert.Equal(DeliveryReason.ReadElsewhere, ended.Reason);
    }

    [Fact]
    public async Task A_scheduled_one_asks_what_people_want_when_its_time_comes_and_can_be_taken_back()
    {
        var person = await PersonAsync();
        var call = To(person, "issue.new");
        call["sendAt"] = DateTimeOffset.UtcNow.AddHours(2).ToString("O");
        var answer = await SendAsync(call);
        Assert.Equal("scheduled", answer.Json["fanout"]!.GetValue<string>());
        var path = $"/v1/notifications/{answer.Json["notificationId"]}";
        Assert.Equal("scheduled", (await hub.Client.ReadAsync(path)).Json["state"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await hub.Client.CallAsync(HttpMethod.Post, path + "/cancel")).Status);
        Assert.Equal("cancelled", (await hub.Client.ReadAsync(path)).Json["state"]!.GetValue<string>());
        Assert.Empty(await RowsAsync(answer, _ => true));
    }

    [Fact]
    public async Task A_dry_run_tells_every_channel_and_writes_nothing()
    {
        var person = await PersonAsync(mail: true);
        await ChooseAsync(person, "feedback.new", ChannelKind.Email, false);
        var call = To(person, "feedback.new");
        call["dryRun"] = true;
        int before;
        await using (var db = hub.Rows())
        {
            before = await db.Notifications.CountAsync();
        }
        var answer = await SendAsync(call);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var channels = answer.Json["people"]![0]!["channels"]!.AsArray().ToDictionary(c => c!["channel"]!.GetValue<string>(), c => c!["devices"]![0]!["trace"]!);
        Assert.Equal(("send", "suppress", "TypeOff"), (channels["in_app"]["decision"]!.GetValue<string>(), channels["email"]["decision"]!.GetValue<string>(), channels["email"]["reason"]!.GetValue<string>()));
        Assert.Equal("typeChannel", channels["email"]["changes"]![0]!["rule"]!.GetValue<string>());
        await using var after = hub.Rows();
        Assert.Equal(before, await after.Notifications.CountAsync());
    }

    [Fact]
    public async Task A_repeated_call_with_its_key_is_one_notification()
    {
        var person = await PersonAsync();
        var first = await hub.Client.PostAsync("/v1/notifications", To(person, "issue.new"), "once");
        var again = await hub.Client.PostAsync("/v1/notifications", To(person, "issue.new"), "once");
        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Header("Idempotency-Replayed"));
        Assert.Single(await DoneAsync(first));
    }

    [Theory]
    [InlineData("""{"type":"no.such","to":{"user":"a"},"content":{"title":"x"}}""", "/type:not_allowed")]
    [InlineData("""{"type":"team.invitation","to":{"user":"a"},"content":{"title":"x"}}""", "/type:not_allowed")]
    [InlineData("""{"type":"issue.new","to":{"everyone":true},"content":{"title":"x"}}""", "/to:invalid_target")]
    [InlineData("""{"type":"issue.new","to":{"team":false},"content":{"title":"x"}}""", "/to/team:invalid_target")]
    [InlineData("""{"type":"job.completed","to":{"users":["a","b"]},"content":{"title":"x"}}""", "/to:invalid_target")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"}}""", ":required")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x","imageUrl":"http://a"}}""", "/content/imageUrl:image_url_not_allowed")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x","link":"javascript:alert(1)"}}""", "/content/link:bad_format")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x","link":"//evil"}}""", "/content/link:bad_format")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x","data":{"notifyhub_x":1}}}""", "/content/data/notifyhub_x:reserved_key")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x"},"channels":["pigeon"]}""", "/channels/0:not_allowed")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x"},"channels":["slack","telegram"]}""", "")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x"},"channels":[]}""", "/channels:too_short")]
    [InlineData("""{"type":"issue.new","to":{"user":"a"},"content":{"title":"x"},"priority":"loud","ttl":-1,"category":""}""", "/category:too_short,/priority:not_allowed,/ttl:out_of_range")]
    public async Task What_is_wrong_is_told_with_its_place(string body, string faults)
    {
        var answer = await hub.Client.PostTextAsync("/v1/notifications", body);
        Assert.Equal(faults, string.Join(",", answer.Status == HttpStatusCode.BadRequest ? answer.Faults.Order(StringComparer.Ordinal) : Enumerable.Empty<string>()));
    }

    [Fact]
    public async Task Another_projects_people_are_unknown()
    {
        var person = await PersonAsync();
        var answer = await hub.Hub.ClientFor(hub.Other.ServerKey).PostAsync("/v1/notifications", To(person, "issue.new"));
        Assert.Equal((0, person.UserId), (answer.Json["recipients"]!.GetValue<int>(), answer.Json["unknown"]![0]!.GetValue<string>()));
    }

    private static JsonObject Words() => new() { ["title"] = "Done", ["body"] = "All of it.", ["link"] = "/there" };

    private static JsonObject To(Person person, string type) => new() { ["type"] = type, ["to"] = new JsonObject { ["user"] = person.UserId }, ["content"] = Words() };

    private Task<ApiAnswer> SendAsync(JsonObject call) => hub.Client.PostAsync("/v1/notifications", call);

    private async Task<Person> PersonAsync(bool mail = false, JsonObject? traits = null, string? fingerprint = null)
    {
        var user = Guid.NewGuid().ToString("n");
        var body = new JsonObject { ["email"] = mail ? $"{user}@example.com" : null, ["traits"] = traits, ["fingerprintHex"] = fingerprint };
        var answer = await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(body));
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
        await using var db = hub.Rows();
        return await db.People.AsNoTracking().SingleAsync(p => p.UserId == user);
    }

    private async Task TypeAsync(string key, string definition)
    {
        var body = JsonNode.Parse(definition)!.AsObject();
        body["key"] = key;
        var answer = await hub.Client.PostAsync("/v1/types", body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    private Task ChooseAsync(Person person, string type, ChannelKind channel, bool on) => hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session =>
        session.Prepare("insert into preferences (person_id, type, channel, project_id, is_on, updated_at) values (@p, @t, @c, @j, @o, @u)").Bind(person.Id, type, channel, person.ProjectId, on, DateTimeOffset.UnixEpoch).ExecuteAsync());

    private Task WriteAsync(string sql, params object?[] values) =>
        hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session => session.Prepare(sql).Bind(values).ExecuteAsync());

    private Task<List<DeliveryTask>> DoneAsync(ApiAnswer answer) => RowsAsync(answer, rows => rows.Count > 0 && rows.TrueForAll(d => d.Status >= DeliveryStatus.Sent));

    private async Task<List<DeliveryTask>> RowsAsync(ApiAnswer answer, Func<List<DeliveryTask>, bool> enough)
    {
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]!.GetValue<string>(), out var id));
        return await hub.Hub.UntilAsync(async () =>
        {
            await using var db = hub.Rows();
            var run = await db.Fanouts.AsNoTracking().SingleAsync(f => f.Id == id);
            var rows = await db.Deliveries.AsNoTracking().Where(d => d.NotificationId == id).ToListAsync();
            return (run.FinishedAt is not null || rows.Count > 0 || run.State != FanoutState.Running) && enough(rows) ? rows : null;
        });
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Inbox;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>A person's own inbox over the whole app: who may look, what changes, and what a stream tells.</summary>
public sealed class InboxApiTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    [Fact]
    public async Task A_person_sees_their_own_and_nobody_elses()
    {
        var (ada, grace) = (await ReaderAsync(), await ReaderAsync());
        await RaiseAsync(ada, "first");
        await RaiseAsync(ada, "second");
        var page = (await ada.Client.ReadAsync("/v1/inbox")).Json["items"]!.AsArray();
        Assert.Equal(["second", "first"], page.Select(i => i!["title"]!.GetValue<string>()));
        Assert.Equal(("/there", "issue.new"), (page[0]!["link"]!.GetValue<string>(), page[0]!["type"]!.GetValue<string>()));
        Assert.Equal(2, (await ada.Client.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>());
        Assert.Empty((await grace.Client.ReadAsync("/v1/inbox")).Json["items"]!.AsArray());
        var id = page[0]!["id"]!.GetValue<string>();
        foreach (var (method, path, body) in new[] { (HttpMethod.Get, $"/v1/inbox/{id}", ""), (HttpMethod.Patch, $"/v1/inbox/{id}", """{"read":true}"""), (HttpMethod.Delete, $"/v1/inbox/{id}", ""), (HttpMethod.Post, $"/v1/inbox/{id}/restore", "") })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await grace.Client.CallAsync(method, path, body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).Status);
        }
        Assert.Equal(0, (await grace.Client.PostAsync("/v1/inbox/bulk", new JsonObject { ["ids"] = new JsonArray(id), ["set"] = new JsonObject { ["deleted"] = true } })).Json["changed"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_key_of_an_app_is_nobody_and_a_bad_token_is_none()
    {
        Assert.Equal((HttpStatusCode.Forbidden, "user_required"), Coded(await hub.Client.ReadAsync("/v1/inbox")));
        Assert.Equal((HttpStatusCode.Unauthorized, "user_token_required"), Coded(await hub.Hub.ClientFor(null).ReadAsync("/v1/inbox")));
        var ada = await ReaderAsync();
        foreach (var bad in new[] { "x", ada.Token[..^2] + "AA", ada.Token.Replace(ada.Token.Split('.')[0], System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none"}"""u8), StringComparison.Ordinal), ada.Token + ".x" })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "user_token_required"), Coded(await hub.Hub.ClientFor(bad).ReadAsync("/v1/inbox")));
        }
        // A user's token is no key.
        Assert.Equal(HttpStatusCode.Unauthorized, (await ada.Client.ReadAsync("/v1/topics")).Status);
        await hub.Client.CallAsync(HttpMethod.Delete, $"/v1/users/{ada.Person.UserId}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await ada.Client.ReadAsync("/v1/inbox")).Status);
    }

    [Theory]
    [InlineData("""{"userId":"nobody"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"userId":"x","ttlSeconds":59}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"userId":"x","ttlSeconds":86401}""", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task A_token_is_for_somebody_known_and_for_a_day_at_most(string body, HttpStatusCode status) =>
        Assert.Equal(status, (await hub.Client.PostTextAsync("/v1/user-tokens", body)).Status);

    [Fact]
    public async Task Items_are_read_archived_snoozed_thrown_away_and_brought_back()
    {
        var ada = await ReaderAsync();
        var (a, b, c) = (await RaiseAsync(ada, "alpha"), await RaiseAsync(ada, "beta"), await RaiseAsync(ada, "gamma"));
        Assert.NotNull((await PatchAsync(ada, a, """{"read":true}""")).Json["readAt"]);
        Assert.NotNull((await PatchAsync(ada, b, """{"archived":true}""")).Json["archivedAt"]);
        await PatchAsync(ada, c, $$"""{"snoozedUntil":"{{DateTimeOffset.UtcNow.AddHours(1):O}}"}""");
        Assert.Equal(["alpha"], await TitlesAsync(ada, "read"));
        Assert.Equal(["beta"], await TitlesAsync(ada, "archived"));
        Assert.Equal(["gamma"], await TitlesAsync(ada, "snoozed"));
        Assert.Empty(await TitlesAsync(ada, "unread"));
        Assert.Equal(["alpha"], await TitlesAsync(ada, "all"));
        await PatchAsync(ada, a, """{"read":false}""");
        Assert.Equal(["alpha"], await TitlesAsync(ada, "unread"));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.CallAsync(HttpMethod.Delete, $"/v1/inbox/{a}")).Status);
        Assert.Empty(await TitlesAsync(ada, "all"));
        Assert.Equal(HttpStatusCode.OK, (await ada.Client.CallAsync(HttpMethod.Post, $"/v1/inbox/{a}/restore")).Status);
        Assert.Equal(["alpha"], await TitlesAsync(ada, "all&q=ALPH"));
        Assert.Empty(await TitlesAsync(ada, "all&q=%25"));
        Assert.Equal(1, (await ada.Client.PostTextAsync("/v1/inbox/bulk", """{"filter":{"state":"archived"},"set":{"archived":false,"read":true}}""")).Json["changed"]!.GetValue<int>());
        Assert.Equal(["beta"], await TitlesAsync(ada, "read"));
    }

    [Fact]
    public async Task A_snoozed_item_comes_back_on_top_and_unread()
    {
        var ada = await ReaderAsync();
        var (early, late) = (await RaiseAsync(ada, "early"), await RaiseAsync(ada, "late"));
        await PatchAsync(ada, early, $$"""{"read":true,"snoozedUntil":"{{DateTimeOffset.UtcNow.AddHours(1):O}}"}""");
        Assert.True(RowId.TryParse(RowId.InboxItem, early, out var id));
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(session => session.Prepare("update inbox_items set snoozed_until = 1 where id = @id").Bind(id).ExecuteAsync());
        await hub.Hub.Services.GetRequiredService<InboxDesk>().WakeAsync(10, CancellationToken.None);
        Assert.Equal(["early", "late"], await TitlesAsync(ada, "unread"));
        Assert.Equal(late, (await ada.Client.ReadAsync("/v1/inbox?limit=1&cursor=" + (await ada.Client.ReadAsync("/v1/inbox?limit=1")).Json["nextCursor"])).Json["items"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Marking_all_read_takes_a_known_type_or_everything_and_an_unknown_one_marks_nothing()
    {
        var ada = await ReaderAsync();
        await RaiseAsync(ada, "a");
        await RaiseAsync(ada, "b", "feedback.new");
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostTextAsync("/v1/inbox/mark-all-read", """{"type":"no.such"}""")).Status);
        Assert.Equal(2, (await ada.Client.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>());
        Assert.Equal(1, (await ada.Client.PostTextAsync("/v1/inbox/mark-all-read", """{"type":"feedback.new"}""")).Json["changed"]!.GetValue<int>());
        Assert.Equal(1, (await ada.Client.PostTextAsync("/v1/inbox/mark-all-read", "{}")).Json["changed"]!.GetValue<int>());
        Assert.Equal(0, (await ada.Client.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_read_here_need_not_go_out_elsewhere()
    {
        var ada = await ReaderAsync(mail: true);
        await hub.Client.PostTextAsync("/v1/types", """{"key":"nightly.report","label":"Nightly","channels":{"in_app":true,"email":true},"fallback":[{"channel":"email","afterMinutes":30}]}""");
        var item = await RaiseAsync(ada, "report", "nightly.report");
        var before = (await ada.Client.ReadAsync($"/v1/inbox/{item}")).Json;
        Assert.Equal(("email", "delayed", "FallbackWait"), (Text(before, "channel"), Text(before, "status"), Text(before, "reason")));
        await PatchAsync(ada, item, """{"read":true}""");
        var after = (await ada.Client.ReadAsync($"/v1/inbox/{item}")).Json;
        Assert.Equal(("suppressed", "ReadElsewhere"), (Text(after, "status"), Text(after, "reason")));

        static string Text(JsonObject why, string name) => why["elsewhere"]![0]![name]!.GetValue<string>();
    }

    [Fact]
    public async Task A_stream_tells_the_count_and_each_item_and_goes_on_where_it_stopped()
    {
        var ada = await ReaderAsync();
        await RaiseAsync(ada, "before");
        string last;
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            await using var events = EventsAsync(ada, null, limit.Token).GetAsyncEnumerator(limit.Token);
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(("unread", 1), (events.Current.EventType, JsonNode.Parse(events.Current.Data)!["unread"]!.GetValue<int>()));
            await RaiseAsync(ada, "live");
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(("item", "live"), (events.Current.EventType, JsonNode.Parse(events.Current.Data)!["title"]!.GetValue<string>()));
            last = events.Current.EventId!;
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(("unread", 2), (events.Current.EventType, JsonNode.Parse(events.Current.Data)!["unread"]!.GetValue<int>()));
        }
        await RaiseAsync(ada, "missed");
        using var again = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var titles = new List<string>();
        await foreach (var told in EventsAsync(ada, last, again.Token))
        {
            if (told.EventType == "unread")
            {
                break;
            }
            titles.Add(JsonNode.Parse(told.Data)!["title"]!.GetValue<string>());
        }
        Assert.Equal("missed", titles[^1]);
    }

    [Fact]
    public async Task A_stream_ends_when_its_reader_is_erased()
    {
        var ada = await ReaderAsync();
        await RaiseAsync(ada, "one");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var events = EventsAsync(ada, null, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await events.MoveNextAsync());
        await hub.Client.CallAsync(HttpMethod.Delete, $"/v1/users/{ada.Person.UserId}");
        // Somebody else's item wakes it.
        await RaiseAsync(await ReaderAsync(), "another's");
        while (await events.MoveNextAsync())
        {
            Assert.Equal("unread", events.Current.EventType);
        }
    }

    [Fact]
    public async Task A_stream_tells_all_of_a_deed_on_more_items_than_it_reads_at_once()
    {
        var ada = await ReaderAsync();
        await RaiseAsync(ada, "many");
        await using var db = hub.Rows();
        var item = await db.InboxItems.AsNoTracking().SingleAsync(i => i.PersonId == ada.Person.Id);
        var (gate, ids, reads) = (hub.Hub.Services.GetRequiredService<IWriteGate>(), hub.Hub.Services.GetRequiredService<HubIds>(), hub.Hub.Services.GetRequiredService<InboxReads>());
        await gate.WriteAsync(ProjectScope.Of(item.ProjectId), (rows, _) =>
        {
            for (var i = 0; i < 299; i++)
            {
                var id = ids.Next();
                rows.InboxItems.Add(new InboxItem { Id = id, ProjectId = item.ProjectId, PersonId = item.PersonId, NotificationId = item.NotificationId, Type = item.Type, Position = id, Changed = id, CreatedAt = item.CreatedAt });
            }
            return Task.FromResult(true);
        });
        Assert.Equal(300, (await ada.Client.PostTextAsync("/v1/inbox/mark-all-read", "{}")).Json["changed"]!.GetValue<int>());
        Assert.Equal(300, (await reads.SinceAsync(item.ProjectId, item.PersonId, item.Changed, 200)).Select(entry => entry.Item.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("?state=odd", "?state:not_allowed")]
    [InlineData("?q=", "?q:too_short")]
    [InlineData("?cursor=x", "?cursor:bad_format")]
    public async Task A_wrong_filter_is_told(string query, string fault)
    {
        var ada = await ReaderAsync();
        Assert.Contains(fault, (await ada.Client.ReadAsync("/v1/inbox" + query)).Faults);
    }

    [Fact]
    public async Task A_member_reads_their_own_by_their_session_and_writes_with_the_pages_token()
    {
        using var owner = await FormClient.OwnerOf(hub.Hub);
        Assert.Equal(0, (await owner.Http.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>());
        var answer = await hub.Client.PostAsync("/v1/notifications", new JsonObject { ["type"] = "issue.new", ["to"] = new JsonObject { ["team"] = true }, ["content"] = new JsonObject { ["title"] = "All hands" } });
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        await ComesAsync(async () => (await owner.Http.ReadAsync("/v1/inbox/unread-count")).Json["unread"]!.GetValue<int>() == 1);
        Assert.Equal((HttpStatusCode.Forbidden, "antiforgery_required"), Coded(await owner.Http.PostTextAsync("/v1/inbox/mark-all-read", "{}")));
    }

    private sealed record Reader(Person Person, HttpClient Client, string Token);

    private static (HttpStatusCode, string?) Coded(ApiAnswer answer) => (answer.Status, answer.Code);

    private async Task<Reader> ReaderAsync(bool mail = false)
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new JsonObject { ["email"] = mail ? $"{user}@example.com" : null }));
        var token = (await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>();
        await using var db = hub.Rows();
        return new Reader(await db.People.AsNoTracking().SingleAsync(p => p.UserId == user), hub.Hub.ClientFor(token), token);
    }

    private async Task<string> RaiseAsync(Reader reader, string title, string type = "issue.new")
    {
        var answer = await hub.Client.PostAsync("/v1/notifications", new JsonObject { ["type"] = type, ["to"] = new JsonObject { ["user"] = reader.Person.UserId }, ["content"] = new JsonObject { ["title"] = title, ["link"] = "/there" } });
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        Assert.True(RowId.TryParse(RowId.Notification, answer.Json["notificationId"]!.GetValue<string>(), out var id));
        string? item = null;
        await ComesAsync(async () =>
        {
            await using var db = hub.Rows();
            var found = await db.InboxItems.Where(i => i.NotificationId == id).Select(i => (long?)i.Id).SingleOrDefaultAsync();
            item = found is { } row ? RowId.Format(RowId.InboxItem, row) : null;
            return item is not null;
        });
        return item!;
    }

    private static async Task<ApiAnswer> PatchAsync(Reader reader, string item, string body)
    {
        var answer = await reader.Client.CallAsync(HttpMethod.Patch, $"/v1/inbox/{item}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer;
    }

    private static async Task<IEnumerable<string>> TitlesAsync(Reader reader, string state) =>
        (await reader.Client.ReadAsync($"/v1/inbox?state={state}")).Json["items"]!.AsArray().Select(i => i!["title"]!.GetValue<string>());

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(Reader reader, string? last, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/inbox/stream");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }
        using var answer = await reader.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        await foreach (var told in SseParser.Create(await answer.Content.ReadAsStreamAsync(cancel)).EnumerateAsync(cancel))
        {
            yield return told;
        }
    }

    private Task ComesAsync(Func<Task<bool>> there) => hub.Hub.UntilAsync(async () => await there() ? "there" : null);
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Reminders;
using NotifyHub.Security.ApiKeys;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>Reminders over the API: put, moved, done, listed, taken away.</summary>
public sealed class ReminderApiTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private static readonly DateTimeOffset Due = new(DateTimeOffset.UtcNow.AddDays(40).UtcDateTime.Date.AddHours(16), TimeSpan.Zero);

    private HttpClient Api => hub.Client;

    [Fact]
    public async Task It_is_put_read_moved_done_and_taken_away()
    {
        var path = await NewUserAsync() + "/reminders/tax%2F2026";
        var made = await PutAsync(path, Body("Hand in the tax return", Due, """, "body": "Form 17.", "link": "/tasks/17" """));
        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal(("tax/2026", "none", 0), (made.Json["key"]!.GetValue<string>(), made.Json["recurrence"]!.GetValue<string>(), made.Json["told"]!.GetValue<int>()));
        Assert.Equal(Due.Date.AddDays(-14).AddHours(9), At(made, "nextAt")!.Value.UtcDateTime);
        var again = await PutAsync(path, Body("Hand it in", Due));
        Assert.Equal((made.Id, "Hand it in", null), (again.Id, again.Json["title"]!.GetValue<string>(), again.Json["link"]?.GetValue<string>()));
        var moved = await PutAsync(path, Body("Hand it in", Due.AddDays(1)));
        Assert.Equal(At(made, "nextAt")!.Value.AddDays(1), At(moved, "nextAt"));
        Assert.Equal(moved.Text, (await Api.ReadAsync(path)).Text);

        var done = await Api.PostTextAsync(path + "/done", "");
        Assert.Equal((true, null), (At(done, "doneAt") is not null, At(done, "nextAt")));
        Assert.Equal(done.Text, (await Api.PostTextAsync(path + "/done", "{}")).Text);
        Assert.Equal(HttpStatusCode.NoContent, (await Api.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.CallAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.PostTextAsync(path + "/done", "{}")).Status);
    }

    [Fact]
    public async Task One_that_comes_back_moves_on_once_for_each_due_date()
    {
        var path = await NewUserAsync() + "/reminders/water";
        await PutAsync(path, Body("Water the plants", Due, """, "recurrence": "weekly" """));
        for (var time = 0; time < 2; time++)
        {
            var done = await Api.PostTextAsync(path + "/done", $$"""{"dueAt":"{{Due:O}}"}""");
            Assert.Equal((Due.AddDays(7), null, Due.Date.AddDays(4).AddHours(9)), (At(done, "dueAt"), At(done, "doneAt"), At(done, "nextAt")!.Value.UtcDateTime));
        }
    }

    [Fact]
    public async Task Lists_page_and_know_what_is_done()
    {
        var user = await NewUserAsync();
        foreach (var key in new[] { "a", "b", "c" })
        {
            await PutAsync($"{user}/reminders/{key}", Body(key, Due));
        }
        await Api.PostTextAsync($"{user}/reminders/b/done", "");
        var first = await Api.ReadAsync($"{user}/reminders?limit=2");
        Assert.Equal(["c", "b"], Keys(first));
        Assert.Equal(["a"], Keys(await Api.ReadAsync($"{user}/reminders?limit=2&cursor={first.Json["nextCursor"]}")));
        Assert.Equal(["c", "a"], Keys(await Api.ReadAsync($"{user}/reminders?state=open")));
        Assert.Equal(["b"], Keys(await Api.ReadAsync($"{user}/reminders?state=done")));
        Assert.Equal("validation_failed", (await Api.ReadAsync($"{user}/reminders?state=OPEN")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await Api.ReadAsync("/v1/users/nobody-at-all/reminders")).Status);
    }

    [Fact]
    public async Task All_faults_are_told_at_once_and_nothing_is_stored()
    {
        var user = await NewUserAsync();
        var wrong = await PutAsync($"{user}/reminders/x", $$"""{"title":" ","body":"{{new string('x', 1001)}}","dueAt":"2120-01-01T00:00:00Z","recurrence":"hourly"}""");
        Assert.Equal(["/body:too_long", "/dueAt:out_of_range", "/recurrence:not_allowed", "/title:required"], wrong.Faults.Order(StringComparer.Ordinal));
        Assert.Equal(["/link:bad_format"], (await PutAsync($"{user}/reminders/x", Body("x", Due, """, "link": "javascript:alert(1)" """))).Faults);
        Assert.Equal(["/dueAt:required"], (await PutAsync($"{user}/reminders/x", """{"title":"x"}""")).Faults);
        Assert.Equal(["/key:too_long"], (await PutAsync($"{user}/reminders/{new string('k', 201)}", Body("x", Due))).Faults);
        Assert.Equal("not_found", (await PutAsync("/v1/users/nobody-at-all/reminders/x", Body("x", Due))).Code);
        Assert.Empty(Keys(await Api.ReadAsync($"{user}/reminders")));
    }

    [Fact]
    public async Task A_user_has_no_more_than_a_thousand()
    {
        var user = await NewUserAsync();
        var id = user["/v1/users/".Length..];
        await using (var rows = hub.Rows(hub.Hub.ProjectId))
        {
            var person = await rows.People.SingleAsync(p => p.UserId == id);
            await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(ProjectScope.Of(hub.Hub.ProjectId), (db, _) =>
            {
                for (var i = 0; i < ReminderBook.Most; i++)
                {
                    db.Reminders.Add(new Reminder { Id = person.Id + 1 + i, ProjectId = person.ProjectId, PersonId = person.Id, Key = $"k{i}", Title = "x", DueAt = Due, FirstDueAt = Due });
                }
                return Task.FromResult(0);
            });
        }
        Assert.Equal("state_conflict", (await PutAsync($"{user}/reminders/one-more", Body("x", Due))).Code);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync($"{user}/reminders/k7", Body("x", Due))).Status);
    }

    [Fact]
    public async Task They_are_in_the_export_and_gone_with_their_user()
    {
        var user = await NewUserAsync();
        await PutAsync($"{user}/reminders/tax", Body("Exported task", Due));
        Assert.Equal("tax", (await Api.ReadAsync($"{user}/export")).Json["reminders"]![0]!["key"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Accepted, (await Api.CallAsync(HttpMethod.Delete, user)).Status);
        await using var rows = hub.Rows(hub.Hub.ProjectId);
        Assert.False(await rows.Reminders.AnyAsync(r => r.Title == "Exported task"));
    }

    [Fact]
    public async Task Who_may_send_may_remind_and_who_may_read_may_look()
    {
        var user = await NewUserAsync();
        using var sender = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Send));
        using var reader = hub.Hub.ClientFor(await hub.Hub.NewKeyAsync(hub.Hub.ProjectId, ApiScopes.Read));
        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync($"{user}/reminders/x", Body("x", Due), reader)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync($"{user}/reminders/x", Body("x", Due), sender)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await sender.ReadAsync($"{user}/reminders/x")).Status);
        Assert.Equal(HttpStatusCode.OK, (await reader.ReadAsync($"{user}/reminders/x")).Status);
    }

    private async Task<string> NewUserAsync()
    {
        var path = $"/v1/users/{Guid.NewGuid():n}";
        await PutAsync(path, """{"timezone":"Etc/UTC"}""");
        return path;
    }

    private Task<ApiAnswer> PutAsync(string path, string body, HttpClient? client = null) => (client ?? Api).CallAsync(HttpMethod.Put, path, new StringContent(body, Encoding.UTF8, "application/json"));

    private static string Body(string title, DateTimeOffset due, string more = "") => $$"""{"title":"{{title}}","dueAt":"{{due:O}}"{{more}}}""";

    private static DateTimeOffset? At(ApiAnswer answer, string member) => answer.Json[member]?.GetValue<DateTimeOffset>();

    private static IEnumerable<string> Keys(ApiAnswer answer) => answer.Json["items"]!.AsArray().Select(item => item!["key"]!.GetValue<string>());
}

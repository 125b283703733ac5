using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Api;

/// <summary>An inbox between two moments, by the list and by a bulk change.</summary>
public sealed class InboxFilterTests(UnlimitedHubFixture hub) : IClassFixture<UnlimitedHubFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 6, 10, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("from=2026-06-11T00:00:00Z", "12 11")]
    [InlineData("to=2026-06-11T00:00:00Z", "10")]
    [InlineData("from=2026-06-11T00:00:00Z&to=2026-06-12T00:00:00Z", "11")]
    [InlineData("from=2026-06-11T00:00:00.001Z&to=2026-06-12T00:00:00Z", "")]
    // The same moment by another clock.
    [InlineData("from=2026-06-11T02:00:00%2B02:00&to=2026-06-12T02:00:00%2B02:00", "11")]
    [InlineData("from=2026-06-11T00:00:00Z&type=feedback.new", "12")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z", "12 11 10")]
    public async Task Items_are_those_that_came_between(string query, string titles)
    {
        var (me, _) = await ReaderAsync();
        var found = (await me.ReadAsync($"/v1/inbox?{query}")).Json["items"]!.AsArray().Select(item => item!["title"]!.GetValue<string>());
        Assert.Equal(titles, string.Join(' ', found));
    }

    [Fact]
    public async Task A_woken_item_stands_on_top_and_keeps_the_day_on_which_it_came()
    {
        var (me, person) = await ReaderAsync();
        await Gate.WriteAsync(session => session.Prepare("update inbox_items set position = @place where person_id = @person and created_at = @at").Bind(Ids.Next(), person, Start).ExecuteAsync());
        Assert.Equal("10", Assert.Single((await me.ReadAsync("/v1/inbox?from=2026-06-10T00:00:00Z&to=2026-06-11T00:00:00Z")).Json["items"]!.AsArray())!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_bulk_change_takes_the_same_filter()
    {
        var (me, _) = await ReaderAsync();
        var answer = await me.PostTextAsync("/v1/inbox/bulk", """{"filter":{"from":"2026-06-11T00:00:00Z","to":"2026-06-12T00:00:00Z"},"set":{"archived":true}}""");
        Assert.Equal(1, answer.Json["changed"]!.GetValue<int>());
        Assert.Equal("11", Assert.Single((await me.ReadAsync("/v1/inbox?state=archived")).Json["items"]!.AsArray())!["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("from=yesterday", "?from:bad_format")]
    [InlineData("to=2026-06-11T00:00:00", "?to:bad_format")]
    [InlineData("from=2026-06-11&to=2026-06-12", "?from:bad_format,?to:bad_format")]
    [InlineData("from=2026-06-12T00:00:00Z&to=2026-06-11T00:00:00Z", "?to:out_of_range")]
    [InlineData("from=2026-06-12T00:00:00Z&to=2026-06-12T00:00:00Z", "?to:out_of_range")]
    public async Task What_is_no_moment_is_told(string query, string faults)
    {
        var (me, _) = await ReaderAsync();
        var answer = await me.ReadAsync($"/v1/inbox?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, faults), (answer.Status, string.Join(',', answer.Faults.Order(StringComparer.Ordinal))));
    }

    [Fact]
    public async Task A_bulk_change_over_no_time_at_all_is_refused()
    {
        var (me, _) = await ReaderAsync();
        var answer = await me.PostTextAsync("/v1/inbox/bulk", """{"filter":{"from":"2026-06-12T00:00:00Z","to":"2026-06-11T00:00:00Z"},"set":{"deleted":true}}""");
        Assert.Equal("/filter/to:out_of_range", Assert.Single(answer.Faults));
        Assert.Equal(3, (await me.ReadAsync("/v1/inbox")).Json["items"]!.AsArray().Count);
    }

    private IWriteGate Gate => hub.Hub.Services.GetRequiredService<IWriteGate>();

    private HubIds Ids => hub.Hub.Services.GetRequiredService<HubIds>();

    // One at the start of each of three days, titled by it; the last is feedback.
    private async Task<(HttpClient Me, long Person)> ReaderAsync()
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new { }));
        var token = (await hub.Client.PostAsync("/v1/user-tokens", new JsonObject { ["userId"] = user })).Json["token"]!.GetValue<string>();
        await using var db = hub.Rows();
        var person = await db.People.AsNoTracking().SingleAsync(p => p.UserId == user);
        await Gate.WriteAsync(ProjectScope.Of(person.ProjectId), (rows, _) =>
        {
            for (var day = 0; day < 3; day++)
            {
                var (at, type) = (Start.AddDays(day), day == 2 ? "feedback.new" : "issue.new");
                // Numbered as they were when they came.
                var id = HubIds.FloorAt(at) + (Ids.Next() & 0x3FFFFF);
                rows.Notifications.Add(new Notification { Id = id, ProjectId = person.ProjectId, Payload = "{}", Title = $"{at:dd}", Target = "{}", Type = type, CreatedAt = at });
                rows.InboxItems.Add(new InboxItem { Id = id, ProjectId = person.ProjectId, PersonId = person.Id, NotificationId = id, Type = type, Position = id, Changed = id, CreatedAt = at });
            }
            return Task.FromResult(true);
        });
        return (hub.Hub.ClientFor(token), person.Id);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Inbox;
using NotifyHub.Audience.People;
using NotifyHub.Components.Pages.Inbox;
using NotifyHub.Components.Shared;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Components.Pages.Inbox;

/// <summary>The list of the inbox page over real rows: how deep it goes, its days, and what an undo takes back.</summary>
public sealed class InboxPageStateTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 11, 12, 0, 0, TimeSpan.Zero);
    private static readonly InboxFilter All = new(InboxState.All);

    [Fact]
    public async Task An_undo_leaves_alone_what_was_so_before()
    {
        var (person, items) = await FillAsync(3);
        var state = State();
        await state.LoadAsync(person, ViewerZone.Utc, All, null);
        await state.ReadAsync(items[0]);
        await state.LoadAsync(person, ViewerZone.Utc, All, null);
        await state.DoAsync(items, new InboxChange(Read: true), "Marked read");
        Assert.Equal("3 items: marked read.", state.Undo!.Words);
        await state.UndoAsync();
        await state.LoadAsync(person, ViewerZone.Utc, new InboxFilter(InboxState.Unread), null);
        Assert.Equal([items[2], items[1]], state.Entries.Select(entry => entry.Item.Id));
        Assert.Equal(2, state.Unread);
    }

    [Fact]
    public async Task A_list_is_read_on_as_it_is_scrolled_and_has_a_heading_for_each_day()
    {
        var (person, items) = await FillAsync(InboxPageState.Slice * 2 + 5);
        var state = State();
        await state.LoadAsync(person, ViewerZone.Utc, All, null);
        Assert.Equal((InboxPageState.Slice, true), (state.Entries.Count(), state.HasMore));
        await state.EnsureAsync(10_000);
        Assert.Equal((items.Count, false), (state.Entries.Count(), state.HasMore));
        Assert.Equal(items.Reverse(), state.Entries.Select(entry => entry.Item.Id));
        // One an hour: the newest at noon.
        var days = state.Lines.Where(line => line.Day is not null).Select(line => line.Day!).ToList();
        Assert.Equal(["Today", "Yesterday", "Tuesday, 9 June 2026"], days.Take(3));
        Assert.Equal(days.Count, days.Distinct().Count());
    }

    private InboxPageState State() => new(hub.Hub.Services.GetRequiredService<InboxReads>(), hub.Hub.Services.GetRequiredService<InboxDesk>(), new ManualTime(Noon));

    // Oldest first.
    private async Task<(PersonCaller Person, IReadOnlyList<long> Items)> FillAsync(int count)
    {
        var user = Guid.NewGuid().ToString("n");
        await hub.Client.CallAsync(HttpMethod.Put, $"/v1/users/{user}", System.Net.Http.Json.JsonContent.Create(new { }));
        await using var db = hub.Rows();
        var person = await db.People.AsNoTracking().SingleAsync(p => p.UserId == user);
        var ids = hub.Hub.Services.GetRequiredService<HubIds>();
        var items = new List<long>();
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(ProjectScope.Of(person.ProjectId), (rows, _) =>
        {
            var notification = new Notification { Id = ids.Next(), ProjectId = person.ProjectId, Payload = "{}", Title = "An item", Target = "{}", Type = "issue.new", CreatedAt = Noon };
            rows.Notifications.Add(notification);
            for (var i = 0; i < count; i++)
            {
                var id = ids.Next();
                items.Add(id);
                rows.InboxItems.Add(new InboxItem { Id = id, ProjectId = person.ProjectId, PersonId = person.Id, NotificationId = notification.Id, Type = "issue.new", Position = id, Changed = id, CreatedAt = Noon.AddHours(i + 1 - count) });
            }
            return Task.FromResult(true);
        });
        return (new PersonCaller(person.ProjectId, person.Id, user), items);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NotifyHub.Audience.Inbox;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Inbox;

/// <summary>What the nightly job throws away and removes, and what it leaves.</summary>
public sealed class InboxCleanupTests(HubFixture hub) : IClassFixture<HubFixture>
{
    [Fact]
    public async Task Old_items_are_thrown_away_and_what_was_thrown_away_long_ago_is_removed()
    {
        var (now, made) = (DateTimeOffset.UtcNow, 0);
        var (readLately, readLongAgo) = (Item(31, read: 29), Item(40, read: 31));
        var (unreadLately, unreadLongAgo) = (Item(364), Item(366));
        var (thrownLately, thrownLongAgo) = (Item(120, read: 100, deleted: 89), Item(120, read: 100, deleted: 91));
        await hub.Hub.Services.GetRequiredService<IWriteGate>().WriteAsync(ProjectScope.Of(hub.Hub.ProjectId), (rows, _) =>
        {
            rows.InboxItems.AddRange(readLately, readLongAgo, unreadLately, unreadLongAgo, thrownLately, thrownLongAgo);
            return Task.FromResult(true);
        });
        var job = ActivatorUtilities.CreateInstance<InboxCleanup>(hub.Hub.Services);
        Assert.Equal("threw away 2, removed 1", await job.RunAsync(CancellationToken.None));
        Assert.Null(await job.RunAsync(CancellationToken.None));
        await using var db = hub.Rows();
        var left = await db.InboxItems.AsNoTracking().ToDictionaryAsync(item => item.Id);
        Assert.Equal([false, true, false, true, true], new[] { readLately, readLongAgo, unreadLately, unreadLongAgo, thrownLately }.Select(item => left[item.Id].DeletedAt is not null));
        Assert.False(left.ContainsKey(thrownLongAgo.Id));
        // A stream tells of what is gone from the list.
        Assert.True(left[readLongAgo.Id].Changed > readLongAgo.Changed);

        InboxItem Item(int days, int? read = null, int? deleted = null)
        {
            var id = HubIds.FloorAt(now.AddDays(-days)) + ++made;
            return new InboxItem
            {
                Id = id, ProjectId = hub.Hub.ProjectId, PersonId = 7, NotificationId = 7, Type = "issue.new", Position = id, Changed = id, CreatedAt = now.AddDays(-days),
                ReadAt = read is { } r ? now.AddDays(-r) : null, DeletedAt = deleted is { } d ? now.AddDays(-d) : null,
            };
        }
    }
}

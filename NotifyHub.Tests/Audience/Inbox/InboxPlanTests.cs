using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Audience.Inbox;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Audience.Inbox;

/// <summary>Lists of an inbox walk the reader's own stretch of an index in its order, on both engines, and end where the first day does.</summary>
public sealed class InboxPlanTests : IAsyncLifetime
{
    private const int Items = 60_000, People = 60, Messages = 10_000;
    private TempStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = await TempStore.OpenAsync();
        foreach (var sql in new[]
        {
            $"""
            insert into notifications (id, project_id, payload, localized, title, preview, target, type, recipients, created_at)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Messages})
            select i, 1, '{"{}"}', @localized, 'x', 'y', '{"{}"}', 'issue.new', 1, 1 from n
            """,
            $"""
            insert into inbox_items (id, project_id, person_id, notification_id, type, position, changed, created_at)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Items})
            select i, 1, i % {People}, 1 + i % {Messages}, 'issue.new', i, i, i from n
            """,
            $"""
            insert into notification_contents (notification_id, locale, project_id, payload)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {Messages})
            select i, 'de', 1, '{"{}"}' from n
            """,
            "analyze",
        })
        {
            await _store.Gate.WriteAsync(session => sql.Contains("@localized", StringComparison.Ordinal) ? session.Prepare(sql).Bind(false).ExecuteAsync() : session.Prepare(sql).ExecuteAsync());
        }
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData(InboxState.All, "ix_inbox_items_list")]
    [InlineData(InboxState.Unread, "ix_inbox_items_")]
    public async Task Between_two_days_it_is_a_walk_in_the_persons_own_index(InboxState state, string index)
    {
        var (from, to) = (DateTimeOffset.UnixEpoch.AddYears(56), DateTimeOffset.UnixEpoch.AddYears(57));
        foreach (var filter in new[] { new InboxFilter(state), new InboxFilter(state, From: from), new InboxFilter(state, From: from, To: to), new InboxFilter(state, "issue.new", null, from, to) })
        {
            var plan = await PlanAsync(db => InboxReads.Page(db, 7, filter, null, 51));
            Assert.True(plan.Contains(index, StringComparison.OrdinalIgnoreCase), plan);
            Assert.False(plan.Contains("Seq Scan on inbox_items", StringComparison.Ordinal) || plan.Split('\n').Any(QueryPlan.IsTableScan) || plan.Contains("TEMP B-TREE", StringComparison.Ordinal), plan);
            if (filter.From is not null)
            {
                // Not the whole inbox: no further than the first moment.
                Assert.Matches(_store.Engine.OwnedByOneProcess ? @"person_id=\? AND position>\?" : @"Index Cond: .*""?position""? >=", plan);
            }
        }
    }

    [Fact]
    public async Task The_words_of_a_pages_items_are_found_by_their_key()
    {
        var plan = await PlanAsync(db => InboxReads.Contents(db, [.. Enumerable.Range(1, 50).Select(i => i * 7L)]));
        Assert.True(plan.Contains("notification_contents", StringComparison.Ordinal), plan);
        Assert.False(plan.Contains("Seq Scan", StringComparison.Ordinal) || plan.Split('\n').Any(line => line.StartsWith("SCAN", StringComparison.Ordinal) && line.Contains("notification_contents", StringComparison.Ordinal)), plan);
    }

    private async Task<string> PlanAsync<T>(Func<HubDb, IQueryable<T>> query)
    {
        await using var db = _store.Contexts.Open(ProjectScope.Of(1));
        await using var command = query(db).CreateDbCommand();
        command.CommandText = $"explain {(_store.Engine.OwnedByOneProcess ? "query plan " : "")}{command.CommandText}";
        await db.Database.OpenConnectionAsync();
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync())
        {
            lines.Add(rows.GetString(rows.FieldCount - 1));
        }
        return string.Join('\n', lines);
    }
}

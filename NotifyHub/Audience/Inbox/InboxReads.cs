using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Inbox;

/// <summary>Reads one person's inbox. The first page and the count are a walk in an index of their own, however many items there are.</summary>
public sealed class InboxReads(HubContexts contexts)
{
    /// <summary>The badge counts no further.</summary>
    public const int CountedTo = 1000;

    // An id is taken before its row's time is, by another clock where there are several nodes.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    /// <summary>Items by their place, newest first.</summary>
    /// <param name="projectId">Whose person.</param>
    /// <param name="personId">Whose inbox.</param>
    /// <param name="filter">What is looked for.</param>
    /// <param name="before">Only places before this; null for the first page.</param>
    /// <param name="take">At most.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<InboxEntry>> PageAsync(long projectId, long personId, InboxFilter filter, long? before, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await SaidAsync(db, personId, await Page(db, personId, filter, before, take).ToListAsync(cancel), cancel);
    }

    /// <summary>One item, thrown away or not; null when it is not this person's.</summary>
    public async Task<InboxEntry?> FindAsync(long projectId, long personId, long id, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var found = await db.InboxItems.AsNoTracking().Where(i => i.Id == id && i.PersonId == personId).Join(db.Notifications.AsNoTracking(), i => i.NotificationId, n => n.Id, (i, n) => new InboxEntry(i, n.Title, n.Preview, n.Payload)).ToListAsync(cancel);
        return (await SaidAsync(db, personId, found, cancel)).SingleOrDefault();
    }

    /// <summary>Unread items, at most <see cref="CountedTo"/>.</summary>
    public async Task<int> UnreadAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Unread(db, personId).CountAsync(cancel);
    }

    /// <summary>What changed after a mark, oldest change first: how a stream goes on where it stopped. As many as asked for, and what else bears the last one's mark: a deed on many items gives them one.</summary>
    public async Task<IReadOnlyList<InboxEntry>> SinceAsync(long projectId, long personId, long mark, int take, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        var entries = await Since(db, personId, mark, take).ToListAsync(cancel);
        if (entries.Count == take)
        {
            var (last, known) = (entries[^1].Item.Changed, entries.Select(entry => entry.Item.Id).ToHashSet());
            entries.AddRange((await Same(db, personId, last).ToListAsync(cancel)).Where(entry => !known.Contains(entry.Item.Id)));
        }
        return await SaidAsync(db, personId, entries, cancel);
    }

    /// <summary>The newest mark of a change; 0 for an empty inbox.</summary>
    public async Task<long> MarkAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.InboxItems.Where(i => i.PersonId == personId).Select(i => (long?)i.Changed).MaxAsync(cancel) ?? 0;
    }

    /// <summary>The same message over the person's other channels, by channel.</summary>
    public async Task<IReadOnlyList<DeliveryTask>> ElsewhereAsync(long projectId, long personId, InboxItem item, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await Elsewhere(db, personId, item.NotificationId, item.Id).ToListAsync(cancel);
    }

    // The words of the reader's language, as dispatch picks them for other channels.
    private static async Task<IReadOnlyList<InboxEntry>> SaidAsync(HubDb db, long personId, List<InboxEntry> entries, CancellationToken cancel)
    {
        var ids = entries.Select(entry => entry.Item.NotificationId).Distinct().ToArray();
        var contents = ids.Length == 0 ? [] : await Contents(db, ids).ToListAsync(cancel);
        if (contents.Count == 0)
        {
            return entries.ConvertAll(entry => entry.Said(null));
        }
        var reader = (await db.People.Where(p => p.Id == personId).Select(p => p.Locale).SingleOrDefaultAsync(cancel))?.Replace('_', '-') ?? "";
        var own = contents.Where(c => reader.Equals(c.Locale, StringComparison.OrdinalIgnoreCase) || reader.StartsWith(c.Locale + "-", StringComparison.OrdinalIgnoreCase))
            .GroupBy(c => c.NotificationId).ToDictionary(g => g.Key, g => g.MaxBy(c => c.Locale.Length)!.Payload);
        return entries.ConvertAll(entry => entry.Said(own.GetValueOrDefault(entry.Item.NotificationId)));
    }

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<NotificationContent> Contents(HubDb db, long[] notifications) => db.NotificationContents.AsNoTracking().Where(c => notifications.Contains(c.NotificationId));

    /// <summary>The query itself, for the test of its plan.</summary>
    internal static IQueryable<InboxEntry> Page(HubDb db, long personId, InboxFilter filter, long? before, int take)
    {
        var items = db.InboxItems.AsNoTracking().Where(i => i.PersonId == personId && i.DeletedAt == null);
        items = filter.State switch
        {
            InboxState.Unread => items.Where(i => i.ReadAt == null && i.ArchivedAt == null && i.SnoozedUntil == null),
            InboxState.Read => items.Where(i => i.ReadAt != null && i.ArchivedAt == null && i.SnoozedUntil == null),
            InboxState.Archived => items.Where(i => i.ArchivedAt != null),
            InboxState.Snoozed => items.Where(i => i.SnoozedUntil != null && i.ArchivedAt == null),
            _ => items.Where(i => i.ArchivedAt == null && i.SnoozedUntil == null),
        };
        items = filter.Type is { } type ? items.Where(i => i.Type == type) : items;
        if (filter.From is { } from)
        {
            // An item's place is its id, or later once it was woken: the walk ends a little before the first moment, however long the inbox goes on behind it.
            var first = HubIds.FloorAt(from) - HubIds.Spread(Slack);
            items = items.Where(i => i.CreatedAt >= from && i.Position >= first);
        }
        items = filter.To is { } to ? items.Where(i => i.CreatedAt < to) : items;
        items = before is { } place ? items.Where(i => i.Position < place) : items;
        var entries = items.OrderByDescending(i => i.Position).Join(db.Notifications.AsNoTracking(), i => i.NotificationId, n => n.Id, (i, n) => new { Item = i, n.Title, n.Preview, n.Payload });
        if (filter.Text is { } text)
        {
            var lower = text.ToLowerInvariant();
            entries = entries.Where(e => (e.Title != null && e.Title.ToLower().Contains(lower)) || (e.Preview != null && e.Preview.ToLower().Contains(lower)));
        }
        return entries.OrderByDescending(e => e.Item.Position).Take(take).Select(e => new InboxEntry(e.Item, e.Title, e.Preview, e.Payload));
    }

    /// <inheritdoc cref="Page"/>
    internal static IQueryable<InboxItem> Unread(HubDb db, long personId) =>
        db.InboxItems.Where(i => i.PersonId == personId && i.ReadAt == null && i.ArchivedAt == null && i.SnoozedUntil == null && i.DeletedAt == null).Take(CountedTo);

    /// <inheritdoc cref="Page"/>
    internal static IQueryable<InboxEntry> Since(HubDb db, long personId, long mark, int take) =>
        db.InboxItems.AsNoTracking().Where(i => i.PersonId == personId && i.Changed > mark).OrderBy(i => i.Changed).ThenBy(i => i.Id).Take(take)
            .Join(db.Notifications.AsNoTracking(), i => i.NotificationId, n => n.Id, (i, n) => new InboxEntry(i, n.Title, n.Preview, n.Payload));

    /// <inheritdoc cref="Page"/>
    internal static IQueryable<InboxEntry> Same(HubDb db, long personId, long mark) =>
        db.InboxItems.AsNoTracking().Where(i => i.PersonId == personId && i.Changed == mark)
            .Join(db.Notifications.AsNoTracking(), i => i.NotificationId, n => n.Id, (i, n) => new InboxEntry(i, n.Title, n.Preview, n.Payload));

    /// <inheritdoc cref="Page"/>
    internal static IQueryable<DeliveryTask> Elsewhere(HubDb db, long personId, long notificationId, long itemId) =>
        // Ids are in the order of time: a person's deliveries of this notification come after it.
        db.Deliveries.AsNoTracking().Where(d => d.PersonId == personId && d.Id > notificationId && d.NotificationId == notificationId && d.Id != itemId).OrderBy(d => d.Id);
}

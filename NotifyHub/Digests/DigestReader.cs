using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Types;

namespace NotifyHub.Digests;

/// <summary>Reads what a digest tells: unread items of an inbox whose types may be in one.</summary>
internal sealed class DigestReader(TypeBook types)
{
    /// <summary>Items of a person with ids after the one and up to the other.</summary>
    public async Task<DigestNews> ReadAsync(HubDb db, long projectId, long personId, long after, long upto, CancellationToken cancel)
    {
        var fresh = db.InboxItems.AsNoTracking().Where(i =>
            i.PersonId == personId && i.Id > after && i.Id <= upto && i.ReadAt == null && i.ArchivedAt == null && i.SnoozedUntil == null && i.DeletedAt == null);
        var told = new List<TypeDefinition>();
        var count = 0;
        foreach (var of in await fresh.GroupBy(i => i.Type).Select(g => new { Key = g.Key, Count = g.Count() }).ToListAsync(cancel))
        {
            if (await types.FindAsync(projectId, of.Key, cancel) is { InDigest: true } type)
            {
                told.Add(type);
                count += of.Count;
            }
        }
        var keys = told.Select(type => type.Key).ToArray();
        var newest = await fresh.Where(i => keys.Contains(i.Type)).Join(db.Notifications.AsNoTracking(), i => i.NotificationId, n => n.Id, (i, n) => new { i.Id, i.Type, n.Title })
            .OrderByDescending(i => i.Id).Take(DigestWords.Lines).ToListAsync(cancel);
        return new DigestNews(count, [.. newest.Select(i => i.Title ?? told.First(type => type.Key == i.Type).Label)], told);
    }
}

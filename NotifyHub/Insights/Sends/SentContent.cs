using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Sends;

/// <summary>What a notification says to a reader of a language: as dispatch picks it (<see cref="HubModel.Speaks"/>), from the language that the device, else its person, has now.</summary>
public static class SentContent
{
    /// <summary>The message as JSON.</summary>
    public static async Task<string> OfAsync(HubDb db, Notification notification, Device? device, CancellationToken cancel = default)
    {
        var locale = device?.Locale ?? (device?.UserId is { } user
            ? await db.People.Where(p => p.ProjectId == notification.ProjectId && p.UserId == user).Select(p => p.Locale).FirstOrDefaultAsync(cancel) : null);
        var reader = locale?.Replace('_', '-') ?? "";
        var contents = await db.NotificationContents.AsNoTracking().Where(c => c.NotificationId == notification.Id).ToListAsync(cancel);
        return contents
            .Where(c => reader.Equals(c.Locale, StringComparison.OrdinalIgnoreCase) || reader.StartsWith(c.Locale + "-", StringComparison.OrdinalIgnoreCase))
            .MaxBy(c => c.Locale.Length)?.Payload ?? notification.Payload;
    }
}

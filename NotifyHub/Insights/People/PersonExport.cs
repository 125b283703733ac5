using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.People;

/// <summary>Writes everything that is kept of a person as one JSON document, page by page: what a person may ask for.</summary>
public sealed class PersonExport(HubContexts contexts, TimeProvider time)
{
    private const int Slice = 500;

    /// <summary>Writes a <see cref="UserExport"/>.</summary>
    public async Task WriteAsync(Person person, Stream to, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(person.ProjectId));
        // The serializer flushes the writer as it goes, which on a response's stream would be forbidden blocking I/O; on a pipe it only hands bytes on.
        var pipe = PipeWriter.Create(to, new StreamPipeWriterOptions(leaveOpen: true));
        await using var json = new Utf8JsonWriter(pipe, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        Put(json, "exportedAt", At(time.GetUtcNow()));
        Put(json, "user", UserOf(person));
        Put(json, "topics", await TopicsAsync(db, SubscriberKind.Person, person.Id, cancel));
        Put(json, "preferences", await db.OptOuts.Where(Mine(person)).OrderBy(o => o.Id).Select(o => new ExportedConsent(o.Category, o.OptedOut, o.Source, null, null, At(o.UpdatedAt))).ToListAsync(cancel));
        Put(json, "consents", await db.ConsentRecords.Where(c => c.ProjectId == person.ProjectId && ((c.Subject == ConsentSubject.User && c.SubjectId == person.UserId) || (c.Subject == ConsentSubject.Fingerprint && c.SubjectId == person.FingerprintHex)))
            .OrderBy(c => c.Id).Select(c => new ExportedConsent(c.Category, c.OptedOut, c.Source, c.Actor, c.Ip, At(c.At))).ToListAsync(cancel));
        Put(json, "channels", (await db.Preferences.AsNoTracking().Where(p => p.PersonId == person.Id).OrderBy(p => p.Type).ThenBy(p => p.Channel).ToListAsync(cancel))
            .Select(p => new ExportedPreference(p.Type, p.Channel.Wire(), p.IsOn, At(p.UpdatedAt))));
        Put(json, "settings", await db.PersonSettings.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == person.Id, cancel) is { } set
            ? new ExportedSettings(Json(set.QuietHours), set.DigestCadence?.ToString().ToLowerInvariant(), set.DigestHour, AtOrNull(set.MuteUntil), At(set.UpdatedAt)) : null);
        Put(json, "reminders", (await db.Reminders.AsNoTracking().Where(r => r.PersonId == person.Id).OrderBy(r => r.Id).ToListAsync(cancel))
            .Select(r => new ExportedReminder(r.Key, r.Title, r.Body, r.Link, At(r.DueAt), r.Recurrence, AtOrNull(r.DoneAt), At(r.CreatedAt))));
        await WriteInboxAsync(db, person, json, pipe, cancel);
        var devices = await DevicesAsync(db, person, cancel);
        json.WriteStartArray("devices");
        foreach (var device in devices)
        {
            JsonSerializer.Serialize(json, DeviceOf(device, await TopicsAsync(db, SubscriberKind.Device, device.Id, cancel)), JsonSerializerOptions.Web);
        }
        json.WriteEndArray();
        json.WriteStartArray("deliveries");
        foreach (var device in devices)
        {
            await WriteDeliveriesAsync(db, device.Id, json, pipe, cancel);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancel);
        await pipe.CompleteAsync();
    }

    private static System.Linq.Expressions.Expression<Func<OptOut, bool>> Mine(Person person) => o =>
        o.ProjectId == person.ProjectId && ((o.Subject == ConsentSubject.User && o.SubjectId == person.UserId) || (o.Subject == ConsentSubject.Fingerprint && o.SubjectId == person.FingerprintHex));

    private static async Task<List<Device>> DevicesAsync(HubDb db, Person person, CancellationToken cancel)
    {
        var devices = await db.Devices.AsNoTracking().Where(d => d.ProjectId == person.ProjectId && d.UserId == person.UserId).OrderBy(d => d.Provider > ProviderNames.LastPush).ThenBy(d => d.Id).ToListAsync(cancel);
        if (person.FingerprintHex is { } print)
        {
            devices.AddRange(await db.Devices.AsNoTracking().Where(d => d.ProjectId == person.ProjectId && d.FingerprintHex == print && d.UserId == null).OrderBy(d => d.Id).ToListAsync(cancel));
        }
        return devices;
    }

    private static Task<List<string>> TopicsAsync(HubDb db, SubscriberKind kind, long subscriber, CancellationToken cancel) =>
        db.TopicSubscriptions.Where(s => s.SubscriberId == subscriber && s.Kind == kind).Join(db.Topics, s => s.TopicId, t => t.Id, (_, t) => t.Name).OrderBy(name => name).ToListAsync(cancel);

    // The words stand with the delivery, which has the same id.
    private static async Task WriteInboxAsync(HubDb db, Person person, Utf8JsonWriter json, PipeWriter pipe, CancellationToken cancel)
    {
        json.WriteStartArray("inbox");
        for (var (after, more) = (long.MinValue, true); more;)
        {
            var page = await db.InboxItems.AsNoTracking().Where(i => i.PersonId == person.Id && i.Changed > after).OrderBy(i => i.Changed).Take(Slice).ToListAsync(cancel);
            foreach (var item in page)
            {
                JsonSerializer.Serialize(json, new ExportedInboxItem(
                    RowId.Format(RowId.InboxItem, item.Id), RowId.Format(RowId.Delivery, item.Id), item.Type, At(item.CreatedAt), AtOrNull(item.ReadAt), AtOrNull(item.ArchivedAt), AtOrNull(item.SnoozedUntil), AtOrNull(item.DeletedAt)), JsonSerializerOptions.Web);
            }
            await json.FlushAsync(cancel);
            await pipe.FlushAsync(cancel);
            (after, more) = (page.Count == 0 ? after : page[^1].Changed, page.Count == Slice);
        }
        json.WriteEndArray();
    }

    private static async Task WriteDeliveriesAsync(HubDb db, long deviceId, Utf8JsonWriter json, PipeWriter pipe, CancellationToken cancel)
    {
        var after = 0L;
        while (true)
        {
            var page = await db.Deliveries.AsNoTracking().Where(d => d.DeviceId == deviceId && d.Id > after).OrderBy(d => d.Id).Take(Slice)
                .Join(db.Notifications, d => d.NotificationId, n => n.Id, (d, n) => new { Delivery = d, n.Payload }).ToListAsync(cancel);
            var ids = page.Select(p => p.Delivery.Id).ToList();
            var said = (await db.Interactions.AsNoTracking().Where(i => ids.Contains(i.DeliveryId)).ToListAsync(cancel)).ToLookup(i => i.DeliveryId);
            foreach (var row in page.OrderBy(p => p.Delivery.Id))
            {
                JsonSerializer.Serialize(json, DeliveryOf(row.Delivery, row.Payload, said[row.Delivery.Id]), JsonSerializerOptions.Web);
            }
            await json.FlushAsync(cancel);
            await pipe.FlushAsync(cancel);
            if (page.Count < Slice)
            {
                return;
            }
            after = ids.Max();
        }
    }

    private static ExportedUser UserOf(Person row) => new(
        row.UserId, row.Email, row.Phone, row.Name, row.Locale, row.TimeZone, Json(row.Traits), row.FingerprintHex, Json(row.Channels), At(row.CreatedAt), At(row.UpdatedAt));

    private static ExportedDevice DeviceOf(Device row, IReadOnlyList<string> topics) => new(
        RowId.Format(RowId.Device, row.Id), row.Provider.Wire(), row.Status.ToString().ToLowerInvariant(), row.InstallationId, row.FingerprintHex, row.Platform, row.Model, row.AppVersion, row.OsVersion,
        row.Locale, row.TimeZone, row.Permission, Json(row.Metadata), Json(row.Traits), topics, At(row.CreatedAt), At(row.LastSeenAt));

    private static ExportedDelivery DeliveryOf(DeliveryTask row, string payload, IEnumerable<Interaction> said) => new(
        RowId.Format(RowId.Delivery, row.Id), RowId.Format(RowId.Device, row.DeviceId), row.Status.ToString().ToLowerInvariant(), row.Reason == DeliveryReason.None ? null : row.Reason.ToString(),
        row.Category, row.CampaignId, Json(payload), At(row.CreatedAt), AtOrNull(row.SentAt), AtOrNull(row.AckedAt), AtOrNull(row.OpenedAt),
        [.. said.OrderBy(i => i.Id).Select(i => new ExportedInteraction(i.Kind.ToString().ToLowerInvariant(), i.ActionId, i.ReplyText, i.SessionId, At(i.At)))]);

    private static void Put<T>(Utf8JsonWriter json, string name, T value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, JsonSerializerOptions.Web);
    }

    private static JsonNode? Json(string? text) => text is null ? null : JsonNode.Parse(text);

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? AtOrNull(DateTimeOffset? at) => at is { } time ? At(time) : null;
}

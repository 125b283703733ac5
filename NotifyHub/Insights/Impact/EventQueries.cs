using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Insights.Impact;

/// <summary>From an event back to the pushes that came before it.</summary>
public sealed class EventQueries(HubEngine engine, HubContexts contexts)
{
    /// <summary>Pushes that are named.</summary>
    public const int Most = 50;

    private const string Columns = "d.id, n.title, d.campaign_id, coalesce(d.acked_at, d.sent_at)";

    private const string Joins = "left join notifications n on n.id = d.notification_id";

    /// <summary>One event; null when it is not of this project.</summary>
    public async Task<EventOrigin?> FindAsync(long projectId, long eventId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        if (await db.Events.AsNoTracking().SingleOrDefaultAsync(e => e.Id == eventId, cancel) is not { } found)
        {
            return null;
        }
        var pushes = new Dictionary<long, PushBefore>();
        await using var connection = await engine.OpenReadAsync(cancel);
        await AddAsync(Tied(eventId), null);
        if (RowId.TryParse(RowId.Device, found.DeviceId, out var device))
        {
            await AddAsync(ToDevice(engine, projectId, device, found.At), PushTie.Device);
        }
        if (found.UserId is { } user)
        {
            await AddAsync(ToUser(engine, projectId, user, found.At), PushTie.User);
        }
        return new EventOrigin(found, [.. pushes.Values.OrderBy(push => push.Tie > PushTie.Session).ThenByDescending(push => push.ReachedAt).Take(Most)]);

        async Task AddAsync(SqlText sql, PushTie? tie)
        {
            foreach (var push in await sql.QueryAsync(connection, row => new PushBefore(
                row.GetInt64(0), row.TextOrNull(1), row.TextOrNull(2), row.Time(3), found.At - row.Time(3), tie ?? (PushTie)row.GetInt32(4)), cancel))
            {
                // The strongest tie is told.
                pushes.TryAdd(push.DeliveryId, push);
            }
        }
    }

    internal static SqlText Tied(long eventId) => new(
        $"select {Columns}, i.link from event_impacts i join deliveries d on d.id = i.delivery_id {Joins} where i.event_id = @event and {ImpactWindow.CountsSql} order by d.id desc limit {Most}",
        [("@event", eventId)]);

    internal static SqlText ToDevice(HubEngine engine, long projectId, long device, DateTimeOffset at) => new(
        $"select {Columns} from deliveries d {Joins} where d.device_id = @device and {engine.Aside("d.project_id")} = @project and d.id < @before and {Within} order by d.id desc limit {Most}",
        [("@device", device), ("@project", projectId), .. Bounds(at)]);

    // The newest of each of the person's devices that were accepted before the event.
    internal static SqlText ToUser(HubEngine engine, long projectId, string user, DateTimeOffset at) => new(
        $"""
        select {Columns} from deliveries d {Joins} where d.device_id in (select id from devices where project_id = @project and user_id = @user order by id desc limit 20)
            and {engine.Aside("d.project_id")} = @project and d.id < @before and d.id > @after and {Within} order by d.id desc limit {Most}
        """,
        [("@user", user), ("@project", projectId), ("@after", HubIds.FloorAt(at - ImpactWindow.Length - LongestWait)), .. Bounds(at)]);

    // A send may have waited before it went.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    private const string Within = "coalesce(d.acked_at, d.sent_at) > @from and coalesce(d.acked_at, d.sent_at) <= @at";

    private static (string, object)[] Bounds(DateTimeOffset at) => [("@before", HubIds.FloorAt(at) + (1L << 22)), ("@from", at - ImpactWindow.Length), ("@at", at)];
}

using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery;

namespace NotifyHub.Pipeline.Explain.Replay;

/// <summary>Reads what a project really sent to people, newest first, page by page.</summary>
internal sealed class ReplayReader(HubEngine engine)
{
    private const int Page = 1000;

    // What a replay looks at: it ended, or the policy holds it. The inbox is under no policy of the project.
    private static readonly string Which = $"""
        d.project_id = @project and d.id >= @floor and d.person_id is not null and d.provider <> {(int)ProviderKind.InApp}
            and d.status in ({(int)DeliveryStatus.Delayed}, {(int)DeliveryStatus.Sent}, {(int)DeliveryStatus.Suppressed}, {(int)DeliveryStatus.Expired}, {(int)DeliveryStatus.Failed}, {(int)DeliveryStatus.Cancelled})
        """;

    /// <summary>How many there are, to a limit.</summary>
    internal static readonly string Count = $"select count(*) from (select 1 from deliveries d where {Which} limit @most) counted";

    /// <summary>A page of them before an id.</summary>
    internal static readonly string Read = $"""
        select d.id, d.notification_id, d.person_id, d.provider, d.lane, d.status, d.reason, d.created_at, d.due_at, d.expires_at, d.category,
            n.send_at, n.send_at_local, n.type, n.digest_key, n.payload, s.quiet_hours, coalesce(p.time_zone, v.time_zone, j.time_zone)
        from deliveries d join notifications n on n.id = d.notification_id join projects j on j.id = d.project_id
            left join people p on p.id = d.person_id left join person_settings s on s.person_id = d.person_id left join devices v on v.id = d.device_id
        where {Which} and d.id < @before order by d.id desc limit @page
        """;

    /// <summary>Number of deliveries since a moment, at most <paramref name="most"/>.</summary>
    public async Task<int> CountAsync(long project, DateTimeOffset from, int most, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Count, ("@project", project), ("@floor", HubIds.FloorAt(from)), ("@most", most));
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancel), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The newest deliveries since a moment, at most <paramref name="most"/>.</summary>
    public async Task<List<ReplayedSend>> ReadAsync(long project, DateTimeOffset from, int most, CancellationToken cancel)
    {
        var found = new List<ReplayedSend>();
        var disturbing = new Dictionary<long, bool>();
        var before = long.MaxValue;
        while (found.Count < most)
        {
            // A connection of its own for each page: no reader stands in the way of the writer for the whole of it.
            await using var connection = await engine.OpenReadAsync(cancel);
            var page = Math.Min(Page, most - found.Count);
            await using var command = connection.Command(Read, ("@project", project), ("@floor", HubIds.FloorAt(from)), ("@before", before), ("@page", page));
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var count = found.Count;
            while (await reader.ReadAsync(cancel))
            {
                found.Add(Row(reader, disturbing));
            }
            if (found.Count - count < page)
            {
                break;
            }
            before = found[^1].Id;
        }
        return found;
    }

    private static ReplayedSend Row(DbDataReader reader, Dictionary<long, bool> disturbing)
    {
        var notification = reader.GetInt64(1);
        var lane = (DeliveryLane)reader.GetInt32(4);
        if (!disturbing.TryGetValue(notification, out var mayDisturb))
        {
            disturbing[notification] = mayDisturb = StandingFacts.MayDisturb(lane, PushMessageJson.Read(reader.GetString(15)));
        }
        var (created, due) = (Time(reader, 7)!.Value, Time(reader, 8)!.Value);
        // Its due time has moved with each wait; only a time by each one's own clock is not told elsewhere.
        var asked = reader.IsDBNull(12) ? Time(reader, 11) : due;
        return new ReplayedSend
        {
            Id = reader.GetInt64(0),
            NotificationId = notification,
            PersonId = reader.GetInt64(2),
            Provider = (ProviderKind)reader.GetInt32(3),
            Lane = lane,
            Status = (DeliveryStatus)reader.GetInt32(5),
            Reason = (DeliveryReason)reader.GetInt32(6),
            At = asked > created ? asked.Value : created,
            ExpiresAt = Time(reader, 9),
            Category = Text(reader, 10),
            Type = Text(reader, 13),
            DigestKey = Text(reader, 14) ?? "",
            MayDisturb = mayDisturb,
            OwnQuiet = Text(reader, 16),
            Zone = Text(reader, 17),
        };
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));
}

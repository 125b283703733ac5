using System.Data.Common;
using NotifyHub.Audience.Targets;
using NotifyHub.Calendar;
using NotifyHub.Data;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Fanout;

/// <summary>When a wall time comes in each zone of a stretch's devices: a small table that is bound to the statement which writes their deliveries.</summary>
/// <param name="Fallback">For devices whose zone, and whose person's, is not known.</param>
/// <param name="Zones">The others.</param>
internal sealed record FanoutTimes(DateTimeOffset Fallback, IReadOnlyList<(string Zone, DateTimeOffset At)> Zones)
{
    // More names than the tz database has.
    private const long Most = 1000;

    internal const string WallSql = "select n.send_at_local, n.send_at_zone, p.time_zone from notifications n left join projects p on p.id = n.project_id where n.id = @id and n.project_id = @project";

    /// <summary>The zone of a device <c>v</c>: its own, else its person's.</summary>
    public const string ZoneOf = "coalesce(v.time_zone, (select q.time_zone from people q where q.project_id = v.project_id and q.user_id = v.user_id))";

    /// <summary>Zones of a stretch. Parameters beside the part's: @after, @upto, @limit.</summary>
    public static string ZonesSql(TargetPart part) => $"select distinct {ZoneOf} from {part.Candidates} {part.Join} where {part.Stretch} limit @limit";

    /// <summary>Zones of a stretch of deliveries. Parameters: @id, @after, @upto, @limit.</summary>
    public const string WrittenZonesSql = $"select distinct {ZoneOf} from deliveries d join devices v on v.id = d.device_id where d.notification_id = @id and d.device_id > @after and d.device_id <= @upto limit @limit";

    /// <summary>The earliest and the latest of them.</summary>
    public DateTimeOffset First => Zones.Select(zone => zone.At).Append(Fallback).Min();

    /// <inheritdoc cref="First"/>
    public DateTimeOffset Last => Zones.Select(zone => zone.At).Append(Fallback).Max();

    /// <summary>As rows of a statement: a power of two of them, so that there are ten texts to prepare and not a thousand.</summary>
    public IEnumerable<(string Zone, DateTimeOffset At)> Rows => Zones.Count == 0 ? [("", Fallback)] : TargetSql.Padded(Zones);

    /// <summary>Reads what a stretch needs; null for a send that goes to all at one moment.</summary>
    public static Task<FanoutTimes?> ReadAsync(DbConnection connection, FanoutRun run, TargetPart part, long upto, DateTimeOffset now, CancellationToken cancel) =>
        ReadAsync(connection, run, now, () => part.Command(connection, ZonesSql(part), run.ProjectId, ("@after", run.Cursor), ("@upto", upto), ("@limit", Most)), cancel);

    /// <summary>The same of what is written already.</summary>
    public static Task<FanoutTimes?> ReadWrittenAsync(DbConnection connection, FanoutRun run, long upto, DateTimeOffset now, CancellationToken cancel) =>
        ReadAsync(connection, run, now, () => connection.Command(WrittenZonesSql, ("@id", run.Id), ("@after", run.Cursor), ("@upto", upto), ("@limit", Most)), cancel);

    private static async Task<FanoutTimes?> ReadAsync(DbConnection connection, FanoutRun run, DateTimeOffset now, Func<DbCommand> zonesOf, CancellationToken cancel)
    {
        if (await WallAsync(connection, run, cancel) is not { } wall)
        {
            return null;
        }
        var zones = new List<(string, DateTimeOffset)>();
        await using var command = zonesOf();
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            if (!row.IsDBNull(0) && WallClock.TryZone(row.GetString(0), out var zone))
            {
                zones.Add((row.GetString(0), Later(WallClock.Moment(wall.At, zone))));
            }
        }
        return new FanoutTimes(Later(WallClock.Moment(wall.At, wall.Fallback)), zones);

        DateTimeOffset Later(DateTimeOffset at) => at > now ? at : now;
    }

    private static async Task<(DateTime At, TimeZoneInfo Fallback)?> WallAsync(DbConnection connection, FanoutRun run, CancellationToken cancel)
    {
        await using var command = connection.Command(WallSql, ("@id", run.Id), ("@project", run.ProjectId));
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) && !row.IsDBNull(0) && WallClock.TryParse(row.GetString(0), out var wall) ? (wall, WallClock.ZoneOf(Text(row, 1), Text(row, 2))) : null;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Pipeline.Delivery.Bundling;

namespace NotifyHub.Pipeline.Delivery;

/// <summary>
/// Reads what the people of claimed deliveries did and chose. A statement of its own, run only for claims that hold deliveries to people: for pushes to devices, which are most of
/// what is claimed at once, its columns cost as much as the rest of the read.
/// </summary>
internal sealed class ClaimedPeople(PersonQuiets quiet)
{
    // Not "is not null": while few people are written to, PostgreSQL takes the index of their deliveries for that, and keeps it when they are many.
    /// <summary>Of what a claim took, named by its lease, the deliveries to people.</summary>
    public static readonly string Read = $"""
        select d.id, case when {PersonSql.ReadElsewhere("d")} then 1 else 0 end, case when {PersonSql.TypeOff("d", "n.type")} then 1 else 0 end,
            s.mute_until, s.quiet_hours, coalesce(p.time_zone, v.time_zone, (select j.time_zone from projects j where j.id = d.project_id)), n.type, n.digest_key, w.seen_at
        from deliveries d
        join notifications n on n.id = d.notification_id
        join devices v on v.id = d.device_id
        left join people p on p.id = d.person_id
        left join person_settings s on s.person_id = d.person_id
        left join person_presence w on w.person_id = d.person_id
        where d.status = {(int)DeliveryStatus.Sending} and d.lease_until = @until and d.lease_owner = @owner and coalesce(d.person_id, 0) <> 0
        """;

    /// <summary>Completes the rows of a claim; takes out those that are not ours any more, because their lease ran out since.</summary>
    public async Task CompleteAsync(DbConnection connection, List<ClaimedDelivery> rows, DateTimeOffset until, long owner, DateTimeOffset now)
    {
        var waiting = rows.Where(row => row.PersonId is not null).ToDictionary(row => row.Id);
        if (waiting.Count == 0)
        {
            return;
        }
        await using var command = connection.Command(Read, ("@until", until.ToUnixTimeMilliseconds()), ("@owner", owner));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (waiting.Remove(reader.GetInt64(0), out var row))
            {
                Complete(row, reader, now);
            }
        }
        if (waiting.Count > 0)
        {
            rows.RemoveAll(row => waiting.ContainsKey(row.Id));
        }
    }

    private void Complete(ClaimedDelivery row, DbDataReader reader, DateTimeOffset now)
    {
        row.ReadElsewhere = reader.GetInt32(1) != 0;
        row.TypeOff = reader.GetInt32(2) != 0;
        row.MutedUntil = reader.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3));
        row.Quiet = quiet.Of(row.ProjectId, reader.IsDBNull(4) ? null : reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetString(5));
        row.Group = reader.IsDBNull(6) ? null : new BundleGroup(reader.GetString(6), reader.IsDBNull(7) ? "" : reader.GetString(7), row.Provider.Channel());
        row.Present = reader.IsDBNull(8) ? null : quiet.PresenceOf(row.ProjectId, DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)), now);
    }
}

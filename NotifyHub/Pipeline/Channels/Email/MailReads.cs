using NotifyHub.Data;

namespace NotifyHub.Pipeline.Channels.Email;

/// <summary>What a mail needs to know beside the message.</summary>
/// <param name="PersonId">Whose mail; null when they are gone.</param>
/// <param name="UserId">The app's own id of them.</param>
/// <param name="Name">As the backend told it.</param>
/// <param name="Category">What one may unsubscribe from; null for what everybody gets.</param>
/// <param name="Type">Key of the type that it is of; null for a push.</param>
/// <param name="Project">Its name.</param>
public sealed record MailReader(long? PersonId, string? UserId, string? Name, string? Category, string? Type, string Project);

/// <summary>Reads it by keys.</summary>
public sealed class MailReads(HubEngine engine)
{
    // Where the project is gone, or has no name.
    private const string Nobody = "NotifyHub";

    internal const string Sql = """
        select p.id, v.user_id, p.name, d.category, n.type, r.name from deliveries d join devices v on v.id = d.device_id left join projects r on r.id = d.project_id
        left join notifications n on n.id = d.notification_id
        left join people p on p.project_id = d.project_id and p.user_id = v.user_id
        where d.id = @delivery and d.project_id = @project
        """;

    /// <summary>Of one delivery.</summary>
    public async Task<MailReader> OfAsync(long projectId, long deliveryId, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(Sql, ("@delivery", deliveryId), ("@project", projectId));
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new MailReader(row.IsDBNull(0) ? null : row.GetInt64(0), Text(1), Text(2), Text(3), Text(4), Text(5) ?? Nobody)
            : new MailReader(null, null, null, null, null, Nobody);

        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
    }
}

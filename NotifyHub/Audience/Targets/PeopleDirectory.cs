using NotifyHub.Data;

namespace NotifyHub.Audience.Targets;

/// <summary>Reads the people of a target within one project, outside the write gate.</summary>
public sealed class PeopleDirectory(HubEngine engine, TimeProvider time)
{
    /// <summary>Which of these users the project knows.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(long projectId, IReadOnlyList<string> users, CancellationToken cancel)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var values = TargetSql.Padded(users).Select((user, i) => ($"@name{i}_", (object)user)).ToList();
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(
            $"select user_id from people where project_id = @project and user_id in ({string.Join(", ", values.Select(v => v.Item1))})", [("@project", projectId), .. values]);
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            known.Add(row.GetString(0));
        }
        return known;
    }

    /// <summary>The first people of a target, by id.</summary>
    public async Task<IReadOnlyList<long>> FirstAsync(long projectId, AudienceTarget target, int most, CancellationToken cancel)
    {
        var found = new SortedSet<long>();
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var part in PeopleSql.Parts(engine, target, time.GetUtcNow()))
        {
            await using var command = part.Command(connection, PeopleSql.First(part), projectId, ("@after", 0L), ("@upto", long.MaxValue), ("@limit", (long)most));
            await using var row = await command.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
            {
                found.Add(row.GetInt64(0));
            }
        }
        return [.. found.Take(most)];
    }

    /// <summary>How many people a target has; looks at all of it. One who is found in two ways is counted twice.</summary>
    public async Task<int> CountAsync(long projectId, AudienceTarget target, CancellationToken cancel)
    {
        var count = 0L;
        await using var connection = await engine.OpenReadAsync(cancel);
        foreach (var part in PeopleSql.Parts(engine, target, time.GetUtcNow()))
        {
            await using var command = part.Command(connection, part.CountMatching, projectId);
            count += HubEngine.Number(await command.ExecuteScalarAsync(cancel)) ?? 0;
        }
        return (int)count;
    }
}

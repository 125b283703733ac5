using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Rows;
using NotifyHub.Insights.Devices;

namespace NotifyHub.Insights.People;

/// <summary>The list of people, and what belongs to one.</summary>
public sealed class PersonQueries(HubEngine engine, HubContexts contexts)
{
    internal static readonly KeysetReader<PersonRow> Reader = new(PersonRow.Select, "people", "", PersonRow.Read, row => row.Id);

    /// <summary>One page, newest first.</summary>
    public Task<ListPage<PersonRow>> PageAsync(long projectId, PersonFilter filter, ListCursor cursor, int size, CancellationToken cancel = default) =>
        Reader.ReadAsync(engine, Conditions(engine, projectId, filter), cursor, Math.Clamp(size, 1, 1000), cancel);

    /// <summary>Null when there is no such person in this project.</summary>
    public async Task<Person?> FindAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancel);
    }

    /// <summary>The row of a user, for a link; null when there is none.</summary>
    public async Task<long?> IdOfAsync(long projectId, string userId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.People.Where(p => p.ProjectId == projectId && p.UserId == userId).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Devices that name the user, and those that carry the fingerprint and name nobody; newest first.</summary>
    public async Task<IReadOnlyList<DeviceRow>> DevicesAsync(Person person, int most, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        return await Devices(person, most).QueryAsync(connection, DeviceRow.Read, cancel);
    }

    /// <summary>Where the person is reached beside devices: inbox, mail, chats.</summary>
    public async Task<IReadOnlyList<DeviceRow>> EndpointsAsync(Person person, CancellationToken cancel = default)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        return await Endpoints(person).QueryAsync(connection, DeviceRow.Read, cancel);
    }

    internal static SqlText Endpoints(Person person) => new(
        $"select {DeviceRow.Select} from devices t where t.project_id = @project and t.user_id = @user and t.provider + 0 > {(int)ProviderNames.LastPush} order by t.provider",
        [("@project", person.ProjectId), ("@user", person.UserId)]);

    internal static SqlText Devices(Person person, int most)
    {
        var all = $"select {DeviceRow.Select} from devices t where t.project_id = @project and t.user_id = @user and {ProviderNames.IsPushSql("t.provider")}";
        // Two look-ups by index rather than one condition with "or", which would be neither.
        var text = person.FingerprintHex is null ? all : $"{all} union all select {DeviceRow.Select} from devices t where t.project_id = @project and t.fingerprint_hex = @fingerprint and t.user_id is null";
        return new SqlText($"select * from ({text}) found order by 1 desc limit {most}",
            [("@project", person.ProjectId), ("@user", person.UserId), .. person.FingerprintHex is { } print ? new (string, object)[] { ("@fingerprint", print) } : []]);
    }

    internal static SqlConditions Conditions(HubEngine engine, long projectId, PersonFilter filter)
    {
        var where = new SqlConditions();
        var text = filter.Text?.Trim() ?? "";
        if (RowId.TryParse(RowId.Person, text, out var id))
        {
            return where.Indexed($"t.id = @exact and {engine.Aside("t.project_id")} = @project", ("@exact", id), ("@project", projectId));
        }
        where.Indexed("t.project_id = @project", ("@project", projectId));
        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        {
            return where.Indexed("t.fingerprint_hex = @print", ("@print", text.ToLowerInvariant()));
        }
        if (text.Length > 0)
        {
            where.Checked($@"({engine.Aside("t.user_id")} {engine.Like} @like escape '\' or t.name {engine.Like} @like escape '\' or {engine.Aside("t.email")} {engine.Like} @like escape '\')", ("@like", SqlConditions.Contains(text)));
        }
        return where;
    }
}

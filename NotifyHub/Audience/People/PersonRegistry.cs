using Microsoft.EntityFrameworkCore;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using NotifyHub.Security.Idempotency;

namespace NotifyHub.Audience.People;

/// <summary>A project's users: put one by one or by the thousand, found by the app's own id.</summary>
public sealed class PersonRegistry(IWriteGate gate, HubContexts contexts, HubIds ids, PersonChecks checks, PersonEndpoints endpoints, TimeProvider time)
{
    private const string Reach = "update people set channels = @channels, updated_at = @now where id = @id and project_id = @project returning user_id, email";

    /// <summary>Makes the user, or replaces what was known of them.</summary>
    /// <exception cref="RefusedException">Fields are wrong.</exception>
    public async Task<Person> PutAsync(long projectId, string userId, PersonProfile profile, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        ProfileChecks.UserId(faults, "/userId", userId);
        checks.Check(faults, "", profile);
        faults.ThrowIfAny();
        var person = Row(projectId, userId, profile);
        return await gate.WriteAsync(async session =>
        {
            var kept = await session.Prepare(PersonRows.Put + " returning id, created_at").Bind(Values(person)).QueryAsync(row => (row.GetInt64(0), row.GetInt64(1)));
            (person.Id, person.CreatedAt) = (kept[0].Item1, DateTimeOffset.FromUnixTimeMilliseconds(kept[0].Item2));
            await endpoints.KeepAsync(session, projectId, [new PersonAddresses(userId, profile.Email, profile.Channels)], person.UpdatedAt);
            session.Changed(projectId, HubTables.People);
            return person;
        }, cancel);
    }

    /// <summary>Puts them all, or none.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="RefusedException">Fields are wrong; each fault points at its user.</exception>
    public async Task<int> PutManyAsync(long projectId, PersonBatch batch, Once<int>? once = null, CancellationToken cancel = default)
    {
        Check(batch);
        var rows = batch.Users.Select(user => Values(Row(projectId, user.UserId, user))).ToList();
        var addresses = batch.Users.Select(user => new PersonAddresses(user.UserId, user.Email, user.Channels)).ToList();
        await gate.WriteAsync(async session =>
        {
            await session.Prepare(PersonRows.Put).ExecuteManyAsync(rows);
            await endpoints.KeepAsync(session, projectId, addresses, time.GetUtcNow());
            session.Changed(projectId, HubTables.People);
            if (once is not null)
            {
                await once.RecordAsync(session, batch.Users.Count, time.GetUtcNow());
            }
        }, cancel);
        return batch.Users.Count;
    }

    /// <summary>Changes where a person is reached in chats and by a webhook; everything else of them stays.</summary>
    /// <exception cref="RefusedException">An address is wrong.</exception>
    public async Task ReachAsync(long projectId, long personId, PersonChannels channels, CancellationToken cancel = default)
    {
        var faults = new FaultList();
        checks.Check(faults, "", new PersonProfile { Channels = channels });
        faults.ThrowIfAny();
        await gate.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            var kept = await session.Prepare(Reach).Bind(ChannelsJson.Write(channels), now, personId, projectId).QueryAsync(row => (User: row.GetString(0), Email: row.IsDBNull(1) ? null : row.GetString(1)));
            if (kept.Count > 0)
            {
                await endpoints.KeepAsync(session, projectId, [new PersonAddresses(kept[0].User, kept[0].Email, channels)], now);
                session.Changed(projectId, HubTables.People);
            }
        }, cancel);
    }

    /// <summary>One user; null when this project has none of that id.</summary>
    public async Task<Person?> FindAsync(long projectId, string userId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.ProjectId == projectId && p.UserId == userId, cancel);
    }

    /// <summary>The app's own id of a person; null when they are gone.</summary>
    public async Task<string?> UserIdAsync(long projectId, long personId, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.People.Where(p => p.Id == personId).Select(p => p.UserId).SingleOrDefaultAsync(cancel);
    }

    /// <summary>The app's own id of whom a user token names; null when they are gone, or the token was taken back.</summary>
    public async Task<string?> HolderAsync(long projectId, long personId, DateTimeOffset issuedAt, CancellationToken cancel = default)
    {
        await using var db = contexts.Open(ProjectScope.Of(projectId));
        return await db.People.Where(p => p.Id == personId && (p.TokensNotBefore == null || p.TokensNotBefore <= issuedAt)).Select(p => p.UserId).SingleOrDefaultAsync(cancel);
    }

    private void Check(PersonBatch batch)
    {
        if (batch.Users.Count is 0 or > PersonBatch.Most)
        {
            throw RefusedException.For([new Fault("/users", RefusalCode.BatchTooLarge, $"{batch.Users.Count} users; 1 to {PersonBatch.Most} are allowed.")]);
        }
        var faults = new FaultList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < batch.Users.Count; i++)
        {
            var user = batch.Users[i];
            ProfileChecks.UserId(faults, $"/users/{i}/userId", user.UserId);
            checks.Check(faults, $"/users/{i}", user);
            if (!seen.Add(user.UserId))
            {
                faults.Add($"/users/{i}/userId", "not_allowed", "This user is named twice.");
            }
        }
        faults.ThrowIfAny();
    }

    private Person Row(long projectId, string userId, PersonProfile profile)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return new Person
        {
            Id = ids.Next(), ProjectId = projectId, UserId = userId, FingerprintHex = profile.FingerprintHex?.ToLowerInvariant(), Email = profile.Email, Phone = profile.Phone, Name = profile.Name,
            Locale = profile.Locale, TimeZone = profile.Timezone, Traits = profile.Traits?.ToJsonString(), Channels = ChannelsJson.Write(profile.Channels), CreatedAt = now, UpdatedAt = now,
        };
    }

    private static object?[] Values(Person person) =>
    [
        person.Id, person.ProjectId, person.UserId, person.FingerprintHex, person.Email, person.Phone, person.Name, person.Locale, person.TimeZone, person.Traits, person.Channels, person.UpdatedAt,
    ];
}

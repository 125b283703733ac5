using NotifyHub.Audience.Devices;
using NotifyHub.Audience.Targets;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.People;

/// <summary>Where one person wants to be reached beside devices.</summary>
/// <param name="UserId">The app's own id.</param>
/// <param name="Email">Mail address.</param>
/// <param name="Channels">Further addresses.</param>
public readonly record struct PersonAddresses(string UserId, string? Email, PersonChannels? Channels);

/// <summary>
/// Keeps a person's endpoints in step with their addresses, in the transaction that writes the person: one row for each address, which lives on under
/// a new address with its history, and one for the inbox, whose id is the person's.
/// </summary>
public sealed class PersonEndpoints(DeviceTokens tokens, HubIds ids)
{
    /// <summary>These people's endpoints are as their addresses say afterwards; a few statements, however many they are.</summary>
    public async ValueTask KeepAsync(WriteSession session, long projectId, IReadOnlyList<PersonAddresses> people, DateTimeOffset now)
    {
        if (people.Count == 0)
        {
            return;
        }
        var users = TargetSql.Padded([.. people.Select(person => person.UserId)]).ToList();
        var known = (await session.Prepare(EndpointSql.Of(users.Count)).Bind([projectId, .. users]).QueryAsync(row => new Known(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3), row.IsDBNull(3) ? default : (ProviderKind)row.GetInt32(4),
            row.IsDBNull(3) ? [] : row.GetFieldValue<byte[]>(5)))).ToLookup(row => row.UserId, StringComparer.Ordinal);
        var changes = new Changes();
        foreach (var person in people)
        {
            var rows = known[person.UserId].ToList();
            if (rows.Count > 0)
            {
                Compare(changes, projectId, person, rows, now);
            }
        }
        await changes.WriteAsync(session, projectId);
    }

    /// <summary>The inbox of a person of whom nothing but the id is known.</summary>
    internal static async ValueTask OpenInboxAsync(WriteSession session, long projectId, string userId, DateTimeOffset now)
    {
        var person = await session.Prepare("select id, created_at from people where project_id = @project and user_id = @user and has_endpoints = 0").Bind(projectId, userId).QueryAsync(row => (Id: row.GetInt64(0), Since: row.GetInt64(1)));
        if (person is [var (id, since)])
        {
            var at = Later(now, since);
            await session.Prepare(EndpointSql.Add).Bind(id, projectId, ProviderKind.InApp, Array.Empty<byte>(), InboxHash(id), "", userId, at).ExecuteLaterAsync();
            await session.Prepare(EndpointSql.Has).Bind(id).ExecuteLaterAsync();
            session.Changed(projectId, HubTables.Devices);
        }
    }

    /// <summary>What is shown of an address.</summary>
    internal static string Shown(ProviderKind kind, string address) => kind switch
    {
        ProviderKind.Email when address.LastIndexOf('@') is var at and > 0 => $"{address[0]}…{address[at..]}",
        ProviderKind.Webhook when Uri.TryCreate(address, UriKind.Absolute, out var url) => url.Host,
        _ => DeviceTokens.Tail(address),
    };

    private void Compare(Changes changes, long projectId, PersonAddresses person, List<Known> rows, DateTimeOffset now)
    {
        var (id, since) = (rows[0].PersonId, rows[0].Since);
        var inbox = rows.Exists(row => row.Kind == ProviderKind.InApp);
        if (!inbox)
        {
            changes.Added.Add([id, projectId, ProviderKind.InApp, Array.Empty<byte>(), InboxHash(id), "", person.UserId, Later(now, since)]);
        }
        foreach (var (kind, address) in Wanted(person))
        {
            var row = rows.Find(row => row.Kind == kind);
            if (address is null)
            {
                if (row?.Endpoint is { } gone && tokens.Forgotten(projectId, kind, gone) is var none && !row.Hash.AsSpan().SequenceEqual(none))
                {
                    changes.Ended.Add([Array.Empty<byte>(), none, now, gone, projectId]);
                }
                continue;
            }
            // Two people may share an address, and each has an endpoint of it.
            var hash = tokens.Hash(projectId, kind, $"{id}:{address}");
            if (row?.Endpoint is not { } endpoint)
            {
                var made = ids.Next();
                changes.Added.Add([made, projectId, kind, tokens.Seal(projectId, made, new DeviceAddress(address)), hash, Shown(kind, address), person.UserId, Later(now, since)]);
            }
            else if (!row.Hash.AsSpan().SequenceEqual(hash))
            {
                changes.Moved.Add([tokens.Seal(projectId, endpoint, new DeviceAddress(address)), hash, Shown(kind, address), now, endpoint, projectId]);
            }
        }
    }

    private static IEnumerable<(ProviderKind Kind, string? Address)> Wanted(PersonAddresses person) =>
    [
        (ProviderKind.Email, Told(person.Email)), (ProviderKind.Slack, Told(person.Channels?.Slack)), (ProviderKind.Telegram, Told(person.Channels?.Telegram)), (ProviderKind.Webhook, Told(person.Channels?.Webhook)),
    ];

    private static string? Told(string? address) => string.IsNullOrWhiteSpace(address) ? null : address;

    // Of the person alone: an inbox has no address that anybody could guess or share.
    private static byte[] InboxHash(long personId) => System.Text.Encoding.UTF8.GetBytes(RowId.Format(RowId.Person, personId));

    // Never older than its person, whose row another node's clock may have dated.
    private static DateTimeOffset Later(DateTimeOffset now, long since) => now.ToUnixTimeMilliseconds() < since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : now;

    private sealed record Known(long PersonId, string UserId, long Since, long? Endpoint, ProviderKind Kind, byte[] Hash);

    private sealed class Changes
    {
        public List<object?[]> Added { get; } = [];
        public List<object?[]> Moved { get; } = [];
        public List<object?[]> Ended { get; } = [];

        public async ValueTask WriteAsync(WriteSession session, long projectId)
        {
            foreach (var (sql, rows) in new[] { (EndpointSql.End, Ended), (EndpointSql.Move, Moved), (EndpointSql.Add, Added) })
            {
                if (rows.Count > 0)
                {
                    await session.Prepare(sql).ExecuteManyAsync(rows);
                    session.Changed(projectId, HubTables.Devices);
                }
            }
        }
    }
}

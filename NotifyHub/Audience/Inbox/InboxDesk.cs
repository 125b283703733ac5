using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Audience.Inbox;

/// <summary>Changes a person's inbox. What is read here needs to go out nowhere else: deliveries of the same notification that wait for this person end in the same transaction.</summary>
public sealed class InboxDesk(IWriteGate gate, HubIds ids, TimeProvider time)
{
    /// <summary>Most items of one call.</summary>
    public const int Most = 500;

    private static readonly string SetRead = $"read_at = case when @read = 1 then coalesce(read_at, @now) when @read = 0 then null else read_at end";

    /// <summary>One item. In order of first appearance: @read @now @archived @snooze @until @deleted @changed @id @person.</summary>
    internal static readonly string Change = $"""
        update inbox_items set {SetRead},
            archived_at = case when @archived = 1 then coalesce(archived_at, @now) when @archived = 0 then null else archived_at end,
            snoozed_until = case when @snooze = 1 then cast(@until as bigint) when @archived = 1 then null else snoozed_until end,
            deleted_at = case when @deleted = 1 then coalesce(deleted_at, @now) when @deleted = 0 then null else deleted_at end,
            changed = @changed
        where id = @id and person_id = @person
        """;

    /// <summary>All unread ones. In order: @now @changed @person @type (null for all).</summary>
    internal const string ReadAll = $"update inbox_items set read_at = @now, changed = @changed where person_id = @person and {PeopleModel.Unread} and (cast(@type as text) is null or type = @type)";

    /// <summary>Ends what waits of what was read by the change @changed. In order: @now @person @changed.</summary>
    internal static readonly string Settle = $"""
        update deliveries set status = {(int)DeliveryStatus.Suppressed}, reason = {(int)DeliveryReason.ReadElsewhere}, updated_at = @now
        where id in (
            select d.id from inbox_items i join deliveries d on d.person_id = i.person_id and d.id > i.notification_id and d.notification_id = i.notification_id
            where i.person_id = @person and i.changed = @changed and i.read_at is not null and {HubModel.Waiting("d.status")})
        """;

    /// <summary>Notes on the in-app deliveries that they were seen. In order: @now @person @changed.</summary>
    internal const string Seen = """
        update deliveries set acked_at = coalesce(acked_at, @now), opened_at = coalesce(opened_at, @now), updated_at = @now
        where id in (select i.id from inbox_items i where i.person_id = @person and i.changed = @changed and i.read_at is not null) and opened_at is null
        """;

    /// <summary>Snoozed items whose time has come. In order: @now @limit.</summary>
    internal const string Due = "select id, project_id, person_id from inbox_items where snoozed_until is not null and snoozed_until <= @now order by snoozed_until limit @limit";

    /// <summary>Brings one back to the top, unread. In order: @place @id @now.</summary>
    internal const string Wake = "update inbox_items set snoozed_until = null, read_at = null, position = @place, changed = @place where id = @id and snoozed_until is not null and snoozed_until <= @now";

    /// <summary>Changes items of one person.</summary>
    /// <returns>How many of them there are; others' are passed over.</returns>
    public Task<int> ChangeAsync(long projectId, long personId, IReadOnlyList<long> items, InboxChange change, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        var (now, mark) = (time.GetUtcNow(), ids.Next());
        var until = change.SnoozedUntil > now ? change.SnoozedUntil : null;
        var rows = await session.Prepare(Change).ExecuteManyAsync([.. items.Distinct().Select(id => new object?[]
        {
            Told(change.Read), now, Told(change.Archived), change.SnoozedUntil is null ? 0 : 1, until, Told(change.Deleted), mark, id, personId,
        })]);
        await AfterAsync(session, projectId, personId, mark, now, change.Read == true);
        return rows.Sum();
    }, cancel);

    /// <summary>Marks everything read, or everything of a type.</summary>
    /// <returns>How many were unread.</returns>
    public Task<int> ReadAllAsync(long projectId, long personId, string? type, CancellationToken cancel = default) => gate.WriteAsync(async session =>
    {
        var (now, mark) = (time.GetUtcNow(), ids.Next());
        var rows = await session.Prepare(ReadAll).Bind(now, mark, personId, type).ExecuteAsync();
        await AfterAsync(session, projectId, personId, mark, now, rows > 0);
        return rows;
    }, cancel);

    /// <summary>Brings back snoozed items whose time has come.</summary>
    /// <returns>How many; as many as <paramref name="limit"/> when there may be more.</returns>
    internal Task<int> WakeAsync(int limit, CancellationToken cancel) => gate.WriteAsync(async session =>
    {
        var now = time.GetUtcNow();
        var due = await session.Prepare(Due).Bind(now, limit).QueryAsync(row => (Id: row.GetInt64(0), Project: row.GetInt64(1)));
        if (due.Count > 0)
        {
            await session.Prepare(Wake).ExecuteManyAsync([.. due.Select(item => new object?[] { ids.Next(), item.Id, now })]);
            foreach (var project in due.Select(item => item.Project).Distinct())
            {
                session.Changed(project, HubTables.Inbox);
            }
        }
        return due.Count;
    }, cancel);

    private static async ValueTask AfterAsync(WriteSession session, long projectId, long personId, long mark, DateTimeOffset now, bool read)
    {
        session.Changed(projectId, HubTables.Inbox);
        if (!read)
        {
            return;
        }
        await session.Prepare(Seen).Bind(now, personId, mark).ExecuteLaterAsync();
        if (await session.Prepare(Settle).Bind(now, personId, mark).ExecuteAsync() > 0)
        {
            session.Changed(projectId, HubTables.Deliveries);
        }
    }

    private static int? Told(bool? flag) => flag is { } value ? value ? 1 : 0 : null;
}

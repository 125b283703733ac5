using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Jobs;

namespace NotifyHub.Audience.Inbox;

/// <summary>Keeps inboxes small: what was read a month ago is thrown away, what was thrown away a quarter ago is removed, what nobody read in a year is thrown away.</summary>
internal sealed class InboxCleanup(IWriteGate gate, HubIds ids, TimeProvider time) : IHubJob
{
    public static readonly JobPlan Plan = new("notification_cleanup", "Throws away inbox items read 30 days ago or unread for 365, and removes what was thrown away 90 days ago.", TimeSpan.FromDays(1), At: new TimeOnly(6, 0));

    private const int Slice = 500;
    private static readonly TimeSpan ReadFor = TimeSpan.FromDays(30), GoneFor = TimeSpan.FromDays(90), UnreadFor = TimeSpan.FromDays(365);

    /// <summary>In order: @now @changed @before @limit.</summary>
    internal const string ThrowRead = "update inbox_items set deleted_at = @now, changed = @changed where id in (select id from inbox_items where read_at is not null and deleted_at is null and read_at < @before limit @limit)";

    /// <summary>In order: @before @limit.</summary>
    internal const string Remove = "delete from inbox_items where id in (select id from inbox_items where deleted_at is not null and deleted_at < @before limit @limit)";

    /// <summary>In order: @now @changed @first (the first id of the time that is kept) @limit. Ids are in the order of time.</summary>
    internal const string ThrowUnread = "update inbox_items set deleted_at = @now, changed = @changed where id in (select id from inbox_items where id < @first and read_at is null and deleted_at is null order by id limit @limit)";

    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var thrown = await AllAsync(ThrowRead, () => [now, ids.Next(), now - ReadFor, Slice], cancel) + await AllAsync(ThrowUnread, () => [now, ids.Next(), HubIds.FloorAt(now - UnreadFor), Slice], cancel);
        var removed = await AllAsync(Remove, () => [now - GoneFor, Slice], cancel);
        return thrown + removed == 0 ? null : $"threw away {thrown}, removed {removed}";
    }

    private async Task<int> AllAsync(string sql, Func<object?[]> values, CancellationToken cancel)
    {
        for (var all = 0; ;)
        {
            var rows = await gate.WriteAsync(session => session.Prepare(sql).Bind(values()).ExecuteAsync(), cancel);
            all += rows;
            if (rows < Slice)
            {
                return all;
            }
        }
    }
}

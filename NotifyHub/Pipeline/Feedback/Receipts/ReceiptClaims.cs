using System.Data.Common;
using NotifyHub.Data;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Feedback.Receipts;

/// <summary>
/// Takes deliveries whose receipts are due, of one project at a time, by putting their due time off: whoever takes them has until then to ask and to
/// write. A node that dies in between leaves them due again, and two nodes never hold the same row.
/// </summary>
internal sealed class ReceiptClaims(HubEngine engine, IWriteGate gate, TimeProvider time)
{
    /// <summary>Time to ask and to write; a question is over in 10 s.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    private const string First = "select project_id, provider from deliveries where receipt_due_at <= @now order by receipt_due_at limit 1";

    // The outer look at the due time is for a node that waited for the other's commit: its list was made before.
    private const string Take = """
        update deliveries set receipt_due_at = @until where receipt_due_at <= @now and id in
            (select id from deliveries where receipt_due_at <= @now and project_id = @project and provider = @provider order by receipt_due_at limit @limit)
        returning id, device_id, provider_message_id, coalesce(sent_at, updated_at), attempts, expires_at
        """;

    /// <summary>Up to as many as <paramref name="most"/> says for the relay, of the project that waits longest; none when nothing is due.</summary>
    public async Task<IReadOnlyList<AwaitedReceipt>> TakeAsync(Func<ProviderKind, int> most, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (await FirstDueAsync(now, cancel) is not var (project, provider))
        {
            return [];
        }
        var until = Whole(now + Hold);
        return await gate.WriteAsync(async session => await session.Prepare(Take).Bind(until, now, project, provider, most(provider)).QueryAsync(row => new AwaitedReceipt(
            row.GetInt64(0), project, provider, row.GetInt64(1), row.IsDBNull(2) ? "" : row.GetString(2), Time(row, 3), row.GetInt32(4), row.IsDBNull(5) ? null : Time(row, 5), until)), cancel);
    }

    private async Task<(long Project, ProviderKind Provider)?> FirstDueAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(First, ("@now", now.ToUnixTimeMilliseconds()));
        await using var rows = await command.ExecuteReaderAsync(cancel);
        return await rows.ReadAsync(cancel) ? (rows.GetInt64(0), (ProviderKind)rows.GetInt32(1)) : null;
    }

    // As the row keeps it, so that it can be found by it again.
    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static DateTimeOffset Time(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}

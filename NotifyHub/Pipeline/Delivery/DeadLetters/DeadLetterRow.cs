using System.Globalization;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;

namespace NotifyHub.Pipeline.Delivery.DeadLetters;

/// <summary>The deeds on one row. Each asks for the state that it leaves, so that of two at once one finds it done.</summary>
internal static class DeadLetterRow
{
    private const int Failed = (int)DeliveryStatus.Failed;

    // A fresh series of tries under the same message id; attempts stay and go on numbering.
    private static readonly string Replay = $"""
        update deliveries set status = {(int)DeliveryStatus.Queued}, reason = {(int)DeliveryReason.None}, due_at = @due, updated_at = @now, attempts = 0, crashes = 0, replays = replays + 1, replayed_at = @now
        where id = @id and project_id = @project and status = {Failed} and discarded_at is null
        """;

    private static readonly string Discard = $"update deliveries set discarded_at = @due where id = @id and project_id = @project and status = {Failed} and discarded_at is null";

    private static readonly string Restore = $"update deliveries set discarded_at = null where id = @id and project_id = @project and status = {Failed} and discarded_at is not null";

    private const string Look = "select status, expires_at, discarded_at from deliveries where id = @id and project_id = @project";

    /// <summary>Whether the row changed.</summary>
    /// <param name="session">Inside the gate.</param>
    /// <param name="run">Whose deed.</param>
    /// <param name="id">The delivery.</param>
    /// <param name="due">When a replayed one goes out.</param>
    /// <param name="now">This moment.</param>
    public static async ValueTask<bool> DoAsync(WriteSession session, DeadLetterRun run, long id, DateTimeOffset due, DateTimeOffset now) => await (run.Deed switch
    {
        DeadLetterDeed.Replay => session.Prepare(Replay).Bind(due, now, id, run.ProjectId),
        // The moment of the run marks what it discarded, so that it can be taken back as a whole.
        DeadLetterDeed.Discard => session.Prepare(Discard).Bind(run.CreatedAt, id, run.ProjectId),
        _ => session.Prepare(Restore).Bind(id, run.ProjectId),
    }).ExecuteAsync() > 0;

    /// <summary>Why a deed can't be done to this row; null when it can.</summary>
    public static async ValueTask<DeadLetterRefusal?> WhyNotAsync(WriteSession session, DeadLetterRun run, long id, DateTimeOffset due)
    {
        var found = await session.Prepare(Look).Bind(id, run.ProjectId).QueryAsync(row => (
            Status: (DeliveryStatus)row.GetInt32(0), Expires: row.IsDBNull(1) ? (long?)null : row.GetInt64(1), Discarded: !row.IsDBNull(2)));
        return found switch
        {
            [] => new(id, "not_found", "There is no such delivery in this project."),
            [{ Status: not DeliveryStatus.Failed } other] => new(id, "not_dead", $"It is no dead letter: its state is {other.Status.ToString().ToLowerInvariant()}."),
            [{ Discarded: true }] when run.Deed == DeadLetterDeed.Replay => new(id, "discarded", "It was discarded; restore it first."),
            [{ Discarded: true }] when run.Deed == DeadLetterDeed.Discard => new(id, "discarded", "It was discarded before."),
            [{ Discarded: false }] when run.Deed == DeadLetterDeed.Restore => new(id, "not_discarded", "It was not discarded."),
            [{ Expires: { } expires }] when run.Deed == DeadLetterDeed.Replay && expires <= due.ToUnixTimeMilliseconds() => Expired(id, expires),
            _ => null,
        };
    }

    /// <summary>The words for one whose time is over.</summary>
    public static DeadLetterRefusal Expired(long id, long expires) => new(id, "expired",
        $"Its time to live ended, or ends before its turn, at {DateTimeOffset.FromUnixTimeMilliseconds(expires).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC; it may not be sent any more.");
}

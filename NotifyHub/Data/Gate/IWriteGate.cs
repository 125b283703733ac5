namespace NotifyHub.Data.Gate;

/// <summary>
/// The one way into the database. Every write and every checkpoint passes here: SQLite before 3.51.3 can lose committed rows
/// when two connections write or checkpoint in WAL mode at the same instant, and one embedded database has one writer anyway.
/// Concurrent callers share a commit (group commit). The task completes after the commit is on disk.
/// </summary>
public interface IWriteGate
{
    /// <summary>Runs <paramref name="work"/> in a transaction; what it throws undoes only its own part. Do no I/O but the database's inside.</summary>
    /// <exception cref="StoreUnavailableException">The store can't take writes now; nothing of this was stored.</exception>
    Task<T> WriteAsync<T>(Func<WriteSession, ValueTask<T>> work, CancellationToken cancel = default);
}

/// <summary>Short forms.</summary>
public static class WriteGateShortForms
{
    /// <summary>For work without a result.</summary>
    public static Task WriteAsync(this IWriteGate gate, Func<WriteSession, ValueTask> work, CancellationToken cancel = default) =>
        gate.WriteAsync(async session => { await work(session); return 0; }, cancel);

    /// <summary>For work on tracked rows: saves at the end.</summary>
    public static Task<T> WriteAsync<T>(this IWriteGate gate, Rows.ProjectScope scope, Func<HubDb, WriteSession, Task<T>> work, CancellationToken cancel = default) =>
        gate.WriteAsync(async session =>
        {
            await using var db = session.Open(scope);
            var result = await work(db, session);
            await db.SaveChangesAsync(cancel);
            return result;
        }, cancel);
}

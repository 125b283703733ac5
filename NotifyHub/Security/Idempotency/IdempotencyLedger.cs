using System.Collections.Concurrent;
using System.Security.Cryptography;
using NotifyHub.Data;
using NotifyHub.Data.Gate;

namespace NotifyHub.Security.Idempotency;

/// <summary>Remembers the answers of creating requests for 24 hours, and which are running on this node.</summary>
public sealed class IdempotencyLedger(HubEngine engine, TimeProvider time)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    internal const string FindSql = """select body_hash, status, response, created_at from idempotency where project_id = @project and route = @route and "key" = @key""";

    // An entry past its time is overwritten as if it were not there.
    internal const string RecordSql = """
        insert into idempotency (project_id, route, "key", body_hash, status, response, created_at)
        values (@project, @route, @key, @hash, @status, @response, @now)
        on conflict (project_id, route, "key") do update set body_hash = excluded.body_hash, status = excluded.status, response = excluded.response, created_at = excluded.created_at
        where idempotency.created_at <= @cutoff
        """;

    private readonly ConcurrentDictionary<(long Project, string Route, string Key), bool> _running = new();

    /// <summary>Takes the turn of this key on this node; null while a twin has it. Dispose it when the request is answered.</summary>
    public IDisposable? Enter(IdempotencyClaim claim)
    {
        var key = (claim.ProjectId, claim.Route, claim.Key);
        return _running.TryAdd(key, true) ? new Turn(_running, key) : null;
    }

    /// <summary>The first answer of this key.</summary>
    /// <returns>Null answer when the key is free; <c>SameBody</c> false when it belongs to another request.</returns>
    public async ValueTask<(StoredAnswer? Answer, bool SameBody)> FindAsync(IdempotencyClaim claim, CancellationToken cancel)
    {
        await using var connection = await engine.OpenReadAsync(cancel);
        await using var command = connection.Command(FindSql, ("@project", claim.ProjectId), ("@route", claim.Route), ("@key", claim.Key));
        await using var row = await command.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel) || DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)) <= time.GetUtcNow() - Kept)
        {
            return (null, true);
        }
        var same = CryptographicOperations.FixedTimeEquals((byte[])row.GetValue(0), claim.BodyHash);
        return (new StoredAnswer(row.GetInt32(1), row.GetString(2)), same);
    }

    internal static async ValueTask RecordAsync(WriteSession session, IdempotencyClaim claim, StoredAnswer answer, DateTimeOffset now)
    {
        await session.Prepare(RecordSql).Bind(claim.ProjectId, claim.Route, claim.Key, claim.BodyHash, answer.Status, answer.Body, now, now - Kept).ExecuteLaterAsync(
            written => _ = written > 0 ? true : throw new IdempotencyTakenException());
    }

    private sealed class Turn(ConcurrentDictionary<(long, string, string), bool> running, (long, string, string) key) : IDisposable
    {
        public void Dispose() => running.TryRemove(key, out _);
    }
}

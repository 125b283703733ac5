using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>What became of a transaction whose confirmation did not arrive.</summary>
internal enum CommitVerdict
{
    /// <summary>It is stored.</summary>
    Stored,
    /// <summary>Nothing of it is stored.</summary>
    Undone,
    /// <summary>The server could not be asked in time.</summary>
    Unknown,
}

/// <summary>
/// A lost connection says nothing about the commit that was on its way, so each group that writes leaves its mark in a row of its writer, in the
/// same transaction. The transaction's number would not do: a server that crashed gives numbers whose work it has lost to others.
/// </summary>
internal sealed class PostgresVerdict(PostgresEngine engine)
{
    /// <summary>A caller waits for the answer meanwhile; a restart after a crash takes a second or two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const string Mark = """
        insert into installation_facts (name, value) select $1, $2 where pg_current_xact_id_if_assigned() is not null
        on conflict (name) do update set value = excluded.value
        """;

    // Changes nothing, and waits for whoever is changing it.
    private const string Look = "insert into installation_facts (name, value) values ($1, '') on conflict (name) do update set value = installation_facts.value returning value";
    private const string Forget = "delete from installation_facts where (name > 'writer:' and name < $1) or name = $2";

    private readonly string _name = NameAt(TimeProvider.System.GetUtcNow());
    private long _groups;

    /// <summary>Writes the next mark, if the transaction has written anything.</summary>
    public NpgsqlBatchCommand Next() => new(Mark) { Parameters = { new NpgsqlParameter<string> { TypedValue = _name }, new NpgsqlParameter<string> { TypedValue = $"{++_groups}" } } };

    /// <summary>Asks for the last group's mark until it is known or patience ends.</summary>
    public async Task<CommitVerdict> AskAsync()
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience; await Task.Delay(Pause, TimeProvider.System))
        {
            try
            {
                await using var connection = await engine.OpenWriteAsync();
                await using var command = new NpgsqlCommand(Look, connection) { Parameters = { new() { Value = _name } } };
                return await command.ExecuteScalarAsync() is string last && last == $"{_groups}" ? CommitVerdict.Stored : CommitVerdict.Undone;
            }
            catch (Exception error) when (PostgresFaults.IsOfStore(error))
            {
                // Not back yet: ask again.
            }
        }
        return CommitVerdict.Unknown;
    }

    /// <summary>Takes this writer's row away, and those of writers that died long ago.</summary>
    public async Task ForgetAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Forget, connection) { Parameters = { new() { Value = NameAt(TimeProvider.System.GetUtcNow() - Kept) }, new() { Value = _name } } };
        await command.ExecuteNonQueryAsync();
    }

    // Version 7 begins with the time.
    private static string NameAt(DateTimeOffset at) => $"writer:{Guid.CreateVersion7(at):N}";
}

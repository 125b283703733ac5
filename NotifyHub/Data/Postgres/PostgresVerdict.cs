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

/// <summary>Asks the server for the fate of a transaction: a lost connection says nothing about the commit that was on its way.</summary>
internal static class PostgresVerdict
{
    /// <summary>A caller waits for the answer meanwhile; a restart after a crash takes a second or two.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until it is known or patience ends.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="number">The transaction; null when it had nothing to write.</param>
    public static async Task<CommitVerdict> AskAsync(PostgresEngine engine, string? number)
    {
        if (number is null)
        {
            return CommitVerdict.Undone;
        }
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience; await Task.Delay(Pause, TimeProvider.System))
        {
            try
            {
                await using var connection = await engine.OpenWriteAsync();
                await using var command = new NpgsqlCommand("select pg_xact_status($1::text::xid8)", connection) { Parameters = { new NpgsqlParameter { Value = number } } };
                switch (await command.ExecuteScalarAsync())
                {
                    case "committed": return CommitVerdict.Stored;
                    case "aborted": return CommitVerdict.Undone;
                }
            }
            catch (Exception error) when (PostgresFaults.IsOfStore(error))
            {
                // Not back yet: ask again.
            }
        }
        return CommitVerdict.Unknown;
    }
}

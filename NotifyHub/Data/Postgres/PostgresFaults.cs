using System.Net.Sockets;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>What a failure means (postgresql.org/docs/15/errcodes-appendix.html).</summary>
internal static class PostgresFaults
{
    /// <summary>The store can't serve now, whoever asks: not reachable, going down, full, out of connections, read-only after a switch, or not in time.</summary>
    public static bool IsOfStore(Exception error) => error switch
    {
        PostgresException { SqlState: "55P03" or "25006" or "57014" or "25P03" or "57P05" } => true,
        PostgresException answer => answer.SqlState[..2] is "08" or "53" or "58" or "XX" || answer.SqlState is "57P01" or "57P02" or "57P03" or "57P04",
        NpgsqlException or SocketException or TimeoutException or EndOfStreamException => true,
        _ => error.InnerException is { } inner && IsOfStore(inner),
    };

    /// <summary>Two transactions stood in each other's way; the whole of this one is undone and may run again.</summary>
    public static bool IsCollision(Exception error) => Has(error, "40001", "40P01");

    /// <summary>Somebody else was first to write what must be unique; who looks again sees it.</summary>
    public static bool IsTaken(Exception error) => Has(error, PostgresErrorCodes.UniqueViolation);

    private static bool Has(Exception error, params ReadOnlySpan<string> states) =>
        error is PostgresException answer ? states.Contains(answer.SqlState) : error.InnerException is { } inner && Has(inner, states);
}

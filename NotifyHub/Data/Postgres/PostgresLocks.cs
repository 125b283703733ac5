namespace NotifyHub.Data.Postgres;

/// <summary>Classes of our advisory locks (two-number form), so that they meet nobody else's of the same database.</summary>
internal static class PostgresLocks
{
    /// <summary>Turns within a transaction.</summary>
    public const int Turns = 0x4E480001;
}

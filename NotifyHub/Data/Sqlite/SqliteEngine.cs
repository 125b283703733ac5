using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Rows;

namespace NotifyHub.Data.Sqlite;

/// <summary>SQLite in a file. One connection writes (<see cref="SqliteWriteGate"/>); all others are read-only in effect.</summary>
public sealed class SqliteEngine : HubEngine, IDisposable
{
    private readonly SqliteMigrator _migrator;
    private readonly DbContextOptions<HubDb> _readOptions;
    private readonly int _busySeconds;

    public SqliteEngine(SqliteFiles files, int busySeconds)
    {
        Files = files;
        _busySeconds = busySeconds;
        ReadConnectionString = new SqliteConnectionStringBuilder { DataSource = files.Database, Mode = SqliteOpenMode.ReadWrite, Pooling = true, DefaultTimeout = busySeconds }.ToString();
        _migrator = new SqliteMigrator(this);
        _readOptions = new DbContextOptionsBuilder<HubDb>().UseSqlite(ReadConnectionString).AddInterceptors(new ReadOnlyInEffect()).Options;
    }

    /// <summary>Paths.</summary>
    public SqliteFiles Files { get; }

    internal string ReadConnectionString { get; }

    /// <inheritdoc/>
    public override string Describe() => $"SQLite {SqliteConnectionVersion()}";

    /// <inheritdoc/>
    public override async ValueTask<DbConnection> OpenReadAsync(CancellationToken cancel = default)
    {
        var connection = new SqliteConnection(ReadConnectionString);
        await connection.OpenAsync(cancel);
        ReadOnlyInEffect.Apply(connection);
        return connection;
    }

    /// <inheritdoc/>
    internal override DbConnection NewReader() => new SqliteConnection(ReadConnectionString);

    /// <summary>The connection that writes; only the gate and the migrator (before the gate opens) call this.</summary>
    internal SqliteConnection OpenWrite()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Files.Database, Pooling = false, DefaultTimeout = _busySeconds }.ToString());
        connection.Open();
        using var pragma = connection.CreateCommand();
        // FULL: an accepted send survives power loss, not only a crash. secure_delete: what is deleted or moved is overwritten, so that an erased person is not in the file either.
        pragma.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -32768; pragma journal_size_limit = 67108864; pragma secure_delete = on;";
        pragma.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Moves the log into the file and cuts it to nothing (sqlite.org/pragma.html#pragma_wal_checkpoint).</summary>
    /// <param name="connection">The writing one, outside a transaction.</param>
    /// <returns>Whether it could; not while a reader still needs the log.</returns>
    internal static bool EmptyLog(SqliteConnection connection)
    {
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "pragma wal_checkpoint(truncate)";
        return pragma.ExecuteScalar() is 0L;
    }

    /// <inheritdoc/>
    public override DbContextOptions<HubDb> ContextOptions(DbConnection? connection) =>
        connection is null ? _readOptions : new DbContextOptionsBuilder<HubDb>().UseSqlite(connection).Options;

    /// <inheritdoc/>
    public override string NowSql => "cast(round((julianday('now') - 2440587.5) * 86400000) as integer)";

    // Without statistics two indexes that share a bounded column look the same to the planner, and it takes the wider one.
    /// <inheritdoc/>
    public override string By(string index) => $"indexed by \"{index}\"";

    /// <inheritdoc/>
    public override Task MigrateAsync(CancellationToken cancel) => _migrator.RunAsync(cancel);

    /// <inheritdoc/>
    public override bool OwnedByOneProcess => true;

    /// <inheritdoc/>
    public override JsonSql Json { get; } = new SqliteJson();

    /// <inheritdoc/>
    public override string Like => "like";

    /// <inheritdoc/>
    public override string Aside(string column) => $"+{column}";

    /// <summary>Lets go of pooled readers, so that the files can be moved.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(ReadConnectionString);
        SqliteConnection.ClearPool(connection);
        Files.Dispose();
    }

    private static string SqliteConnectionVersion()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        return connection.ServerVersion;
    }
}

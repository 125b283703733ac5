using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NotifyHub.Data.Gate;
using NotifyHub.Data.Rows;
using Npgsql;

namespace NotifyHub.Data.Postgres;

/// <summary>PostgreSQL, shared by any number of nodes. Readers come from a pool that cannot write; writers are the gate's own connections.</summary>
public sealed class PostgresEngine : HubEngine, IAsyncDisposable
{
    /// <summary>Oldest server that tells whether a transaction of before a lost connection was committed (pg_xact_status) and takes what the migrations hold.</summary>
    public static readonly Version Oldest = new(14, 0);

    /// <summary>
    /// A process that stands still in the middle of a transaction (stopped, swapped out, cut off from the network) would keep its rows from every
    /// other node for as long; the server ends its session after this, and it runs its work again should it come back.
    /// </summary>
    internal const string LetsGo = "-c idle_in_transaction_session_timeout=10s";

    private readonly ConcurrentDictionary<string, PostgresShape> _shapes = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource _reads;
    private readonly NpgsqlDataSource _writes;
    private readonly NpgsqlDataSource _lines;
    private readonly DbContextOptions<HubDb> _readOptions;
    private string _described = "PostgreSQL";

    /// <param name="connectionString">Npgsql's form: Host=...;Database=...;Username=...;Password=...</param>
    /// <param name="lockSeconds">Longest wait for a row that another transaction holds.</param>
    public PostgresEngine(string connectionString, int lockSeconds)
    {
        _reads = NpgsqlDataSource.Create(Settings(connectionString, lockSeconds, "-c default_transaction_read_only=on"));
        var writes = Settings(connectionString, lockSeconds, LetsGo);
        writes.Pooling = false;
        _writes = NpgsqlDataSource.Create(writes);
        writes.KeepAlive = 10;
        _lines = NpgsqlDataSource.Create(writes);
        _readOptions = new DbContextOptionsBuilder<HubDb>().UseNpgsql(_reads).Options;
    }

    /// <summary>Whether this is a connection string that names a server.</summary>
    public static bool CanRead(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override string Describe() => _described;

    /// <inheritdoc/>
    public override async ValueTask<DbConnection> OpenReadAsync(CancellationToken cancel = default)
    {
        try
        {
            return await _reads.OpenConnectionAsync(cancel);
        }
        catch (Exception error) when (PostgresFaults.IsOfStore(error))
        {
            throw new StoreUnavailableException("The database can't be reached now.", error);
        }
    }

    /// <inheritdoc/>
    internal override DbConnection NewReader() => _reads.CreateConnection();

    /// <summary>A connection that writes, its commits on disk before they are confirmed; only the gate and the migrator call this.</summary>
    internal async Task<NpgsqlConnection> OpenWriteAsync(CancellationToken cancel = default)
    {
        var connection = await _writes.OpenConnectionAsync(cancel);
        try
        {
            // A database set to confirm commits before they are durable would make an accepted send a promise without cover.
            await using var command = new NpgsqlCommand("select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'", connection);
            await command.ExecuteNonQueryAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection that waits for news and notices within half a minute that the other end is gone.</summary>
    internal Task<NpgsqlConnection> OpenLineAsync(CancellationToken cancel) => _lines.OpenConnectionAsync(cancel).AsTask();

    /// <inheritdoc/>
    public override DbContextOptions<HubDb> ContextOptions(DbConnection? connection) =>
        connection is null ? _readOptions : new DbContextOptionsBuilder<HubDb>().UseNpgsql(connection).Options;

    /// <inheritdoc/>
    public override async Task MigrateAsync(CancellationToken cancel)
    {
        await using var connection = await PostgresMigrator.ConnectAsync(this, cancel);
        _described = $"PostgreSQL {connection.PostgreSqlVersion}";
        await PostgresMigrator.RunAsync(this, connection, cancel);
    }

    /// <inheritdoc/>
    public override bool OwnedByOneProcess => false;

    /// <inheritdoc/>
    internal override string TakeTurn(WriteTurn turn) => $"do $$ begin perform pg_advisory_xact_lock({PostgresLocks.Turns}, {(int)turn}); end $$";

    /// <inheritdoc/>
    public override string NowSql => "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";

    /// <inheritdoc/>
    public override JsonSql Json { get; } = new PostgresJson();

    /// <inheritdoc/>
    public override string Like => "ilike";

    /// <inheritdoc/>
    public override string? ClockSql => "select (extract(epoch from clock_timestamp()) * 1000)::bigint";

    /// <inheritdoc/>
    protected override string PassOverLocked => "for update skip locked";

    /// <summary>Asked of the server once for each statement.</summary>
    internal PostgresShape ShapeOf(string sql, IReadOnlyList<string> names, NpgsqlConnection connection) =>
        _shapes.TryGetValue(sql, out var known) ? known : _shapes.GetOrAdd(sql, PostgresShape.Of(sql, names, connection));

    private static NpgsqlConnectionStringBuilder Settings(string connectionString, int lockSeconds, string options) => new(connectionString)
    {
        ApplicationName = "NotifyHub",
        Enlist = false,
        MaxAutoPrepare = 200,
        AutoPrepareMinUsages = 2,
        Timeout = Math.Min(new NpgsqlConnectionStringBuilder(connectionString).Timeout, 5),
        Options = $"{new NpgsqlConnectionStringBuilder(connectionString).Options} -c lock_timeout={lockSeconds}s {options}".Trim(),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync();
        await _writes.DisposeAsync();
        await _lines.DisposeAsync();
    }
}

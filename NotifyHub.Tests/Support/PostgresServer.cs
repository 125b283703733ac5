using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace NotifyHub.Tests.Support;

/// <summary>
/// A PostgreSQL of its own on loopback, in a folder of its own under the temporary one. It goes when its owner goes, also when that is killed:
/// a shell holds it and waits for the end of its input.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // The server refuses to run as root. Durability against power loss is no matter of tests (against its own crash it holds without fsync), but of a bench,
    // and so is memory: a bench gives it what docs/operations.md advises.
    private const string Keeper = """
        dir=$1; bin=$2; port=$3; sync=$4; buffers=$5; wal=$6
        start() {
            "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" -c listen_addresses=127.0.0.1 -c fsync=$sync -c full_page_writes=$sync -c max_connections=400 -c shared_buffers=$buffers -c max_wal_size=$wal >>"$dir/log" 2>&1 &
            pid=$!
        }
        "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb" 2>&1 || { cat "$dir/initdb"; exit 1; }
        start
        echo done
        while read -r word; do
            case $word in
                crash) kill -QUIT $pid; wait $pid ;;
                start) start ;;
                freeze) kill -STOP $pid $(pgrep -P $pid) ;;
                thaw) kill -CONT $pid $(pgrep -P $pid) ;;
            esac
            echo done
        done
        kill -CONT $pid; kill -INT $pid; wait $pid
        """;

    private readonly Process _keeper;

    private PostgresServer(string folder, int port, Process keeper) => (Folder, Port, _keeper) = (folder, port, keeper);

    public string Folder { get; }
    public int Port { get; }

    /// <summary>Of a database of this server.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Database={database};Username=postgres";

    /// <summary>Where Debian and its kin, or the PATH, have the server's programs.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    private static string Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault() ?? throw Missing()
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb"))) ?? throw Missing();

    private static InvalidOperationException Missing() => new("No PostgreSQL server here: apt-get install postgresql (14 or newer). ./test.sh does it.");

    /// <param name="durable">Whether a commit is on disk when it is answered.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var folder = Directory.CreateTempSubdirectory("notifyhub-pg-").FullName;
        var port = FreePort();
        var shell = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (!OperatingSystem.IsWindows() && Environment.UserName == "root")
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            using var own = Process.Start("chown", ["postgres", folder]);
            await own.WaitForExitAsync();
            shell = new ProcessStartInfo("runuser") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, ArgumentList = { "-u", "postgres", "--", "/bin/sh" } };
        }
        foreach (var argument in (string[])["-c", Keeper, "keeper", folder, Programs(), port.ToString(CultureInfo.InvariantCulture), .. durable ? (string[])["on", "1GB", "4GB"] : ["off", "64MB", "1GB"]])
        {
            shell.ArgumentList.Add(argument);
        }
        shell.WorkingDirectory = folder;
        var server = new PostgresServer(folder, port, Process.Start(shell)!);
        await server.DoneAsync();
        await server.ReadyAsync();
        return server;
    }

    /// <summary>As <c>pg_ctl stop -m immediate</c>: no goodbye, recovery at the next start.</summary>
    public Task CrashAsync() => TellAsync("crash");

    /// <summary>After a crash; returns when it answers.</summary>
    public async Task RestartAsync()
    {
        await TellAsync("start");
        await ReadyAsync();
    }

    /// <summary>Stops every process of the server where it stands; connections stay open and nothing answers.</summary>
    public Task FreezeAsync() => TellAsync("freeze");

    /// <summary>Goes on after <see cref="FreezeAsync"/>.</summary>
    public Task ThawAsync() => TellAsync("thaw");

    /// <summary>Runs one statement as the superuser.</summary>
    public async Task<object?> AskAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        return await command.ExecuteScalarAsync();
    }

    private async Task TellAsync(string word)
    {
        await _keeper.StandardInput.WriteLineAsync(word);
        await _keeper.StandardInput.FlushAsync();
        await DoneAsync();
    }

    private async Task DoneAsync()
    {
        if (await _keeper.StandardOutput.ReadLineAsync() is not "done")
        {
            throw new InvalidOperationException("PostgreSQL did not start: " + await _keeper.StandardOutput.ReadToEndAsync());
        }
    }

    // A server that starts gives no signal to a stranger but its answer.
    private async Task ReadyAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await AskAsync("select 1");
                return;
            }
            catch (NpgsqlException) when (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60))
            {
                // A server that starts tells nobody.
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

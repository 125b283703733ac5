using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace NotifyHub.E2E.Support;

/// <summary>The app as its own process, so that it can be killed. Started from a built or published folder.</summary>
public sealed class AppProcess : IAsyncDisposable
{
    private readonly ProcessStartInfo _start;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <param name="dll">NotifyHub.dll.</param>
    /// <param name="arguments">Verb and options; empty serves.</param>
    /// <param name="settings">Environment, e.g. NotifyHub__DataDirectory.</param>
    public AppProcess(string dll, string arguments, IReadOnlyDictionary<string, string> settings)
    {
        _start = new ProcessStartInfo("dotnet", $"\"{dll}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in settings)
        {
            _start.Environment[key] = value;
        }
    }

    /// <summary>Process id of the running process.</summary>
    public int Id => _process!.Id;

    /// <summary>Settings of the next start.</summary>
    public IDictionary<string, string?> Environment => _start.Environment;

    /// <summary>Sends what the next start prints to the end of this file, so that the file's disk is what it prints to.</summary>
    public void LogTo(string file)
    {
        _start.ArgumentList.Add("-c");
        _start.ArgumentList.Add($"exec {_start.FileName} {_start.Arguments} >> \"{file}\" 2>&1");
        (_start.FileName, _start.Arguments) = ("/bin/sh", "");
    }

    /// <summary>Whether it has ended (or was never started).</summary>
    public bool HasExited => _process is null or { HasExited: true };

    /// <summary>What it printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>A port that nothing listened on a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it and waits until <paramref name="ready"/> answers 200.</summary>
    public async Task StartAsync(Uri ready, CancellationToken cancel)
    {
        _output.Clear();
        _process = new Process { StartInfo = _start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await AnswersAsync(ready, cancel);
    }

    /// <summary>Waits until this address answers 200.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public async Task AnswersAsync(Uri ready, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        while (true)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The app ended with {_process.ExitCode}:\n{Output}");
            }
            try
            {
                if ((await client.GetAsync(ready, cancel)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or System.Net.Sockets.SocketException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                // Not listening yet.
            }
            await Task.Delay(25, cancel);
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancel)
    {
        await SignalAsync("TERM");
        return await ExitAsync(cancel);
    }

    /// <summary>Sends a signal: TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended; returns the exit code (137 after SIGKILL).</summary>
    public async Task<int> ExitAsync(CancellationToken cancel)
    {
        await _process!.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }
        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            while (_output.Count > 400)
            {
                _output.TryDequeue(out _);
            }
        }
    }
}

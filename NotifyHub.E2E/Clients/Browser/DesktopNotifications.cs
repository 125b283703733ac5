using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace NotifyHub.E2E.Clients.Browser;

/// <summary>What a browser showed on the desktop.</summary>
public sealed record ShownNotification(int Id, string Title, string Body, IReadOnlyDictionary<string, string> Actions, int Replaces, bool Image);

/// <summary>A desktop of its own for one browser: a private D-Bus, and a notification service on it that sees what is shown and presses it (notifications.py).</summary>
public sealed class DesktopNotifications : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<ShownNotification> _shown = Channel.CreateUnbounded<ShownNotification>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _bus;
    private readonly Process _service;

    private DesktopNotifications(Process bus, Process service, string address) => (_bus, _service, Address) = (bus, service, address);

    /// <summary>For DBUS_SESSION_BUS_ADDRESS.</summary>
    public string Address { get; }

    /// <summary>Starts both.</summary>
    public static async Task<DesktopNotifications> StartAsync()
    {
        var bus = Start("dbus-daemon", ["--session", "--nofork", "--print-address=1"], null);
        var address = await bus.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("dbus-daemon did not start: " + await bus.StandardError.ReadToEndAsync());
        var script = Path.Combine(AppRoot.Find(), "NotifyHub.E2E", "Clients", "Browser", "notifications.py");
        var desktop = new DesktopNotifications(bus, Start("/usr/bin/python3", [script], address), address);
        _ = desktop.ListenAsync();
        await desktop._ready.Task.WaitAsync(Patience);
        return desktop;
    }

    /// <summary>The next one that the browser shows.</summary>
    public async Task<ShownNotification> NextAsync() => await _shown.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether anything was shown that nobody looked at.</summary>
    public bool HasMore => _shown.Reader.TryPeek(out _);

    /// <summary>Presses it: "default" is the notification itself.</summary>
    public Task PressAsync(ShownNotification notification, string action = "default") => _service.StandardInput.WriteLineAsync(FormattableString.Invariant($"{notification.Id} {action}"));

    /// <summary>Closes it without opening.</summary>
    public Task CloseAsync(ShownNotification notification) => PressAsync(notification, "-");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _service, _bus })
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
            process.Dispose();
        }
    }

    private async Task ListenAsync()
    {
        while (await _service.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonSerializer.Deserialize<JsonElement>(line);
            if (said.TryGetProperty("ready", out _))
            {
                _ready.TrySetResult();
            }
            else if (said.TryGetProperty("title", out _))
            {
                _shown.Writer.TryWrite(said.Deserialize<ShownNotification>(JsonSerializerOptions.Web)!);
            }
        }
        _ready.TrySetException(new InvalidOperationException("notifications.py ended: " + await _service.StandardError.ReadToEndAsync()));
    }

    private static Process Start(string program, string[] arguments, string? bus)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (bus is not null)
        {
            start.Environment["DBUS_SESSION_BUS_ADDRESS"] = bus;
        }
        var process = Process.Start(start)!;
        process.StandardInput.AutoFlush = true;
        return process;
    }
}

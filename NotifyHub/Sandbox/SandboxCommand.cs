using System.Globalization;
using System.Runtime.InteropServices;

namespace NotifyHub.Sandbox;

/// <summary>The verb <c>NotifyHub sandbox</c>: only the vendors' twins, in a process of their own.</summary>
public static class SandboxCommand
{
    private const string Usage = """
        usage: NotifyHub sandbox [--port N] [--http2-port N] [--log FILE] [--folder DIR] [--quick] [--answer-ms N]
          --port N        all twins but APNs, and the control API (5081; 0 takes any free port)
          --http2-port N  APNs (5082; 0 takes any free port)
          --log FILE      append every arrival as a JSON line before it is answered
          --folder DIR    keep the demo credentials and the phones there
          --quick         for benchmarks: any credential and any token will do
          --answer-ms N   every answer takes so long, as over a line to a vendor (0 to 60000)
        """;

    /// <summary>Runs until it is asked to stop (SIGINT, SIGTERM).</summary>
    /// <param name="args">With the verb in front.</param>
    /// <returns>0; 1 when it could not start; 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Parse(args.AsSpan(1)) is not { } setup)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
        try
        {
            await using var sandbox = await SandboxHost.StartAsync(setup, loggers);
            Console.WriteLine($"sandbox ready http={sandbox.Addresses.Http} http2={sandbox.Addresses.Http2}");
            await stop.Task;
            return 0;
        }
        catch (IOException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    /// <summary>Null when the call is wrong.</summary>
    internal static SandboxSetup? Parse(ReadOnlySpan<string> args)
    {
        var setup = new SandboxSetup { Port = 5081, Http2Port = 5082 };
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            var next = (args[i], value) switch
            {
                ("--quick", _) => setup with { Quick = true },
                ("--port", _) when Port(value) is { } port => setup with { Port = port },
                ("--http2-port", _) when Port(value) is { } port => setup with { Http2Port = port },
                ("--answer-ms", _) when Milliseconds(value) is { } time => setup with { AnswerAfter = time },
                ("--log", { } file) => setup with { LogFile = file },
                ("--folder", { } folder) => setup with { Folder = folder },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            i += args[i] == "--quick" ? 0 : 1;
            setup = next;
        }

        return setup;
    }

    private static TimeSpan? Milliseconds(string? text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= 60_000 ? TimeSpan.FromMilliseconds(time) : null;

    private static int? Port(string? text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}

#if FAILPOINTS
using System.Diagnostics;

namespace NotifyHub.Failpoints;

/// <content>What a test build does at the moments.</content>
public static partial class Failpoint
{
    private static readonly FailpointScript Script = FailpointScript.Parse(Environment.GetEnvironmentVariable(FailpointScript.Variable));
    private static IDisposable? _commands;

    static partial void Reach(CrashPoint point) => Script.Reach(point);

    static partial void ReachAfterReply(HttpContext http, CrashPoint point) => http.Response.OnCompleted(() =>
    {
        Script.Reach(point);
        return Task.CompletedTask;
    });

    static partial void ReachAfterFlush(Stream stream, CrashPoint point)
    {
        if (Script.Names(point))
        {
            stream.Flush();
            Script.Reach(point);
        }
    }

    static partial void ReachAfterEveryCommand(CrashPoint? point)
    {
        _commands?.Dispose();
        _commands = point is { } moment ? DiagnosticListener.AllListeners.Subscribe(new EfListener(moment)) : null;
    }

    // EF tells every command to whoever listens: that reaches into a migration without a line in EF's way.
    private sealed class EfListener(CrashPoint point) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (_commands is not null && value.Key.EndsWith(".CommandExecuted", StringComparison.Ordinal))
            {
                Script.Reach(point);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
#endif

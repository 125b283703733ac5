using Microsoft.Extensions.Logging;

namespace NotifyHub.E2E.Support;

/// <summary>Reads the set-up token off the console, as the operator does.</summary>
public sealed class ConsoleToken : ILoggerProvider, ILogger
{
    private readonly TaskCompletionSource<string> _token = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first token that was printed.</summary>
    public Task<string> ReadAsync() => _token.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(v => v.Key == "SetupToken").Value is string token)
        {
            _token.TrySetResult(token);
        }
    }

    /// <inheritdoc/>
    public void Dispose() { }
}

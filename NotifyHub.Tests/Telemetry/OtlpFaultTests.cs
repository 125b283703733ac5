using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NotifyHub.Tests.Support;

namespace NotifyHub.Tests.Telemetry;

/// <summary>A collector that is not there, and settings that can't be meant.</summary>
public class OtlpFaultTests
{
    [Fact]
    public async Task A_collector_that_is_not_there_is_told_of_in_the_log_and_harms_nobody()
    {
        var words = new Words();
        var closed = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NotifyHub:Otlp:Endpoint"] = "http://127.0.0.1:1", ["NotifyHub:Otlp:MetricSeconds"] = "1" };
        await using var hub = await TestHub.StartAsync(closed, services => services.AddSingleton<ILoggerProvider>(words));
        await words.Told.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var device = await hub.Client.NewDeviceAsync();
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await hub.Client.SendAsync(new System.Text.Json.Nodes.JsonObject { ["to"] = device, ["title"] = "x" })).Status);
    }

    [Theory]
    [InlineData("Endpoint", "collector:4318")]
    [InlineData("Endpoint", "http://user:word@collector:4318")]
    [InlineData("Protocol", "http/json")]
    [InlineData("Headers", "no-value")]
    [InlineData("SampleRatio", "1.5")]
    [InlineData("MetricSeconds", "0")]
    [InlineData("FlushSeconds", "21")]
    public async Task A_wrong_setting_stops_the_start_and_names_its_key(string key, string value)
    {
        var fault = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => TestHub.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { [$"NotifyHub:Otlp:{key}"] = value }));
        Assert.Contains($"NotifyHub:Otlp:{key}", fault.Message, StringComparison.Ordinal);
    }

    private sealed class Words : ILoggerProvider, ILogger
    {
        public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ILogger CreateLogger(string categoryName) => this;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith("Telemetry was not exported", StringComparison.Ordinal))
            {
                Told.TrySetResult();
            }
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

using System.Collections.Concurrent;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Tests.Pipeline.Delivery;

/// <summary>A vendor whose answers a test chooses; for what the engine does with an answer. The vendors' wires have tests of their own.</summary>
internal sealed class ScriptedProvider(string name) : IPushProvider
{
    public string Name => name;

    /// <summary>What it answers; accepts by default.</summary>
    public Func<ProviderCall, CancellationToken, Task<ProviderOutcome>> Answer { get; set; } =
        (call, _) => Task.FromResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200, MessageId = "v-" + call.MessageId });

    /// <summary>Every call so far.</summary>
    public ConcurrentQueue<ProviderCall> Calls { get; } = new();

    /// <summary>Signalled once for each call, before it is answered.</summary>
    public SemaphoreSlim Called { get; } = new(0);

    public Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        Calls.Enqueue(call);
        Called.Release();
        return Answer(call, cancel);
    }

    /// <summary>Answers every call with this.</summary>
    public void Always(ProviderOutcome outcome) => Answer = (_, _) => Task.FromResult(outcome);

    public PayloadSize Measure(PushMessage message, string messageId) => new(10, 4096);
    public string Preview(PushMessage message, string messageId) => "{}";
    public void CheckOverride(System.Text.Json.Nodes.JsonObject patch, string pointer, FaultList faults)
    {
    }

    public CredentialShape CheckShape(string configJson, string secretJson) => new(null, null, configJson, secretJson, "print");
    public Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel) => Task.FromResult(new ProbeVerdict("ok", null, "fine"));
}

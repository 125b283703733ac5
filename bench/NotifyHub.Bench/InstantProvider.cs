using NotifyHub.Pipeline.Messages;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Bench;

/// <summary>A vendor in this process that takes everything at once.</summary>
internal sealed class InstantProvider(string name) : IPushProvider
{
    private long _calls;

    public string Name => name;

    /// <summary>Messages taken.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        Interlocked.Increment(ref _calls);
        return Task.FromResult(new ProviderOutcome(OutcomeKind.Accepted) { Status = 200, MessageId = "b54bd0d5-4f3c-8d2d-9f31-7f3ac2fe5cbd" });
    }

    public PayloadSize Measure(PushMessage message, string messageId) => new(200, 4096);
    public string Preview(PushMessage message, string messageId) => "{}";
    public void CheckOverride(System.Text.Json.Nodes.JsonObject patch, string pointer, FaultList faults)
    {
    }

    public CredentialShape CheckShape(string configJson, string secretJson) => new(null, null, configJson, secretJson, "bench");
    public Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel) => Task.FromResult(new ProbeVerdict(ProbeVerdicts.Ok, null, "fine"));
}

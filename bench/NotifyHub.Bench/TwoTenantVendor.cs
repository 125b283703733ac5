using System.Collections.Concurrent;
using System.Diagnostics;
using NotifyHub.Pipeline.Messages;
using NotifyHub.Pipeline.Providers;

namespace NotifyHub.Bench;

/// <summary>A vendor in this process to whom one project's account may hang; it notes when each message of any other came.</summary>
internal sealed class TwoTenantVendor(string name) : IPushProvider
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);
    private long _calls;

    public string Name => name;

    /// <summary>Whether the big project's calls get no answer until they time out.</summary>
    public bool Hangs { get; set; }

    /// <summary>Calls of the big project.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>When a message came, by its id.</summary>
    public ConcurrentDictionary<string, long> Came { get; } = new(StringComparer.Ordinal);

    public async Task<ProviderOutcome> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        if (!call.Credential.CacheKey.StartsWith($"{StageRig.ProjectId}:", StringComparison.Ordinal))
        {
            Came.TryAdd(call.MessageId, Stopwatch.GetTimestamp());
        }
        else
        {
            Interlocked.Increment(ref _calls);
            if (Hangs)
            {
                await Task.Delay(TimeOut, cancel);
                return new ProviderOutcome(OutcomeKind.Retry) { Code = "timeout", MaybeDelivered = true };
            }
        }
        return new ProviderOutcome(OutcomeKind.Accepted) { Status = 200, MessageId = "b54bd0d5-4f3c-8d2d-9f31-7f3ac2fe5cbd" };
    }

    public PayloadSize Measure(PushMessage message, string messageId) => new(200, 4096);
    public string Preview(PushMessage message, string messageId) => "{}";
    public void CheckOverride(System.Text.Json.Nodes.JsonObject patch, string pointer, FaultList faults)
    {
    }

    public CredentialShape CheckShape(string configJson, string secretJson) => new(null, null, configJson, secretJson, "bench");
    public Task<ProbeVerdict> ProbeAsync(ProviderSecret credential, CancellationToken cancel) => Task.FromResult(new ProbeVerdict(ProbeVerdicts.Ok, null, "fine"));
}

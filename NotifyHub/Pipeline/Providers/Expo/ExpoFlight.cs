namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>The way of gathered messages to Expo: posted together, and in parts where Expo refuses them together.</summary>
internal sealed class ExpoFlight(Func<IReadOnlyList<ExpoMessage>, CancellationToken, Task<VendorAnswer>> post, TimeSpan patience, TimeProvider clock)
{
    private static readonly ProviderOutcome OutOfTime = new(OutcomeKind.Retry) { Code = TransportFault.Timeout };

    private readonly ExpoApps _apps = new();

    /// <summary>An outcome for each message, in order. Parts that are not under way when the patience is over are left for another time.</summary>
    public async Task<IReadOnlyList<ProviderOutcome>> RunAsync(IReadOnlyList<ExpoMessage> messages, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        var outcomes = new Dictionary<ExpoMessage, ProviderOutcome>(messages.Count, ReferenceEqualityComparer.Instance);
        var parts = new Queue<IReadOnlyList<ExpoMessage>>(_apps.Part(messages));
        while (parts.TryDequeue(out var part))
        {
            if (clock.GetElapsedTime(began) >= patience)
            {
                foreach (var message in part) outcomes[message] = OutOfTime;
                continue;
            }
            var answer = ExpoAnswer.Read(await post(part, cancel), part, clock.GetUtcNow());
            if (answer.Experiences is { } apps) _apps.Learn(apps);
            foreach (var smaller in answer.Parts ?? []) parts.Enqueue(smaller);
            for (var i = 0; i < answer.Outcomes?.Count; i++) outcomes[part[i]] = answer.Outcomes[i];
        }
        return [.. messages.Select(message => outcomes[message])];
    }
}

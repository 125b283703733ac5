namespace NotifyHub.Pipeline.Providers.Apns;

/// <summary>A send to a token that cannot exist: Apple judges key, team and topic before the token.</summary>
internal static class ApnsProbe
{
    private static readonly DeviceTarget Nobody = new(new string('0', 64), ApnsEnvironments.Production, null, null, DateTimeOffset.UnixEpoch);

    public static async Task<ProbeVerdict> RunAsync(ApnsClient client, DateTimeOffset now, CancellationToken cancel)
    {
        var message = new PushMessage { Silent = true };
        var call = new ProviderCall(new("", "", ""), Nobody, message, "probe", TimeSpan.Zero, now);
        var request = new ApnsRequest(Nobody.Token, ApnsHeaders.Of(call, client.Credential.BundleId, now), ApnsPayload.Write(message, call.MessageId));
        var environment = client.Credential.Environment ?? ApnsEnvironments.Production;
        return Judge(await client.SendAsync(environment, request, Nobody, cancel), environment);
    }

    private static ProbeVerdict Judge(ProviderOutcome outcome, string environment) => outcome switch
    {
        { Kind: OutcomeKind.Accepted } or { Code: "BadDeviceToken" or "Unregistered" or "ExpiredToken" } =>
            new(ProbeVerdicts.Ok, outcome.Code, $"Apple knows the key, the team and the topic in {environment}."),
        { Kind: OutcomeKind.CredentialBad } => new(ProbeVerdicts.Rejected, outcome.Code, "Apple refuses the key, the team or the topic."),
        { Code: "DeviceTokenNotForTopic" or "TooManyProviderTokenUpdates" } or { Status: 429 } =>
            new(ProbeVerdicts.Limited, outcome.Code, "Apple knows the key but would not answer this probe."),
        _ => new(ProbeVerdicts.Unreachable, outcome.Code, "No usable answer came from Apple."),
    };
}

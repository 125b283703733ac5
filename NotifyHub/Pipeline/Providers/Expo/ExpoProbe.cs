namespace NotifyHub.Pipeline.Providers.Expo;

/// <summary>A question for no receipts: Expo judges the caller before the question, and nothing is delivered.</summary>
internal static class ExpoProbe
{
    public static async Task<ProbeVerdict> RunAsync(ExpoClient client, bool hasToken, CancellationToken cancel) =>
        Judge((await client.AskAsync([], cancel)).Request, hasToken);

    private static ProbeVerdict Judge(ProviderOutcome outcome, bool hasToken) => outcome switch
    {
        { Kind: OutcomeKind.Accepted } => new(ProbeVerdicts.Ok, outcome.Code, hasToken
            ? "Expo takes the access token."
            : "Expo answers. Without an access token it refuses sends only if the app asks for one (enhanced push security)."),
        // The question was read, so the caller was not what it minded.
        { Kind: OutcomeKind.ContentBad } => new(ProbeVerdicts.Ok, outcome.Code, "Expo lets the caller in; it did not like a question for no receipts."),
        { Kind: OutcomeKind.CredentialBad } => new(ProbeVerdicts.Rejected, outcome.Code, "Expo refuses the access token."),
        { Status: 429 } => new(ProbeVerdicts.Limited, outcome.Code, "Expo is asked too much at the moment and would not answer this probe."),
        _ => new(ProbeVerdicts.Unreachable, outcome.Code, "No usable answer came from Expo."),
    };
}

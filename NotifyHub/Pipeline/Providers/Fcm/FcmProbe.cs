namespace NotifyHub.Pipeline.Providers.Fcm;

/// <summary>A validate-only send to a token that was made up: the account is judged before the token, and nothing is delivered.</summary>
internal static class FcmProbe
{
    private const string Nobody = "notifyhub-probe";

    public static async Task<ProbeVerdict> RunAsync(FcmClient client, CancellationToken cancel)
    {
        var body = FcmPayload.Write(new PushMessage { Silent = true }, "probe", Nobody, validateOnly: true);
        return Judge(await client.SendAsync(body, Nobody, cancel));
    }

    private static ProbeVerdict Judge(ProviderOutcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Accepted } or { Code: "INVALID_ARGUMENT" or "UNREGISTERED" or "NOT_FOUND" } =>
            new(ProbeVerdicts.Ok, outcome.Code, "Google knows the account, and it may send for this project."),
        { Code: "THIRD_PARTY_AUTH_ERROR" or "SENDER_ID_MISMATCH" } or { Status: 429 } =>
            new(ProbeVerdicts.Limited, outcome.Code, "Google knows the account but refused this probe."),
        { Kind: OutcomeKind.CredentialBad } => new(ProbeVerdicts.Rejected, outcome.Code, "Google refuses the account, or it may not send for this project."),
        _ => new(ProbeVerdicts.Unreachable, outcome.Code, "No usable answer came from Google."),
    };
}
